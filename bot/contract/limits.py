"""Every limit of the engine: steps that are counted, sizes, depths. Another limit may give another report.

So `ENGINE` holds the digest of this table, and with it every cache key does. What is no limit (a code point, a version
of a file's form) stands where it is used.
"""

from binascii import crc32

# A whole report
STEPS = 200_000
"""Steps for all proofs and searches together, unless the options say otherwise."""
WITNESSES = 100
"""Causes for which a witness is searched for, unless the options say otherwise."""
PROOF_SHARE = 20
"""One in so many of the report's steps is for proofs."""
COMPARED = 3_000_000
"""Steps (each of about a microsecond) for finding what changed; half of them at most before schemas are compared."""
COMPARED_BYTES = 8
"""Of large descriptions one step for so many bytes of both versions, where that is more."""
AGAIN = 6
"""As many times as much costs what is met once more: what stands in a file once can be no more than the file."""
PACKED = 200
"""Characters of a part that are looked through in one step for what they name."""
DIFFERENCE = 30
"""Steps for one pair of schemas, beside those for what each of them holds."""
ENDPOINT = 4
"""Steps for an operation, before it is compared with another."""
SERVER = 6
"""Steps for an address, for each operation that it is for."""
PART = 40
"""Steps for a part of an operation."""
PROPERTY = 6
"""Steps for a name that one version or the other declares."""
MET = 6
"""Steps for an operation in which a cause is met."""
FINDING = 40
"""Steps for a cause, for all that is told of it."""
PROVED = 400_000
"""Steps for finding out how certain each cause is: proofs, and searches for witnesses."""
UNREAD_STEPS = 100_000
"""Steps for finding out which of the parts that cannot be judged have changed at all."""
PROVED_BYTES = 12
"""Of large descriptions one step for so many bytes of both versions, where that is more."""

# Reading
NESTED = 254
"""Levels a description may nest (as many as `orjson` writes); the deepest real one we know has 40."""
NAME = 4_000
"""Characters of a name: of a path, a component, a property, a media type. Web servers refuse paths of 8,000."""
PATHS = 5_000
"""Paths of a description."""
PATH_BYTES = 100
"""Bytes for each of them on average, where there are more."""
UNITS = 10_000
"""Paths, components and other members at the top of a description."""
UNIT_BYTES = 48
"""Bytes for each of them on average, where there are more."""
YAML_FLOW = 250
"""Levels of brackets in YAML."""
YAML_RUN = 64
"""Blocks of YAML begun on one line."""
YAML_NODES = 2_000_000
"""Nodes that aliases unfold to, in what the second reader took."""
YAML_EVENTS = 1_000_000
"""Events that aliases unfold to, in what the first reader took."""
YAML_REPEATED = 32_000_000
"""Characters that aliases unfold to."""
NUMBER_DIGITS = 4_300
"""Digits of a whole number, as many as Python turns into text."""
YAML_ALIASES = 64
"""Aliases within aliases."""
YAML_LINES = 1_500_000
"""Characters of YAML that a parser reads once more to tell lines: a line is a courtesy, never worth seconds."""

# What is shown
PATH_STEPS = 12
"""Steps of a path that are told; of a longer one its end."""
SHOWN_VALUE = 80
"""Characters of a value in a sentence."""
SHOWN_JSON = 120
"""Characters of a value that is a whole object."""
SHOWN_ITEM = 60
"""Characters of each value of a list."""
SKETCHED_NAMES = 3
"""Names of an object that has none of its own."""
SHOWN_ITEMS = 5
"""Values of a list."""
REFUSED_VALUE = 60
"""Characters of a refused value that are told."""

# The HTTP layer
ADDRESSES = 64
"""Addresses one server is written out to; with more, its variables stay as they are."""
SHADOW_STEPS = 1_000
"""Steps for asking whether a path is one that a template answers."""
TEXTS = 512
"""Texts of a parameter that are tried."""

UPGRADED = 100_000
"""Parameters and media types of all operations together, of a description that is written as Swagger 2.0."""
CALLBACKS_WITHIN = 4
"""Callbacks within which no further ones are judged."""

# Facts of schemas
BRANCH_DEPTH = 8
"""How far facts look through nested null unions and branches for their types; beyond it they assume any type."""
PROPERTY_PATTERNS = 64
"""Patterns of property names up to which each name is held against each."""
SLOTS = 1_000
"""Slots of `prefixItems` that are compared one by one."""
LISTED_VALUES = 50_000
"""Steps for trying the values of one list."""
LIKENESS_EACH = 5_000
"""Nodes that are looked at to tell whether two schemas are alike."""
LIKENESS_IN_ALL = 10_000
"""The same, for all of a report."""
LIKENESS_TEXT = 100
"""Characters of a list without order that are put in order at the cost of one of them."""
MATCHED_BRANCHES = 400
"""Branches above which they are matched by name and text only, not one against another."""
OVERLAP_BRANCHES = 30
"""Branches above which nobody asks whether they overlap."""
UNION_NAMES = 4
"""Unions within unions that are asked for the values of their variants."""
REFERENCE_CHAIN = 100
"""References from one to the next that are followed to what a variant's name stands for."""
EVALUATED_PAIRS = 10_000
"""Pairs of variants that are asked whether one speaks of all that the other one does."""
NAMED_PARTS = 60
"""Parts of a variant that are looked through for what it says of the discriminator's property."""
VARIANTS = 10_000
"""Variants of a schema that lists none up to which they are compared; more are unread."""
VARIANT_DEPTH = 50
"""Variants of variants, and so on, up to which they are compared; what goes deeper is unread."""
TOLD_VARIANTS = 100
"""Variants that a value is held against where a schema lists none; of more, it is held against the schema itself."""

