"""What PyPI's icalendar and recurring-ical-events need for what engine.rs measures.

    measure.py SECONDS INVITATION REPLY FOLDER

Prints as benches/libical/measure.c does.
"""

import datetime
import pathlib
import sys
import time

import recurring_ical_events
from icalendar import Calendar

SECONDS = float(sys.argv[1])
STORED, MESSAGE = (pathlib.Path(name).read_bytes() for name in sys.argv[2:4])
FOLDER = pathlib.Path(sys.argv[4])
SERIES, CHANGED, EVENTS = ((FOLDER / name).read_bytes() for name in ("series.ics", "update.ics", "calendar.ics"))
FROM = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
TO = datetime.datetime(2027, 6, 1, tzinfo=datetime.UTC)


def parse_write():
    return len(Calendar.from_ical(STORED).to_ical())


def attendees(event):
    found = event["ATTENDEE"]
    return found if isinstance(found, list) else [found]


def reply():
    calendar = Calendar.from_ical(STORED)
    told = attendees(Calendar.from_ical(MESSAGE).events[0])[0]
    seat = next(seat for seat in attendees(calendar.events[0]) if seat.lower() == told.lower())
    seat.params["PARTSTAT"] = told.params["PARTSTAT"]
    return len(calendar.to_ical())


def update():
    def instance(event):
        return event["RECURRENCE-ID"].dt if "RECURRENCE-ID" in event else None

    calendar = Calendar.from_ical(SERIES)
    changed = {instance(event): event for event in Calendar.from_ical(CHANGED).events}
    calendar.subcomponents = [
        changed.pop(instance(part), part) if part.name == "VEVENT" else part for part in calendar.subcomponents
    ]
    calendar.subcomponents += changed.values()
    return len(calendar.to_ical())


ALL = Calendar.from_ical(EVENTS)


def expand():
    return len(recurring_ical_events.of(ALL).between(FROM, TO))


def measure(name, work):
    begun = time.perf_counter_ns()
    result = work()
    rounds = 1
    while time.perf_counter_ns() - begun < SECONDS * 1e9:
        if work() != result:
            sys.exit("Python does not do the same each time")
        rounds += 1
    print(name, (time.perf_counter_ns() - begun) // rounds, result, flush=True)


measure("parse-write", parse_write)
measure("reply", reply)
measure("update", update)
measure("expand", expand)
