"""Where credentials are had, and what they are called: as written, compared as they travel."""

from typing import Any

import pytest

from bot.contract import Report
from tests.unit.contract.describing import compared
from tests.unit.contract.telling import TEXT, operation, told


def flows(**kinds: Any) -> dict[str, Any]:
    return {"type": "oauth2", "flows": kinds}


def flow(*scopes: str, **urls: str) -> dict[str, Any]:
    return {"tokenUrl": "https://id.example.com/token", **urls, "scopes": dict.fromkeys(scopes, "as it says")}


def secured(scheme: Any, *scopes: str, name: str = "login") -> dict[str, Any]:
    return {**operation(security=[{name: list(scopes)}]), "components": {"securitySchemes": {name: scheme}}}


def clients(*scopes: str, asks: tuple[str, ...] = ("write",), **urls: str) -> dict[str, Any]:
    return secured(flows(clientCredentials=flow(*scopes, **urls)), *asks)


def key(name: str, place: str = "header") -> dict[str, str]:
    return {"type": "apiKey", "in": place, "name": name}


# names


def test_an_api_key_is_called_as_it_is_written_and_compared_as_headers_are() -> None:
    assert told(compared(secured(key("X-Key")), secured(key("x-KEY")))) == []
    report = compared(secured(key("X-Key")), secured(key("X-Token")))
    (finding,) = report.findings
    assert finding.sentence == (
        "`GET /payments` now asks for `apiKey header X-Token`; callers who come with `apiKey header X-Key` are refused."
    )
    assert finding.witness is not None
    assert "`apiKey header X-Key`" in finding.witness.why_valid_before
    assert told(compared(secured(key("k", "query")), secured(key("K", "query")))) == [
        ("security-tightened", "breaking")
    ]


def test_a_key_written_in_another_case_opens_the_same_way_in() -> None:
    """The witness of a break is judged by who comes with the old key, whichever way it is written now."""
    old, new = secured(key("X-Key")), secured(key("x-key"))
    new["paths"]["/payments"]["get"]["parameters"] = [{"name": "q", "in": "query", "required": True, "schema": TEXT}]
    (finding,) = compared(old, new).findings
    assert finding.witness is not None
    assert finding.witness.why_invalid_now == "the required query parameter `q` is missing"


def test_header_names_are_shown_as_they_are_written() -> None:
    old = operation(parameters=[{"name": "X-Trace", "in": "header", "required": True, "schema": TEXT}])
    more = {"name": "X-Tenant", "in": "header", "required": True, "schema": TEXT}
    new = operation(parameters=[*old["paths"]["/payments"]["get"]["parameters"], more])
    (finding,) = compared(old, new).findings
    assert finding.witness is not None
    assert finding.witness.request_line == "GET /payments  X-Trace: a"
    assert finding.witness.why_invalid_now == "the required header `X-Tenant` is missing"


# scopes


def test_a_scope_that_its_flow_no_longer_offers_is_told() -> None:
    old, new = clients("read", "write"), clients("read")
    assert told(compared(old, new)) == [("security-scope-removed", "risky")]
    assert told(compared(new, old)) == [("security-scope-added", "safe")]
    (finding,) = compared(old, new).findings
    assert "`write`" in finding.sentence
    assert "`clientCredentials`" in finding.sentence


def test_what_a_scope_is_said_to_mean_is_for_people() -> None:
    old, new = clients("write"), clients("write")
    new["components"]["securitySchemes"]["login"]["flows"]["clientCredentials"]["scopes"]["write"] = "Change things"
    assert told(compared(old, new)) == []


def test_a_flow_that_is_gone_is_told_once_and_not_scope_by_scope() -> None:
    kept = flow("write")
    old, new = secured(flows(clientCredentials=kept, password=flow("a", "b"))), secured(flows(clientCredentials=kept))
    assert told(compared(old, new)) == [("security-flow-removed", "risky")]


def test_a_scheme_that_no_operation_uses_says_nothing() -> None:
    def unused(*scopes: str) -> dict[str, Any]:
        return {
            **operation(),
            "components": {"securitySchemes": {"login": flows(clientCredentials=flow(*scopes))}},
        }

    assert told(compared(unused("a", "b"), unused("a"))) == []


# addresses


@pytest.mark.parametrize("member", ["tokenUrl", "authorizationUrl", "refreshUrl", "deviceAuthorizationUrl"])
def test_every_address_of_a_flow_has_its_rule(member: str) -> None:
    old, new = (clients("write", **{member: f"https://{host}.example.com/"}) for host in ("id", "login"))
    report = compared(old, new)
    assert told(report) == [("security-endpoint-changed", "risky")]
    assert f"`{member}`" in report.findings[0].sentence


def test_an_address_that_comes_or_goes_is_told_as_such() -> None:
    old, new = clients("write"), clients("write", refreshUrl="https://id.example.com/again")
    assert told(compared(old, new)) == [("security-endpoint-added", "safe")]
    assert told(compared(new, old)) == [("security-endpoint-removed", "risky")]


def test_a_renamed_scheme_is_known_by_what_it_is() -> None:
    old = secured(flows(clientCredentials=flow("write")), "write", name="login")
    new = secured(flows(clientCredentials=flow(tokenUrl="https://new.example.com")), "write", name="oauth")
    assert sorted(told(compared(old, new))) == [
        ("security-endpoint-changed", "risky"),
        ("security-scope-removed", "risky"),
    ]


def test_where_the_server_calls_its_credentials_are_its_own_affair() -> None:
    def hooked(*scopes: str) -> dict[str, Any]:
        hook = {"post": {"security": [{"login": []}], "responses": {"200": {"description": "ok"}}}}
        schemes = {"login": flows(clientCredentials=flow(*scopes))}
        return {**operation(), "webhooks": {"paid": hook}, "components": {"securitySchemes": schemes}}

    assert told(compared(hooked("a", "b"), hooked("a"))) == []


def test_security_that_cannot_be_read_is_said_of_webhooks_too() -> None:
    def hooked(security: Any) -> dict[str, Any]:
        hook = {"post": {"security": security, "responses": {"200": {"description": "ok"}}}}
        return {**operation(), "webhooks": {"paid": hook}}

    report: Report = compared(hooked([]), hooked("login"))
    assert [u.what for u in report.unread] == ["This `security` could not be read."]
