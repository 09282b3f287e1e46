"""oasdiff's ids for our rules: what its users have in severity files and ignore lists. Data.

The ids are facts about oasdiff 1.23; nothing else is taken from it. One of our rules has several there: by where the
value stands, whether a limit was set or moved, what a condition is. `{body|property}` in an id is filled in with the
place (see `oasdiff`); the first lines whose words all hold of a finding name its ids. A rule may have none.
"""

_ALL = "{body|property}"
_PARAMETERS_TOO = "{body|property|parameter}"

Line = tuple[str, str]
"""The words that must hold, and the id."""


_LIMITS: dict[str, list[Line]] = {
    "request-max-length-tightened": [
        ("set", "request-{body|property|parameter}-max-length-set"),
        ("", "request-{body|property|parameter}-max-length-decreased"),
    ],
    "request-max-length-loosened": [("moved", "request-{body|property|parameter}-max-length-increased")],
    "request-min-length-tightened": [("", "request-{body|property|parameter}-min-length-increased")],
    "request-min-length-loosened": [("", "request-{body|property|parameter}-min-length-decreased")],
    "request-maximum-tightened": [
        ("exclusive set", "request-{body|property|parameter}-exclusive-max-set"),
        ("exclusive", "request-{body|property|parameter}-exclusive-max-decreased"),
        ("set", "request-{body|property|parameter}-max-set"),
        ("", "request-{body|property|parameter}-max-decreased"),
    ],
    "request-maximum-loosened": [
        ("exclusive moved", "request-{body|property|parameter}-exclusive-max-increased"),
        ("moved", "request-{body|property|parameter}-max-increased"),
    ],
    "request-minimum-tightened": [
        ("exclusive set", "request-{body|property|parameter}-exclusive-min-set"),
        ("exclusive", "request-{body|property|parameter}-exclusive-min-increased"),
        ("set", "request-{body|property|parameter}-min-set"),
        ("", "request-{body|property|parameter}-min-increased"),
    ],
    "request-minimum-loosened": [
        ("exclusive moved", "request-{body|property|parameter}-exclusive-min-decreased"),
        ("moved", "request-{body|property|parameter}-min-decreased"),
    ],
    "request-min-items-tightened": [
        ("set", "request-{body|property|parameter}-min-items-set"),
        ("", "request-{body|property|parameter}-min-items-increased"),
    ],
    "request-min-items-loosened": [("", "request-{parameter}-min-items-decreased")],
    "request-max-items-tightened": [("moved", "request-{parameter}-max-items-decreased")],
    "request-max-items-loosened": [("moved", "request-{parameter}-max-items-increased")],
    "response-max-length-loosened": [
        ("unset", "response-{body|property}-max-length-unset"),
        ("", "response-{body|property}-max-length-increased"),
    ],
    "response-min-length-loosened": [("", "response-{body|property}-min-length-decreased")],
    "response-maximum-loosened": [
        ("exclusive moved", "response-{body|property}-exclusive-max-increased"),
        ("moved", "response-{body|property}-max-increased"),
    ],
    "response-minimum-loosened": [
        ("exclusive moved", "response-{body|property}-exclusive-min-decreased"),
        ("moved", "response-{body|property}-min-decreased"),
    ],
    "response-min-items-loosened": [
        ("unset", "response-{body|property}-min-items-unset"),
        ("", "response-{body|property}-min-items-decreased"),
    ],
}


def _conditions(side: str, change: str) -> list[Line]:
    """The keywords that only exclude, by what was done to them."""
    slugs = {
        "if": "if",
        "contains": "contains",
        "propertyNames": "property-names",
        "dependentRequired": "dependent-required",
        "dependentSchemas": "dependent-schema",
        "unevaluatedItems": "unevaluated-items",
        "unevaluatedProperties": "unevaluated-properties",
        "contentSchema": "content-schema",
    }
    said = slugs if change != "changed" else {"dependentRequired": "dependent-required"}
    always = {"contentMediaType": "content-media-type", "contentEncoding": "content-encoding"}
    lines = [(f"of-{k}", f"{side}-{_ALL}-{v}-{change}") for k, v in said.items()]
    kept = [("of-dependentRequired kept", f"{side}-{_ALL}-dependent-required-changed")]
    return kept + lines + [(f"of-{k}", f"{side}-{_ALL}-{v}-changed") for k, v in always.items()]


