import asyncio
import gzip
import hmac
import io
import json
import logging
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.forge.facts import Noticed, Stale
from bot.forge.faults import BotError
from bot.forge.subjects import Repo, Thread
from bot.web.health import Health
from bot.web.intake import LARGEST, Intake
from bot.web.server import Server, routes

SEVEN = Thread(Repo("acme", "apis"), 7)
SECRETS = (b"new", b"old")
BODY = json.dumps({"action": "created", "note": "a private word"}).encode()


class Front:
    """A server that listens, and what came through it."""

    def __init__(self) -> None:
        self.read = []
        self.stored = []
        self.forgotten = []
        self.noticed = Noticed((SEVEN,))
        self.fault = None
        self.intake = Intake(secrets=SECRETS, read=self.reader, put=self.put, forget=self.forgotten.append)
        self.server = Server(routes(self.intake, Health(self.measure)), host="127.0.0.1", port=0)

    def reader(self, event, payload, guid):
        self.read.append((event, payload, guid))
        json.loads(payload.decode(errors="replace"))
        return self.noticed

    async def put(self, noticed):
        if self.fault:
            raise self.fault
        self.stored.append(noticed)

    async def measure(self):
        if self.fault:
            raise self.fault
        return {"queue_waiting": 2, "deliveries_queued": 1e6}

    async def post(self, body=BODY, *, secret=SECRETS[0], **headers):
        signature = hmac.new(secret, body, "sha256").hexdigest()
        sent = {
            "X-GitHub-Event": "issue_comment",
            "X-GitHub-Delivery": "guid-1",
            "Content-Type": "application/json",
            "X-Hub-Signature-256": f"sha256={signature}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        sent = {name: value for name, value in sent.items() if value is not None}
        async with self.client.post(f"{self.address}/github/webhook", data=io.BytesIO(body), headers=sent) as answer:
            return answer.status, await answer.text()

    async def see(self, path):
        async with self.client.get(f"{self.address}{path}") as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    front = Front()
    front.address = await front.server.start()
    async with aiohttp.ClientSession(skip_auto_headers=["Content-Type"]) as front.client:
        yield front
    await front.server.stop()


async def test_a_signed_delivery_is_read_stored_and_accepted(front):
    assert (await front.post())[0] == 202
    assert front.read == [("issue_comment", BODY, "guid-1")]
    assert front.stored == [front.noticed]


async def test_it_is_accepted_only_when_it_is_stored(front):
    stored = asyncio.Event()

    async def put(noticed):
        await stored.wait()

    front.intake._put = put
    posting = asyncio.ensure_future(front.post())
    while not front.read:
        await front.see("/health")
    assert not posting.done()
    stored.set()
    assert (await posting)[0] == 202


@pytest.mark.parametrize("secret", SECRETS)
async def test_while_a_secret_changes_both_are_good(front, secret):
    assert (await front.post(secret=secret))[0] == 202


@pytest.mark.parametrize(
    ("headers", "status", "word"),
    [
        pytest.param({"secret": b"wrong"}, 401, "signature", id="signed-with-another-secret"),
        pytest.param({"X_Hub_Signature_256": None}, 401, "secret", id="unsigned"),
        pytest.param({"X_Hub_Signature_256": None, "X_Hub_Signature": "sha1=0"}, 401, "secret", id="sha1-only"),
        pytest.param({"X_Hub_Signature_256": "sha256=ü"}, 401, "secret", id="signature-not-ascii"),
        pytest.param({"X_Hub_Signature_256": "sha256="}, 401, "signature", id="signature-empty"),
        pytest.param({"X_GitHub_Event": None}, 400, "X-GitHub-Event", id="no-event"),
        pytest.param({"X_GitHub_Delivery": None}, 400, "X-GitHub-Delivery", id="no-delivery-id"),
        pytest.param({"Content_Type": "application/x-www-form-urlencoded"}, 415, "application/json", id="a-form"),
        pytest.param({"Content_Type": None}, 415, "application/json", id="no-content-type"),
        pytest.param({"body": b"not json"}, 400, "JSON", id="not-json"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_one_line_that_says_why(front, headers, status, word):
    answered, text = await front.post(**headers)
    assert (answered, text.count("\n")) == (status, 1)
    assert word in text
    assert front.stored == []


async def test_a_payload_that_is_too_large_is_refused_unread(front):
    status, _ = await front.post(b" " * (LARGEST + 1))
    assert status == 413
    assert front.read == []


async def test_a_payload_that_hides_its_size_is_refused_too(front):
    async def chunks():
        for _ in range(26):
            yield b" " * (1024 * 1024)

    headers = {"X-GitHub-Event": "push", "X-GitHub-Delivery": "g", "Content-Type": "application/json"}
    headers["X-Hub-Signature-256"] = "sha256=00"
    try:
        async with front.client.post(f"{front.address}/github/webhook", data=chunks(), headers=headers) as answer:
            assert answer.status == 413
    except aiohttp.ClientConnectionError:
        pass  # the server may hang up while the rest is still being sent
    assert front.intake.counts == {"oversize": 1}


async def test_nothing_is_unpacked_so_what_is_signed_is_what_was_sent(front):
    packed = gzip.compress(b" " * 1_000_000)
    assert (await front.post(packed, Content_Encoding="gzip"))[0] == 400
    assert front.read == [("issue_comment", packed, "guid-1")]


async def test_what_concerns_nobody_is_accepted_and_counted(front):
    front.noticed = Noticed()
    assert (await front.post())[0] == 202
    assert front.stored == []
    assert front.intake.counts == {"ignored": 1}


async def test_what_is_stale_is_forgotten(front):
    front.noticed = Noticed(stale=frozenset({Stale.ROSTERS}))
    await front.post()
    assert front.forgotten == [frozenset({Stale.ROSTERS})]


@pytest.mark.parametrize("fault", [BotError("disk full"), ZeroDivisionError("a bug")], ids=lambda f: type(f).__name__)
async def test_what_cannot_be_stored_is_not_accepted_and_neither_trace_nor_payload_is_told(front, fault, caplog):
    caplog.set_level(logging.DEBUG)
    front.fault = fault
    status, text = await front.post()
    assert status == 503
    assert "Traceback" not in text + caplog.text
    assert "private word" not in text + caplog.text
    assert type(fault).__name__ in caplog.text


async def test_a_get_of_the_webhook_is_no_delivery(front):
    assert (await front.see("/github/webhook"))[0] == 405


def test_without_a_secret_it_does_not_start():
    with pytest.raises(ValueError, match="anybody"):
        Intake(secrets=(), read=None, put=None)


async def test_health_ready_and_metrics_answer_in_plain_text(front):
    assert await front.see("/health") == (200, "ok\n")
    assert await front.see("/ready") == (200, "ready\n")
    text = "stagekeeper_deliveries_queued 1000000\nstagekeeper_queue_waiting 2\n"
    assert await front.see("/metrics") == (200, text)


async def test_it_lives_but_is_not_ready_while_the_store_does_not_answer(front):
    front.fault = BotError("locked")
    assert [(await front.see(path))[0] for path in ("/health", "/ready", "/metrics")] == [200, 503, 503]
