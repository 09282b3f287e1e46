"""Functions that the judge's tests run in a child process."""

import os


def backwards(payload: bytes) -> bytes:
    return payload[::-1]


def process(_payload: bytes) -> bytes:
    return str(os.getpid()).encode()


def for_ever_on_loop(payload: bytes) -> bytes:
    while payload == b"loop":
        pass
    return payload


def greedy(payload: bytes) -> bytes:
    match payload:
        case b"memory":
            return bytes(1024 * 1024 * 1024)
        case b"depth":
            return greedy(payload)
        case b"die":
            os._exit(3)
        case _:
            return payload


def failing(_payload: bytes) -> bytes:
    return bytes(1 // 0)


def chatty(payload: bytes) -> bytes:
    print("working on it")
    return payload


def environment(name: bytes) -> bytes:
    return os.environ.get(name.decode(), "nothing").encode()
