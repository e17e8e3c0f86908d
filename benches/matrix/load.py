"""A hundred rooms with ten meetings each, and fifty answers at once.

    load.py HOMESERVER SECRET FOLDER BOT PROCESS

Prints how long the meetings took, how many answers a second all landed, and what memory the bot's process has then.
"""

import asyncio
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "matrix"))

import people  # noqa: E402

ROOMS, MEETINGS, CROWD = 100, 10, 50


class Seen:
    """The bot's messages as one client shows them, edits in place."""

    def __init__(self, bot):
        self.bot, self.shown, self.more = bot, {}, asyncio.Event()

    def add(self, line):
        event = line.get("event") or {}
        if line.get("who") != "eve" or event.get("sender") != self.bot:
            return
        content = event["content"] or {}
        relation = content.get("m.relates_to") or {}
        if relation.get("rel_type") == "m.replace":
            self.shown[relation["event_id"]] = (event["room"], content["m.new_content"]["body"])
        elif "body" in content and relation.get("rel_type") != "m.thread":
            self.shown[event["id"]] = (event["room"], content["body"])
        self.more.set()

    async def until(self, wanted, within):
        async with asyncio.timeout(within):
            while not wanted():
                self.more.clear()
                await self.more.wait()


def memory(process):
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


async def main(homeserver, secret, folder, bot, process):
    seen = Seen(bot)
    people.say = seen.add
    everyone = people.People(homeserver, secret, folder)
    crowd = [f"person{number}" for number in range(CROWD)]
    for who in ["eve", *crowd]:
        await everyone.register(who, "password")
    await everyone.login("eve", "password")
    eve = everyone.devices["eve"]
    print(f"memory at rest: {memory(process):.1f} MiB", flush=True)

    began = time.perf_counter()
    rooms = [(await eve.create_room(name=f"Room {number}", invite=[bot]))["room"] for number in range(ROOMS)]
    for number in range(MEETINGS):
        for room in rooms:
            words = {"msgtype": "m.text", "body": f"!meet Meeting {number} tomorrow {8 + number}:00"}
            await eve.send(room, "m.room.message", words)
    cards = lambda: [id for id, (_, body) in seen.shown.items() if body.startswith("Meeting ")]  # noqa: E731
    await seen.until(lambda: len(cards()) >= ROOMS * MEETINGS, 1200)
    took = time.perf_counter() - began
    print(f"{ROOMS} rooms with {ROOMS * MEETINGS} meetings made in {took:.1f} s; memory {memory(process):.1f} MiB", flush=True)

    room = rooms[0]
    card = next(id for id in cards() if seen.shown[id][0] == room)
    for who in crowd:
        await eve.invite(room, f"@{who}:matrix.test")
    for who in crowd:
        await everyone.login(who, "password")
        await everyone.devices[who].join(room)
    annotation = {"m.relates_to": {"rel_type": "m.annotation", "event_id": card, "key": "✅"}}
    began = time.perf_counter()
    await asyncio.gather(*(everyone.devices[who].send_plain(room, "m.reaction", annotation) for who in crowd))
    sent = time.perf_counter() - began
    await seen.until(lambda: f"({CROWD + 1})" in seen.shown[card][1] or f"({CROWD + 1} of" in seen.shown[card][1], 120)
    took = time.perf_counter() - began
    print(f"{CROWD} answers at once: sent in {sent:.2f} s, all on the card after {took:.2f} s ({CROWD / took:.0f} a second)")
    for who in ["eve", *crowd]:
        await everyone.logout(who)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:6]))
