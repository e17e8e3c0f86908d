"""Measures how long it takes from a person's reaction to another person's client showing the redrawn card.

    measure.py HOMESERVER SECRET FOLDER CONVENE ECHO ROUNDS

CONVENE and ECHO are the accounts of two bots that are running; they take turns, so that whatever else the machine does
slows both. Everybody is in one encrypted room. Prints a line of JSON for each bot: the milliseconds of every round.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "matrix"))

import people  # noqa: E402

# Between two edits of one card the bot waits for a second.
APART = 1.1


class Seen:
    """What one person's client shows, as it comes."""

    def __init__(self):
        self.events = []
        self.more = asyncio.Event()

    def add(self, line):
        if line.get("who") == "ana" and "event" in line:
            self.events.append((time.perf_counter(), line["event"]))
            self.more.set()

    async def find(self, wanted, start=0):
        at = start
        while True:
            while at < len(self.events):
                when, event = self.events[at]
                at += 1
                if wanted(event):
                    return when, event
            self.more.clear()
            await asyncio.wait_for(self.more.wait(), 30)


def is_edit_of(card):
    def wanted(event):
        relation = (event["content"] or {}).get("m.relates_to") or {}
        return relation.get("rel_type") == "m.replace" and relation.get("event_id") == card

    return wanted


async def main(homeserver, secret, folder, convene, echo, rounds):
    seen = Seen()
    people.say = seen.add
    everyone = people.People(homeserver, secret, folder)
    for who in ("ana", "bo"):
        await everyone.register(who, "password")
        await everyone.login(who, "password")
    ana, bo = everyone.devices["ana"], everyone.devices["bo"]
    encrypted = {
        "type": "m.room.encryption",
        "state_key": "",
        "content": {"algorithm": "m.megolm.v1.aes-sha2"},
    }
    room = (
        await ana.create_room(
            name="Team", invite=[bo.client.user_id, convene, echo], initial_state=[encrypted]
        )
    )["room"]
    await bo.join(room)
    for bot in (convene, echo):
        await seen.find(
            lambda event: event["type"] == "m.room.member"
            and event["state_key"] == bot
            and event["content"].get("membership") == "join"
        )
    await ana.send(room, "m.room.message", {"msgtype": "m.text", "body": "!meet Review tomorrow 15:00"})
    await ana.send(room, "m.room.message", {"msgtype": "m.text", "body": "begin"})
    cards = {}
    for bot, words in ((convene, "Review"), (echo, "begun")):
        _, card = await seen.find(
            lambda event: event["sender"] == bot and words in event["content"].get("body", "")
        )
        cards[bot] = card["id"]
    times = {convene: [], echo: []}
    for _ in range(rounds):
        for bot, card in cards.items():
            await asyncio.sleep(APART)
            start = len(seen.events)
            began = time.perf_counter()
            annotation = {"rel_type": "m.annotation", "event_id": card, "key": "✅"}
            reaction = await bo.send_plain(room, "m.reaction", {"m.relates_to": annotation})
            shown, _ = await seen.find(is_edit_of(card), start)
            times[bot].append((shown - began) * 1000)
            await asyncio.sleep(APART)
            start = len(seen.events)
            await bo.redact(room, reaction["event"])
            await seen.find(is_edit_of(card), start)
    for name, bot in (("convene", convene), ("echo", echo)):
        print(json.dumps({"bot": name, "ms": [round(ms, 1) for ms in times[bot]]}), flush=True)
    for who in ("ana", "bo"):
        await everyone.logout(who)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:6], int(sys.argv[6])))
