"""Write bot/sandbox/data anew from GitHub's own description of its REST API, its webhooks and its GraphQL schema.

Needs npm (only here, never at run time): the packages named in contract_wanted.json are fetched, checked by their
integrity hash and trimmed. The output is the same to the byte for the same input.

    python tools/update_contract.py [DIR]      DIR holds the packages' .tgz files already; else `npm pack` fetches them
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from prune_sdl import prune

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "bot" / "sandbox" / "data"
WANTED = json.loads((ROOT / "tools" / "contract_wanted.json").read_text())
PROSE = {"description", "title", "example", "examples", "externalDocs", "deprecated", "default", "xml", "discriminator"}
METHODS = {"get", "post", "put", "patch", "delete"}


def main() -> None:
    """Fetch, trim, write."""
    rest, sdl = Path("package/generated/api.github.com.json"), Path("package/schema.graphql")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(scratch))
        openapi, graphql = (checked(folder, package) for package in WANTED["packages"])
    contract = trim(json.loads(member(openapi, rest)))
    write_gz(DATA / "github-contract.json.gz", contract)
    published = member(graphql, sdl).decode()
    (DATA / "github.graphql").write_text(prune(published, documents(), (DATA / "additions.graphql").read_text()))
    print(
        f"{len(contract['operations'])} operations, {len(contract['hooks'])} hooks, {len(contract['schemas'])} schemas"
    )


def fetch(folder: Path) -> Path:
    """Let npm put the packages into a folder."""
    subprocess.run(["npm", "pack", "--silent", *WANTED["packages"]], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


def checked(folder: Path, package: str) -> bytes:
    """A package's archive, whose hash is the one we pinned."""
    name, version = package.lstrip("@").rsplit("@", 1)
    content = (folder / f"{name.replace('/', '-')}-{version}.tgz").read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != WANTED["packages"][package]:
        sys.exit(f"{package}: its content is not the one pinned ({found})")
    return content


def member(archive: bytes, path: Path) -> bytes:
    """One file of an archive."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        extracted = tar.extractfile(str(path))
        if extracted is None:
            sys.exit(f"no {path} in the archive")
        return extracted.read()


def documents() -> list[str]:
    """Every GraphQL document whose fields the sandbox must know: the bot's, and our own list."""
    queries = sorted((ROOT / "bot" / "github" / "queries").glob("*.graphql"))
    fragments = sorted((ROOT / "tools" / "contract_documents").glob("*.graphql"))
    return [path.read_text() for path in (*queries, *fragments)]


