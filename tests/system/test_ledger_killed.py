"""Killed in the middle of recording, a ledger is whole and holds every act it acknowledged."""

import random
import time

from tests.system.here import Here

ADD = ("--service", "phlebotomy", "--patients", "all", "--given-on", "2024-09-16")


def add(nth: int) -> tuple[object, ...]:
    "An act of its own for each number."
    who = ("--practice", f"X{nth:05d}", "--by", "A. Clerk")
    return ("register", "add", "ledger.jsonl", *who, *ADD, "--ends-on", "2024-12-31")


def test_killed_at_any_moment(here: Here) -> None:
    here.told("register", "new", "ledger.jsonl", "--title", "Shire", "--by", "A. Clerk")
    begun = time.monotonic()
    here.told(*add(0))
    seconds = time.monotonic() - begun
    chance = random.Random(20240919)
    acknowledged = {"X00000"}
    for nth in range(1, 9):
        process = here.start(*add(nth))
        time.sleep(seconds * chance.uniform(0.5, 1.2))
        if process.poll() == 0:
            acknowledged.add(f"X{nth:05d}")
        process.kill()
        process.wait()
        held = here.json("register", "show", "ledger.jsonl")["notices"]
        assert acknowledged <= {one["holder"]["code"] for one in held}
    assert here.json("register", "verify", "ledger.jsonl")["left_out_bytes"] == 0
