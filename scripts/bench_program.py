"""Starts the program's room for programs on a file, again and again, and prints how long it takes to its first
answer and how much memory it has then: tab-separated lines."""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 20


def memory(pid, field):
    """A line of the process's status, in MB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"no {field} in the process's status")


def until_idle(program, line):
    """Gives one line to the program and reads until it has done everything the line caused."""
    program.stdin.write(json.dumps(line) + "\n")
    program.stdin.flush()
    while json.loads(program.stdout.readline())["event"] != "idle":
        pass


def start(binary, database):
    """Starts the program: gives the milliseconds to the first answer, and the memory at rest and at its peak."""
    began = time.perf_counter()
    program = subprocess.Popen([binary, "console", "--json", "--db", database], text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    until_idle(program, {"now": "2026-12-01T09:00:00Z"})
    took = (time.perf_counter() - began) * 1000
    rest = memory(program.pid, "VmRSS")
    for number in range(100):
        until_idle(program, {"from": "ana", "room": "team", "say": f"!meet Review {number} fri 15:00"})
    peak = memory(program.pid, "VmHWM")
    program.stdin.close()
    if program.wait(timeout=30) != 0:
        raise SystemExit("the program did not end well")
    return took, rest, peak


with tempfile.TemporaryDirectory() as folder:
    rounds = [start(sys.argv[1], f"{folder}/{number}.db") for number in range(ROUNDS)]
    again = [start(sys.argv[1], f"{folder}/{number}.db") for number in range(ROUNDS)]
print(f"start-up to the first answer, new database\t{statistics.median(r[0] for r in rounds):.1f} ms\taim: under 50 ms")
print(f"start-up to the first answer, database that is there\t{statistics.median(r[0] for r in again):.1f} ms\taim: under 50 ms")
print(f"memory at rest\t{max(r[1] for r in rounds + again):.1f} MB\taim: under 30 MB")
print(f"memory at its peak, after 100 meetings\t{max(r[2] for r in rounds + again):.1f} MB\t")
