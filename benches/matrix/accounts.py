"""Makes accounts: accounts.py HOMESERVER SECRET NAME..."""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "matrix"))

import people  # noqa: E402


async def main(homeserver, secret, names):
    everyone = people.People(homeserver, secret, "/nonexistent")
    for name in names:
        await everyone.register(name, "password")


asyncio.run(main(*sys.argv[1:3], sys.argv[3:]))