def write_gz(path: Path, content: Mapping[str, Any]) -> None:
    """Compressed JSON without a time stamp, so that equal content is equal bytes."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    path.write_bytes(gzip.compress(text, compresslevel=9, mtime=0))


def trim(description: dict[str, Any]) -> dict[str, Any]:
    """The wanted operations and hooks, and the schemas they lead to."""
    trimmer = Trimmer(description)
    operations = {name: trimmer.operation(*found) for name, found in trimmer.wanted_operations()}
    for fault in WANTED["known_faults"]:
        operation = operations[fault["operation"]]
        operation["answers"] |= fault.get("answers", {})
        if "body_may_be" in fault:
            operation["body"] = {"anyOf": [operation["body"], fault["body_may_be"]]}
    hooks = {key: trimmer.hook(entry) for key, entry in trimmer.wanted_hooks()}
    return {
        "about": {
            "package": next(iter(WANTED["packages"])),
            "source": "GitHub's OpenAPI description, MIT (see NOTICE)",
        },
        "operations": operations,
        "hooks": hooks,
        "paths": sorted(description["paths"]),
        "schemas": trimmer.schemas(),
    }


class Trimmer:
    """Turns OpenAPI 3.0 into plain JSON Schema 2020-12, and remembers which schemas were named on the way."""

    def __init__(self, description: dict[str, Any]) -> None:
        self._all = description
        self._named: set[str] = set()

    def wanted_operations(self) -> Iterator[tuple[str, tuple[str, str, dict[str, Any]]]]:
        """Each wanted operationId with its method, path and entry."""
        found = {
            entry["operationId"]: (method, path, entry)
            for path, item in self._all["paths"].items()
            for method, entry in item.items()
            if method in METHODS
        }
        for name in sorted(WANTED["operations"]):
            yield name, found[name]

    def wanted_hooks(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Hooks by "event.action", or "event" where there is no action."""
        for item in self._all["x-webhooks"].values():
            entry = item["post"]
            event, _, tail = entry["operationId"].partition("/")
            if event in WANTED["hooks"]:
                schema = self._resolve(entry["requestBody"]["content"]["application/json"]["schema"])
                named = schema.get("properties", {}).get("action", {}).get("enum", [])
                action = named[0] if named else tail.replace("-", "_")
                yield event.replace("-", "_") + (f".{action}" if action else ""), entry

    def _resolve(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            found = self._all
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema

    def hook(self, entry: dict[str, Any]) -> Any:
        """The schema of a hook's payload."""
        return self.schema(entry["requestBody"]["content"]["application/json"]["schema"])

    def operation(self, method: str, path: str, entry: dict[str, Any]) -> dict[str, Any]:
        """What the sandbox needs of an operation."""
        parameters = [self._resolve(p) for p in entry.get("parameters", ())]
        body = entry.get("requestBody")
        result: dict[str, Any] = {
            "method": method.upper(),
            "path": path,
            "page": entry.get("externalDocs", {}).get("url", ""),
            "query": {p["name"]: self.schema(p["schema"]) for p in parameters if p["in"] == "query"},
            "query_required": sorted(p["name"] for p in parameters if p["in"] == "query" and p.get("required")),
            "answers": {status: self.answer(self._resolve(r)) for status, r in entry["responses"].items()},
        }
        if body and (content := body["content"].get("application/json")):
            result["body"] = self.closed(content["schema"])
            result["body_required"] = bool(body.get("required"))
        return result

    def answer(self, response: dict[str, Any]) -> Any:
        """The schema of an answer; null where it has no body."""
        content = response.get("content", {})
        chosen = content.get("application/json") or next((c for t, c in content.items() if "json" in t), None)
        return self.schema(chosen["schema"]) if chosen and "schema" in chosen else None

    def closed(self, schema: dict[str, Any]) -> Any:
        """A request body in which an unknown property is an error, unlike GitHub, which ignores it."""
        return self.schema(schema, closed=True)

    def schema(self, schema: Any, *, closed: bool = False) -> Any:
        """One schema, without prose, `nullable` turned into a null alternative."""
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            if closed:
                return self.schema(self._resolve(schema), closed=True)
            name = schema["$ref"].rsplit("/", 1)[1]
            self._named.add(name)
            return {"$ref": f"#/$defs/{name}"}
        result = {k: self._part(k, v, closed) for k, v in schema.items() if k not in PROSE and not k.startswith("x-")}
        if closed and "properties" in result and "additionalProperties" not in result:
            result["additionalProperties"] = False
        return _nullable(result) if result.pop("nullable", False) else result

    def _part(self, keyword: str, value: Any, closed: bool) -> Any:  # noqa: FBT001 -- a step of schema()
        if keyword == "properties":
            return {name: self.schema(inner, closed=closed) for name, inner in value.items()}
        if keyword in {"items", "additionalProperties", "not"}:
            return self.schema(value, closed=closed)
        if keyword in {"oneOf", "anyOf", "allOf"}:
            return [self.schema(inner, closed=closed) for inner in value]
        return value

    def schemas(self) -> dict[str, Any]:
        """Every schema named so far, and those named by them."""
        done: dict[str, Any] = {}
        while todo := self._named - set(done):
            for name in sorted(todo):
                done[name] = self.schema(self._all["components"]["schemas"][name])
        return done


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
        return schema
    return {"anyOf": [schema, {"type": "null"}]}


if __name__ == "__main__":
    main()
