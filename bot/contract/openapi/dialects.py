"""Swagger 2.0 → the shape of OpenAPI 3.0, so that everything after reading knows one model.

Nothing is moved: what 2.0 writes stays where it stands, and what 3.0 would have beside it is added as references to
those places (`requestBody`, `content`, `servers`, `components.securitySchemes`). So findings point into the 2.0 file;
`origin` drops the steps that were added.
"""

from collections.abc import Callable, Iterator
from typing import Any

from bot.contract.limits import UPGRADED
from bot.contract.openapi.unreadable import Unreadable
from bot.contract.schema.nodes import escape, unescape
from bot.contract.schema.values import canonical
from bot.contract.steps import Steps

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
OWN_KEYS = frozenset(
    (
        "swagger",
        "host",
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "definitions",
        "parameters",
        "responses",
        "securityDefinitions",
    )
)
"""Members of a 2.0 document, path item or operation whose meaning is carried by what was added."""

VALUE_KEYS = frozenset(
    (
        "type",
        "format",
        "items",
        "default",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "enum",
        "multipleOf",
        "x-nullable",
        "x-extensible-enum",
        "x-ms-enum",
    )
)
"""Keywords that 2.0 writes on a parameter or header itself; 3.0 writes them in its schema."""

_PROSE = frozenset(("example", "examples", "enum", "default", "description"))
_STYLES = {"ssv": ("spaceDelimited", False), "pipes": ("pipeDelimited", False), "tsv": ("tabDelimited", False)}
_FLOWS = {"implicit": "implicit", "password": "password", "application": "clientCredentials"}
_FLOWS["accessCode"] = "authorizationCode"
_JSON = ["application/json"]

Fields = dict[str, Any]


FROM_FIELDS = "x-from-form-fields"
"""On a body that Swagger 2.0 spells out as form fields: that it is required follows from one that is."""


def is_swagger(value: object) -> bool:
    """A Swagger 2.0 document."""
    return isinstance(value, dict) and str(value.get("swagger", "")).split(".")[0] == "2"


def upgraded(value: Fields, lookup: Callable[[str], object]) -> Fields:
    """The document with what OpenAPI 3.0 would say added. Wrong types are left as they are.

    `lookup` gives what a reference into another file names, in the words of 3.0 already, or `None`. Raises Unreadable
    where every operation has as many parameters and media types as if they were made to do harm.
    """
    root: Fields = part(value)
    steps = Steps(UPGRADED)
    for path, entry in _entries(root, "paths"):
        here = _Holder(root, lookup)
        item, ref = entry, f"#/paths/{_escaped(path)}"
        if isinstance(entry.get("$ref"), str):
            here, item, ref = here.followed(entry["$ref"])
        methods = [m for m in METHODS if isinstance(item.get(m), dict)]
        common = _parameters(here, item, ref, steps) if methods else {}
        for method in methods:
            item[method] = _Operation(root, here, common, f"{ref}/{method}", steps).upgraded(item[method])
    servers = _servers(root, root.get("schemes"))
    if servers:
        root["servers"] = servers
    schemes = {name: _scheme(s) for name, s in _entries(value, "securityDefinitions")}
    if schemes:
        root["components"] = {"securitySchemes": schemes}
    return root


def part(value: Any) -> Any:
    """A part of a 2.0 document with its schemas in the words of 3.0; also for files the document refers to."""
    if isinstance(value, list):
        return [part(v) for v in value]
    if not isinstance(value, dict):
        return value
    found = {k: v if k in _PROSE or str(k).startswith("x-") else part(v) for k, v in value.items()}
    if isinstance(found.get("discriminator"), str):
        found["discriminator"] = {"propertyName": found["discriminator"]}
    if found.get("x-nullable") is True:
        found["nullable"] = True
    if found.get("type") == "file":
        found |= {"type": "string", "format": "binary"}
    if found.get("in") in ("query", "header", "path", "formData") and isinstance(found.get("name"), str):
        _parameter(found)
    if isinstance(found.get("headers"), dict):
        for header in found["headers"].values():
            if isinstance(header, dict) and "schema" not in header and "$ref" not in header:
                header["schema"] = _schema(header)
    return found