def _both_sides(side: str) -> dict[str, list[Line]]:
    """Rules that read alike on both sides."""
    places = "{body|property|parameter|parameter-property}" if side == "request" else "{body|property|header}"
    lists = "{body|property|parameter|parameter-property}" if side == "request" else _ALL
    narrower = f"{places}-type-changed" if side == "request" else f"{places}-type-specialized"
    patterns = "{property|parameter}" if side == "request" else "{property}"
    named = "{property|parameter|parameter-property}" if side == "request" else "{property}"
    return {
        f"{side}-type-changed": [("", f"{side}-{places}-type-changed")],
        f"{side}-type-narrowed": [
            ("list", f"{side}-{lists}-list-of-types-narrowed"),
            ("list", f"{side}-{narrower}"),
            ("", f"{side}-{narrower}"),
        ],
        f"{side}-type-widened": [
            ("list", f"{side}-{lists}-list-of-types-widened"),
            ("list", f"{side}-{places}-type-generalized"),
            ("anything", f"{side}-{places}-type-changed"),
            ("", f"{side}-{places}-type-generalized"),
        ],
        f"{side}-enum-value-added": [("", f"{side}-{named}-enum-value-added")],
        f"{side}-enum-replaced": [("", f"{side}-{_ALL}-const-changed")],
        f"{side}-enum-introduced": [
            ("constant", f"{side}-{_ALL}-const-added"),
            *([("", "request-{body|property|parameter|header-property}-became-enum")] if side == "request" else []),
        ],
        f"{side}-default-changed": [
            (w, f"{side}-{_PARAMETERS_TOO if side == 'request' else _ALL}-default-value-{v}")
            for w, v in (("set", "added"), ("unset", "removed"), ("moved", "changed"))
        ],
        **{
            f"{side}-discriminator-{ours}": [("", f"{side}-{_ALL}-discriminator-{theirs}")]
            for ours, theirs in (
                ("added", "added"),
                ("removed", "removed"),
                ("changed", "property-name-changed"),
                ("value-added", "mapping-added"),
                ("value-removed", "mapping-deleted"),
                ("value-moved", "mapping-changed"),
            )
        },
        f"{side}-pattern-changed": [("", f"{side}-{patterns}-pattern-changed")],
        f"{side}-pattern-added": [
            ("moved", f"{side}-{patterns}-pattern-changed"),
            ("", f"{side}-{patterns}-pattern-added"),
        ],
        f"{side}-pattern-removed": [
            *([("moved", "request-{property|parameter}-pattern-generalized")] if side == "request" else []),
            ("moved", f"{side}-{patterns}-pattern-changed"),
            ("", f"{side}-{patterns}-pattern-removed"),
        ],
        f"{side}-name-pattern-added": [("", f"{side}-{_ALL}-pattern-property-added")],
        f"{side}-name-pattern-removed": [("", f"{side}-{_ALL}-pattern-property-removed")],
        f"{side}-variant-added": [
            ("anyOf", f"{side}-{_ALL}-any-of-added"),
            ("", f"{side}-{_ALL}-one-of-added"),
        ],
        f"{side}-variant-removed": [
            ("anyOf", f"{side}-{_ALL}-any-of-removed"),
            ("", f"{side}-{_ALL}-one-of-removed"),
        ],
        f"{side}-condition-added": _conditions(side, "added"),
        f"{side}-condition-removed": _conditions(side, "removed"),
        f"{side}-condition-changed": _conditions(side, "changed"),
    }


