"""Sends signed deliveries over kept connections, as fast as they are answered, and says how that went as JSON.

`python load.py ADDRESS SECRET SECONDS CONNECTIONS`. Requests are made before the clock starts: the generator's
work in the measured time is a write and a read, so that it is not slower than what it measures.
"""

import asyncio
import hmac
import json
import sys
import time
from hashlib import sha256
from urllib.parse import urlsplit

THREADS = 200
DISTINCT = 1000
PAYLOAD_BYTES = 14_000
KINDS = ("archive", "assignees", "blobs", "branches", "comments", "commits", "compare", "contents", "issues", "labels")


def payload(number: int) -> bytes:
    """An `issue_comment.created` of the size and shape that GitHub's own examples have."""
    person = {"login": "lee", "id": 5, "type": "User", "site_admin": False, "url": "https://api.github.com/users/lee"}
    address = "https://api.github.com/repos/acme/apis"
    thread = number % THREADS + 1
    repository = {
        "id": 1,
        "name": "apis",
        "full_name": "acme/apis",
        "private": False,
        "owner": person,
        "default_branch": "main",
        **{f"{kind}_url": f"{address}/{kind}{{/{kind}}}" for kind in KINDS},
    }
    issue = {
        "id": 10_000 + thread,
        "number": thread,
        "title": "Payments API",
        "user": person,
        "state": "open",
        "comments": number,
        "labels": [
            {"id": label, "name": f"stage: {label}", "color": "c2e0c6", "description": "A stage"} for label in range(6)
        ],
        "created_at": "2026-09-02T10:00:00Z",
        "updated_at": f"2026-09-02T10:{number // 60 % 60:02}:{number % 60:02}Z",
        "body": "An API for payments, for people who want to be paid.\n" * 60,
    }
    comment = {
        "id": 1_000_000 + number,
        "user": person,
        "body": '/use-case "Paying" a contractor\\n at once',
        "updated_at": issue["updated_at"],
    }
    told = {"action": "created", "issue": issue, "comment": comment, "repository": repository, "sender": person}
    text = json.dumps(told)
    told["comment"]["body"] += "\n" + "We would use it to pay our drivers. " * ((PAYLOAD_BYTES - len(text)) // 36)
    return json.dumps(told).encode()


def request(number: int, secret: bytes, host: str) -> bytes:
    """A whole request, signed."""
    body = payload(number)
    head = (
        "POST /github/webhook HTTP/1.1",
        f"Host: {host}",
        "User-Agent: GitHub-Hookshot/044aadd",
        "Accept: */*",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "X-GitHub-Event: issue_comment",
        f"X-GitHub-Delivery: 72d3162e-cc78-11e3-81ab-{number:012x}",
        "X-GitHub-Hook-ID: 292430182",
        "X-GitHub-Hook-Installation-Target-ID: 79929171",
        "X-GitHub-Hook-Installation-Target-Type: integration",
        f"X-Hub-Signature: sha1={hmac.new(secret, body, 'sha1').hexdigest()}",
        f"X-Hub-Signature-256: sha256={hmac.new(secret, body, sha256).hexdigest()}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


class Sender(asyncio.Protocol):
    """One connection: a request, its answer, the next request."""

    def __init__(self, requests: list[bytes], taken: list[int], times: list[float], wrong: list[bytes]) -> None:
        self._requests, self._taken, self.times, self._wrong = requests, taken, times, wrong
        self.going = True

    def connection_made(self, transport) -> None:
        self._transport = transport
        self._send()

    def _send(self) -> None:
        number = self._taken[0] = self._taken[0] + 1
        self._begun = time.perf_counter()
        self._transport.write(self._requests[number % len(self._requests)])

    def data_received(self, data: bytes) -> None:
        if not data.startswith((b"HTTP/1.1 202", b"HTTP/1.1 200")):
            self._wrong.append(data[:80])
        self.times.append(time.perf_counter() - self._begun)
        if self.going:
            self._send()


async def run(address: str, secret: bytes, seconds: float, connections: int) -> dict[str, object]:
    parts = urlsplit(address)
    requests = [request(number, secret, parts.netloc) for number in range(DISTINCT)]
    times: list[float] = []
    wrong: list[bytes] = []
    taken = [0]
    loop = asyncio.get_running_loop()
    senders = []
    for _ in range(connections):
        _, sender = await loop.create_connection(
            lambda: Sender(requests, taken, times, wrong), parts.hostname, parts.port
        )
        senders.append(sender)
    await asyncio.sleep(min(1.0, seconds / 4))  # warm
    times.clear()
    begun = time.perf_counter()
    await asyncio.sleep(seconds)
    counted = len(times)
    spent = time.perf_counter() - begun
    for sender in senders:
        sender.going = False
    times.sort()
    return {
        "per_s": counted / spent,
        "p50_ms": times[len(times) // 2] * 1e3,
        "p99_ms": times[int(len(times) * 0.99)] * 1e3,
        "sent": taken[0],
        "bytes": len(payload(1)),
        "wrong": [text.decode(errors="replace") for text in wrong[:3]],
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(sys.argv[1], sys.argv[2].encode(), float(sys.argv[3]), int(sys.argv[4])))))