def origin(value: object, pointer: str) -> str:
    """Where in the 2.0 file a pointer into the upgraded document leads: steps that are not there are left out."""
    for added, place in (("/components/securitySchemes", "/securityDefinitions"), ("/servers", "/host")):
        if pointer == added or pointer.startswith(f"{added}/"):
            pointer = place + pointer.removeprefix(added)
    told: list[str] = []
    for step in pointer.split("/")[1:]:
        key = unescape(step)
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key[:9]) < len(value):
            value = value[int(key)]
        else:
            continue
        told.append(step)
    return "".join(f"/{step}" for step in told)


def _entries(holder: Fields, key: str) -> Iterator[tuple[str, Fields]]:
    value = holder.get(key)
    for name, entry in value.items() if isinstance(value, dict) else ():
        if isinstance(entry, dict):
            yield str(name), entry


def _schema(said: Fields) -> Fields:
    return {k: v for k, v in said.items() if k in VALUE_KEYS or k == "nullable"}


def _parameter(said: Fields) -> None:
    """Add `schema`, `style` and `explode` to a parameter that is no body."""
    if "schema" not in said:
        said["schema"] = _schema(said)
    if said.get("type") == "array":
        how = said.get("collectionFormat")
        plain = "simple" if said["in"] in ("path", "header") else "form"
        said["style"], said["explode"] = _STYLES.get(str(how), (plain, how == "multi"))


def _servers(root: Fields, schemes: object) -> list[Fields]:
    host, base = root.get("host"), root.get("basePath")
    path = base if isinstance(base, str) else ""
    if not isinstance(host, str):
        return [{"url": path}] if path else []
    named = schemes if isinstance(schemes, list) and schemes else ["https"]
    return [{"url": f"{scheme}://{host}{path}"} for scheme in named]


def _scheme(said: Fields) -> Fields:
    if said.get("type") == "basic":
        return {"type": "http", "scheme": "basic"}
    if said.get("type") != "oauth2":
        return said
    urls = {k: said[k] for k in ("authorizationUrl", "tokenUrl", "scopes") if k in said}
    return {"type": "oauth2", "flows": {_FLOWS.get(str(said.get("flow")), str(said.get("flow"))): urls}}


class _Holder:
    """A file that holds operations, and what references in it name. From another file we follow no further."""

    def __init__(self, root: Fields, lookup: Callable[[str], object]) -> None:
        self.root = root
        self.lookup = lookup

    def followed(self, ref: str) -> tuple["_Holder", Fields, str]:
        """The file a path item stands in, the item, and the reference to it in that file."""
        file, _, fragment = ref.partition("#")
        whole, item = (self.lookup(f"{file}#"), self.lookup(ref)) if file else (self.root, self.named(ref))
        if not isinstance(whole, dict) or not isinstance(item, dict):
            return self, {}, ref
        return (_Holder(whole, lambda _: None) if file else self), item, f"#{fragment}"

    def met(self, ref: str, entry: Any) -> tuple[str, Any]:
        """An entry with the reference to it, or what its own reference names with that; one step, as 2.0 has it."""
        named = entry.get("$ref") if isinstance(entry, dict) else None
        return (named, self.named(named)) if isinstance(named, str) else (ref, entry)

    def named(self, ref: str) -> Any:
        """What a reference names."""
        if not ref.startswith("#/"):
            return self.lookup(ref)
        value: Any = self.root
        for step in ref[2:].split("/"):
            value = value.get(unescape(step)) if isinstance(value, dict) else None
        return value


_Parameters = dict[str, tuple[str, Fields]]
"""By place and name (as one text: they may be of any type): a reference to the parameter, and the parameter."""


def _parameters(holder: _Holder, said: Fields, ref: str, steps: Steps) -> _Parameters:
    """The parameters of a path item or an operation; one in the same place and name wins."""
    found: _Parameters = {}
    listed = said.get("parameters")
    for index, entry in enumerate(listed if isinstance(listed, list) else ()):
        _spend(steps, 1)
        place, parameter = holder.met(f"{ref}/parameters/{index}", entry)
        if isinstance(parameter, dict):
            found[canonical([parameter.get("in"), parameter.get("name")])] = (place, parameter)
    return found