ALIASES: dict[str, list[Line]] = {
    **_both_sides("request"),
    **_both_sides("response"),
    **_LIMITS,
    "request-null-refused": [("", "request-{body|property|parameter|parameter-property}-became-not-nullable")],
    "request-null-accepted": [("", "request-{body|property|parameter|parameter-property}-became-nullable")],
    "response-null-added": [("", "response-{body|property|header}-became-nullable")],
    "response-null-removed": [("", "response-{body|property|header}-became-not-nullable")],
    "request-enum-dropped": [("constant", f"request-{_ALL}-const-removed")],
    "response-constant-dropped": [("", f"response-{_ALL}-const-removed")],
    "request-enum-value-removed": [("", "request-{body|property|parameter|parameter-property}-enum-value-removed")],
    "response-enum-value-removed": [
        ("response-body", "response-mediatype-enum-value-removed"),
        ("", "response-{property}-enum-value-removed"),
    ],
    "request-extensible-value-removed": [("", "request-{property|parameter}-x-extensible-enum-value-removed")],
    "request-format-changed": [("", "request-{body|property|parameter}-type-changed")],
    "request-format-tightened": [("", "request-{body|property|parameter}-type-changed")],
    "request-format-loosened": [("", "request-{body|property|parameter}-type-generalized")],
    "response-format-changed": [("", "response-{body|property|header}-type-changed")],
    "response-format-loosened": [("", "response-{body|property|header}-type-generalized")],
    "response-format-tightened": [("", "response-{body|property|header}-type-specialized")],
    "request-property-became-required": [
        ("default", "request-property-became-required-with-default"),
        ("header-property", "request-header-property-became-required"),
        ("", "request-property-became-required"),
    ],
    "request-property-became-optional": [("", "request-property-became-optional")],
    "response-property-became-optional": [("", "response-property-became-optional")],
    "response-property-became-required": [("", "response-property-became-required")],
    "request-property-added": [("", "new-optional-request-property")],
    "request-property-added-required": [
        ("default", "new-required-request-property-with-default"),
        ("header-property", "new-required-request-header-property"),
        ("", "new-required-request-property"),
    ],
    "request-property-removed": [("", "request-property-removed")],
    "request-property-refused": [("", "request-property-removed")],
    "response-property-added": [
        ("required", "response-required-property-added"),
        ("", "response-optional-property-added"),
    ],
    "response-property-removed": [("", "response-optional-property-removed")],
    "response-required-property-removed": [("", "response-required-property-removed")],
    "request-read-only-changed": [
        ("required unset-mark", "request-required-property-became-not-read-only"),
        ("required", "request-required-property-became-read-only"),
        ("unset-mark", "request-optional-property-became-not-read-only"),
        ("", "request-optional-property-became-read-only"),
    ],
    "response-property-became-write-only": [("", "response-optional-property-became-write-only")],
    "response-required-property-became-write-only": [("", "response-required-property-became-write-only")],
    "response-property-no-longer-write-only": [
        ("required", "response-required-property-became-not-write-only"),
        ("", "response-optional-property-became-not-write-only"),
    ],
    "request-unevaluated-closed": [("", f"request-{_ALL}-unevaluated-properties-added")],
    "operation-removed": [
        ("deprecated", "api-removed-before-sunset"),
        ("deprecated", "api-path-removed-before-sunset"),
        ("", "api-removed-without-deprecation"),
        ("", "api-path-removed-without-deprecation"),
    ],
    "operation-moved": [("", "api-removed-without-deprecation")],
    "operation-retired": [("", "api-removed-with-deprecation")],
    "operation-added": [("", "endpoint-added")],
    "operation-id-changed": [("unset", "api-operation-id-removed"), ("set", "api-operation-id-added")],
    "operation-deprecated": [
        ("sunset", "endpoint-deprecated-with-sunset"),
        ("", "endpoint-deprecated"),
    ],
    "operation-reactivated": [("", "endpoint-reactivated")],
    "sunset-pulled-forward": [
        ("of-parameter", "request-parameter-sunset-date-changed-too-small"),
        ("", "api-sunset-date-changed-too-small"),
    ],
    "sunset-deleted": [
        ("of-parameter moved", "request-parameter-sunset-parse"),
        ("of-parameter", "request-parameter-sunset-deleted"),
        ("moved", "api-path-sunset-parse"),
        ("", "sunset-deleted"),
    ],
    "sunset-unreadable": [
        ("of-parameter", "request-parameter-sunset-parse"),
        ("deprecated", "api-path-sunset-parse"),
        ("", "api-deprecated-sunset-parse"),
    ],
    "request-parameter-retired": [("", "request-parameter-removed-with-deprecation")],
    **{
        f"stage-{change}": [("operation", f"api-{theirs}")]
        for change, theirs in (
            ("lowered", "stability-decreased"),
            ("raised", "stability-increased"),
            ("lost", "invalid-stability-level"),
            ("unreadable", "invalid-stability-level"),
        )
    },
    "stage-marked": [("operation unstable", "api-stability-decreased")],
    "stage-unmarked": [("operation unstable", "api-stability-increased")],
    **{
        f"{side}-property-stage-{ours}": [("property", f"{side}-property-stability-{theirs}")]
        for side in ("request", "response")
        for ours, theirs in (("lowered", "decreased"), ("raised", "increased"))
    },
    **{
        f"{side}-property-sunset-unreadable": [("property", f"{side}-property-deprecated-sunset-invalid")]
        for side in ("request", "response")
    },
    "tag-added": [("", "api-tag-added")],
    "tag-removed": [("", "api-tag-removed")],
    "path-parameter-described": [("", "new-request-path-parameter")],
    "path-parameter-undescribed": [("", "request-parameter-removed")],
    "request-parameter-added-required": [
        ("default", "new-required-request-default-parameter-to-existing-path"),
        ("", "new-required-request-parameter"),
    ],
    "request-parameter-added": [
        ("default", "new-optional-request-default-parameter-to-existing-path"),
        ("", "new-optional-request-parameter"),
    ],
    "request-parameter-removed": [
        ("deprecated", "request-parameter-removed-before-sunset"),
        ("", "request-parameter-removed"),
    ],
    "request-parameter-became-required": [("", "request-parameter-became-required")],
    "request-parameter-became-optional": [("", "request-parameter-became-optional")],
    "request-parameter-becomes-list": [("", "request-parameter-type-generalized")],
    "request-parameter-deprecated": [("", "request-parameter-deprecated")],
    "request-parameter-reactivated": [("", "request-parameter-reactivated")],
    "request-property-deprecated": [("", "request-property-deprecated")],
    "request-property-reactivated": [("", "request-property-reactivated")],
    "response-property-deprecated": [("", "response-property-deprecated")],
    "response-property-reactivated": [("", "response-property-reactivated")],
    "request-body-added-required": [("", "request-body-added-required")],
    "request-body-added": [("", "request-body-added-optional")],
    "request-body-removed": [("", "request-body-removed")],
    "request-body-became-required": [("", "request-body-became-required")],
    "request-body-became-optional": [("", "request-body-became-optional")],
    "request-media-type-removed": [("", "request-body-media-type-removed")],
    "request-media-type-added": [("", "request-body-media-type-added")],
    "response-media-type-removed": [("", "response-media-type-removed")],
    "response-media-type-added": [("", "response-media-type-added")],
    "response-media-type-generalized": [("", "response-media-type-name-generalized")],
    "response-media-type-specialized": [("", "response-media-type-name-specialized")],
    "response-status-removed": [("", "response-success-status-removed")],
    "response-error-removed": [("", "response-non-success-status-removed")],
    "response-status-added": [("", "response-success-status-added")],
    "response-error-added": [("", "response-non-success-status-added")],
    "response-header-removed": [("", "optional-response-header-removed")],
    "response-required-header-removed": [("", "required-response-header-removed")],
    "response-header-added": [("", "response-header-added")],
    "response-header-became-optional": [("", "response-header-became-optional")],
    "security-tightened": [
        ("scope", "api-security-scope-added"),
        ("set", "api-security-added"),
        ("", "api-security-removed"),
    ],
    "security-loosened": [
        ("scope", "api-security-scope-removed"),
        ("unset", "api-security-removed"),
        ("", "api-security-added"),
    ],
    "security-endpoint-changed": [
        ("of-tokenUrl", "api-security-component-oauth-token-url-changed"),
        ("of-authorizationUrl", "api-security-component-oauth-url-changed"),
    ],
    "security-scope-removed": [("", "api-security-component-oauth-scope-removed")],
    "security-scope-added": [("", "api-security-component-oauth-scope-added")],
    "webhook-added": [("", "webhook-added")],
    "webhook-removed": [("", "webhook-removed")],
}
"""oasdiff's ids by our rule."""