# Proofs
PROOF_EACH = 500
"""Steps for one question; the budget of the whole report bounds them all together."""
PROOF_AROUND = 300
"""Steps for a proof around the place of an edit: unions may be wide."""
PROOF_PLACES = 5
"""Places at which a proof is tried: the edit's own, what it stands in, and the nearest unions."""
PROOF_TRIES = 12
"""Pairs of schemas held against one another for one site, when other ways lead to its edit."""
PROOF_STEPS = 10_000
"""Steps of proofs outside of a report."""
POINTER = 1_000
"""Characters of a pointer that cost nothing; each further so many cost POINTER_STEPS for each place below it."""
POINTER_STEPS = 16
AROUND = 3
"""Steps for each branch, and each name in another branch, that is looked at around a schema."""
PROOF_SLOTS = 100
PROOF_BRANCHES = 400
PROOF_VALUES = 30
PROOF_MULTIPLES = 400
PROOF_TWINS = 64
PROOF_UNIONS = 64
"""Unions that stand beside one another."""
PROOF_PARTS = 24
PROOF_PATTERNS = 64
DISJOINT_DEPTH = 3
DISJOINT_BRANCHES = 50
DISJOINT_VALUES = 200
CONDITION_LENGTH = 100
DECLARED_ROUNDS = 6
TAKING_DEPTH = 12

# Patterns
PATTERN_STATES = 1_500
PATTERN_LIGHT = 60
"""Parts of a pattern that cost nothing to read."""
PATTERN_KEPT = 10_000
"""Steps of an automaton that are remembered."""
PATTERN_DEPTH = 40
PATTERN_LENGTH = 2_000
PATTERN_STEPS = 8_000
"""Steps of one automaton, in one search; where it is in many states at once, a step counts as several."""
PATTERN_STEPS_IN_ALL = 300_000
"""Steps in all searches for what changed, and in all for how certain that is."""
PATTERN_TOGETHER = 64
"""Patterns that are held against one another."""
PATTERN_TEXT = 200
"""Characters of a text that is made to match a pattern."""

# Witnesses
DEEPEST = 60
"""Steps from the root below which no whole value is put together."""
ELSEWHERE = 12
"""Schemas in which an edit is met that are looked at for another spot of it."""
SPOTS = 3
"""Further spots where an edit is met that are tried when the first gives no witness."""
FURTHER_PAIRS = 3
"""Pairs of schemas with the same edit that a witness is searched in."""
TRIES = 40
"""Candidates that are put together and validated for one edit."""
PLAINER = 12
"""Candidates after the first proof that are tried for one that is refused by the edited keyword itself."""
UNDECIDED = 3
"""Values the validator cannot judge safely, after which the search is given up."""
SHRINKS = 20
"""Attempts to make a found value smaller."""
SEARCH_STEPS = 3_000
"""Steps for putting values together, for one edit."""
REQUEST_STEPS = 3_000
"""Steps for putting one request together."""
MINIMAL_DEPTH = 24
MINIMAL_LENGTH = 5_000
MINIMAL_UNIONS = 8
ITEMS_PER_STEP = 2
"""Items of a list, and properties that nobody names, that one step puts together."""
NAME_LENGTHS = 8
"""Lengths at which a name that matches a pattern is looked for."""
SHRUNK_MEMBERS = 300
"""Members and items up to which a found value is made smaller."""
MINIMAL_BRANCHES = 50
CANDIDATE_LENGTH = 70_000
CANDIDATE_ITEMS = 5_000
CANDIDATE_NAMES = 20
CANDIDATE_PAIRS = 8
CANDIDATE_PROPERTIES = 2_000
CANDIDATE_BESIDE = 10
CANDIDATE_LOOKS = 200
CANDIDATE_LISTED = 5
LIFTED_ITEMS = 2_000
VALIDATOR_WORK = 100_000
"""Looks of native code at one part of a value by one part of a schema."""
VALIDATOR_COUNTED = 3_000
VALIDATOR_DEPTH = 150
VALIDATOR_NOTS = 20
"""`not` within `not`: native code keeps the text of each one's schema."""
VALIDATOR_DEFINITIONS = 4_000
VALIDATOR_UNFOLDING = 1_000
VALIDATOR_PATTERN = 10
"""Steps for each part of a pattern that native code writes out."""
HEAVIEST = 10**9
"""Parts of a pattern, beyond which they are not told apart."""
VALIDATOR_LIGHT = 500
"""Parts of patterns that are no work to match."""
VALIDATOR_MATCHED = 200
"""Characters, times parts of patterns, that are matched in one step."""
VALIDATOR_TOLD = 2
"""Parts of a schema that native code writes of in one step, where it tells why it refuses a value."""
VALIDATOR_WORDS = 20
VALIDATOR_WORDY = 100

DIGEST = f"{crc32(repr([(name, value) for name, value in sorted(globals().items()) if name.isupper()]).encode()):08x}"
"""Eight digits that tell this table from any other."""