def _spend(steps: Steps, count: int) -> None:
    if not steps.spend(count):
        what = "its operations have more parameters and media types, all in all"
        raise Unreadable(f"{what}, than {UPGRADED:,}")


class _Operation:
    """One operation being given its `requestBody`, its responses' `content`, and its own servers."""

    def __init__(self, top: Fields, holder: _Holder, common: _Parameters, ref: str, steps: Steps) -> None:
        self.top = top
        self.holder = holder
        self.common = common
        """The parameters of the path item."""
        self.ref = ref
        self.steps = steps

    def upgraded(self, said: Fields) -> Fields:
        """The operation with what 3.0 would say added."""
        _spend(self.steps, 1 + len(self.common))
        parameters = list({**self.common, **_parameters(self.holder, said, self.ref, self.steps)}.values())
        body = next((p for p in parameters if p[1].get("in") == "body"), None)
        fields = [p for p in parameters if p[1].get("in") == "formData" and isinstance(p[1].get("name"), str)]
        if body is not None:
            said["requestBody"] = self._body(said, *body)
        elif fields:
            said["requestBody"] = self._form(said, fields)
        if isinstance(said.get("responses"), dict):
            said["responses"] = {k: self._response(said, k, v) for k, v in said["responses"].items()}
        if "schemes" in said:
            said["servers"] = _servers(self.top, said["schemes"])
        return said

    def _media(self, said: Fields, key: str) -> list[str]:
        value = said.get(key, self.top.get(key))
        found = [m for m in value if isinstance(m, str)] if isinstance(value, list) and value else _JSON
        _spend(self.steps, len(found))
        return found

    def _body(self, said: Fields, place: str, parameter: Fields) -> Fields:
        media = {"schema": _to(f"{place}/schema")} if "schema" in parameter else {}
        return {
            "required": parameter.get("required") is True,
            "content": {name: dict(media) for name in self._media(said, "consumes")},
        }

    def _form(self, said: Fields, fields: list[tuple[str, Fields]]) -> Fields:
        """Form fields as the properties of one object."""
        forms = ("multipart/form-data", "application/x-www-form-urlencoded")
        kinds = [m for m in self._media(said, "consumes") if m in forms]
        if not kinds:
            kinds = [forms[0 if any(p.get("format") == "binary" for _, p in fields) else 1]]
        required = [p["name"] for _, p in fields if p.get("required") is True]
        schema: Fields = {
            "type": "object",
            "properties": {p["name"]: _to(f"{place}/schema") for place, p in fields},
        }
        if required:
            schema["required"] = required
        media: Fields = {"schema": schema}
        encoding = {
            p["name"]: {"style": p["style"], "explode": p["explode"]}
            for _, p in fields
            if "explode" in p and "style" in p
        }
        if encoding:
            media["encoding"] = encoding
        return {"required": bool(required), "content": dict.fromkeys(kinds, media), FROM_FIELDS: True}

    def _response(self, said: Fields, status: str, entry: Any) -> Any:
        ref = f"{self.ref}/responses/{_escaped(status)}"
        place, response = self.holder.met(ref, entry)
        if not isinstance(response, dict) or _leads_astray(place, ref):
            return entry
        found = dict(response)
        if isinstance(response.get("headers"), dict) and place != ref:
            found["headers"] = {n: _to(f"{place}/headers/{_escaped(n)}") for n in response["headers"]}
        if "schema" in response:
            media = {"schema": _to(f"{place}/schema")}
            found["content"] = {name: dict(media) for name in self._media(said, "produces")}
            self._examples(response, found["content"])
        return found

    def _examples(self, response: Fields, content: Fields) -> None:
        examples = response.get("examples")
        for name, value in examples.items() if isinstance(examples, dict) else ():
            if name in content:
                content[name]["example"] = value


def _leads_astray(place: str, ref: str) -> bool:
    """A reference to no response of the file: what it names may hold the reference, and is read where it stands."""
    return place != ref and place.startswith("#") and not place.startswith("#/responses/")


def _escaped(key: str) -> str:
    """One step of a pointer in a reference, where `%` has a meaning of its own."""
    return escape(key).replace("%", "%25")


def _to(ref: str) -> Fields:
    return {"$ref": ref}
