"""What each JSON Schema keyword constrains and how two of its values combine. The rows of judging are in `rows`."""

from bot.contract.schema.values import is_number

ALL_TYPES = frozenset(("null", "boolean", "integer", "fraction", "string", "array", "object"))
NUMBERS = frozenset(("integer", "fraction"))

UPPER = {"maxLength": "string", "maxItems": "array", "maxProperties": "object", "maxContains": "array"}
"""Counted limits from above, and the type they constrain."""

LOWER = {"minLength": "string", "minItems": "array", "minProperties": "object"}
"""Counted limits from below; zero is no limit."""

LIMITED = {
    "minimum": NUMBERS,
    "maximum": NUMBERS,
    **{k: frozenset((v,)) for k, v in (*LOWER.items(), *UPPER.items()) if k != "maxContains"},
}
"""Every limit and the types it constrains."""

PROSE = frozenset(
    ("title", "description", "summary", "example", "examples", "externalDocs", "deprecated", "$comment", "$schema")
)
"""Keywords for people: changing them changes nothing for callers."""

ANNOTATIONS = PROSE | {
    "$id",
    "id",
    "$anchor",
    "$dynamicAnchor",
    "$defs",
    "definitions",
    "default",
    "readOnly",
    "writeOnly",
    "nullable",
}
"""Keywords that by themselves exclude no value. Some are judged on their own."""

VOCABULARY = ANNOTATIONS | {
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "$recursiveAnchor",
    "$vocabulary",
    "type",
    "enum",
    "const",
    "format",
    "pattern",
    "multipleOf",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "uniqueItems",
    "contains",
    "maxContains",
    "minContains",
    "items",
    "prefixItems",
    "additionalItems",
    "unevaluatedItems",
    "maxProperties",
    "minProperties",
    "required",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "unevaluatedProperties",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "contentMediaType",
    "contentEncoding",
    "contentSchema",
    "discriminator",
    "xml",
}
"""Every keyword of JSON Schema and of OpenAPI's schemas."""

EXTENSIBLE = ("x-extensible-enum", "x-ms-enum")
"""Vendor keywords that we judge."""

STRING_FORMATS = frozenset(
    (
        "date",
        "date-time",
        "time",
        "duration",
        "email",
        "idn-email",
        "hostname",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uuid",
        "byte",
        "json-pointer",
        "relative-json-pointer",
        "uri-template",
        "regex",
    )
)
NUMBER_FORMATS = frozenset(
    ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float", "double", "decimal")
)
FRACTION_FORMATS = frozenset(("float", "double", "decimal"))
"""Formats of numbers with a fraction; of whole numbers they say nothing."""

INTEGERS = {
    "int8": (-(2**7), 2**7 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint8": (0, 2**8 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
}
"""Formats that are nothing but bounds."""

TEXT_LENGTHS = {"uuid": (36, 36), "date": (10, 10)}
"""How long the texts of a format are, where that is fixed."""

_BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
FORMAT_PATTERNS = {
    "date": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    "ipv4": f"^{_BYTE}(\\.{_BYTE}){{3}}$",
    "uuid": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
}
"""Formats whose texts a pattern tells: each of them matches it, and of a listed value it tells enough."""

SILENT_FORMATS = frozenset(("password", "binary"))
"""Formats that constrain nothing: hints for people and for transport."""

KNOWN_FORMATS = STRING_FORMATS | NUMBER_FORMATS | SILENT_FORMATS
"""Formats whose values we know; of any other we cannot say what it takes."""

WIDER_FORMATS = {
    "int8": ("int16", "int32", "int64", "double", "float"),
    "int16": ("int32", "int64", "double", "float"),
    "int32": ("int64", "double"),
    "uint8": ("uint16", "uint32", "uint64", "int16", "int32", "int64"),
    "uint16": ("uint32", "uint64", "int32", "int64"),
    "uint32": ("uint64", "int64"),
    "float": ("double",),
    "ipv4": ("hostname",),
    "email": ("idn-email",),
    "hostname": ("idn-hostname",),
    "uri": ("uri-reference", "iri", "iri-reference"),
    "uri-reference": ("iri-reference",),
    "iri": ("iri-reference",),
}
"""Every value of the key's format is one of each format listed."""


def is_count(value: object) -> bool:
    """A number that can stand as a counted limit."""
    return is_number(value) and value == int(value) and value >= 0  # type: ignore[call-overload, operator] # is_number says it


def formats_of(formats: frozenset[str], types: frozenset[str]) -> frozenset[str]:
    """The formats that say something of values of these types; of an unknown one nobody knows which it is for."""
    if types.isdisjoint(NUMBERS):
        formats -= NUMBER_FORMATS
    return formats if "string" in types else formats - STRING_FORMATS


def types_named(value: object) -> frozenset[str] | None:
    """The types a `type` keyword names; `None` when it is not one."""
    if isinstance(value, str):
        return _NAMED.get(value)
    found: frozenset[str] = frozenset()
    for name in value if isinstance(value, list) else (value,):
        types = _NAMED.get(name) if isinstance(name, str) else None
        if types is None:
            return None
        found |= types
    return found


_NAMED = {"number": NUMBERS, **{name: frozenset((name,)) for name in ALL_TYPES - {"fraction"}}}


def type_words(types: frozenset[str]) -> str:
    """Types as people write them: `string or null`."""
    names = set(types)
    if "fraction" in names:
        names = (names - NUMBERS) | {"number"}
    order = ("string", "integer", "number", "boolean", "object", "array", "null")
    said = [n for n in order if n in names]
    if types >= ALL_TYPES:
        return "anything"
    return " or ".join(said) if said else "nothing"
