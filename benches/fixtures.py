"""Writes the calendars that the engine and the other libraries are measured with.

    fixtures.py FOLDER

series.ics and update.ics are an attendee's copy of a weekly meeting of 200 with 50 moved occurrences, and the REQUEST by
which its organizer changes it. calendar.ics has 2,000 events, of which 500 repeat. The same files each time.
"""

import datetime
import pathlib
import random
import sys

BERLIN = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""
ANSWERS = ["ACCEPTED", "TENTATIVE", "NEEDS-ACTION", "DECLINED"]
DAYS = ["MO", "TU", "WE", "TH", "FR"]


def calendar(content, method=None):
    method = f"METHOD:{method}\n" if method else ""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Convene//Fixtures//EN\n{method}{BERLIN}{content}END:VCALENDAR\n"
    lines = []
    for line in text.splitlines():
        while len(line) > 75:
            lines.append(line[:75])
            line = " " + line[75:]
        lines.append(line)
    return "".join(f"{line}\r\n" for line in lines)


def at(name, when):
    return f"{name};TZID=Europe/Berlin:{when:%Y%m%dT%H%M%S}\n"


def event(uid, start, minutes, more):
    end = start + datetime.timedelta(minutes=minutes)
    return (
        f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261122T090000Z\n{at('DTSTART', start)}{at('DTEND', end)}"
        f"SUMMARY:Meeting {uid}\n{more}END:VEVENT\n"
    )


def people(draw):
    lines = ["ORGANIZER;CN=Ana:mailto:ana@example.com\n"]
    for number in range(200):
        answer = draw.choice(ANSWERS)
        lines.append(f"ATTENDEE;CN=Person {number};PARTSTAT={answer}:mailto:p{number}@example.com\n")
    return "".join(lines)


def series(sequence, room):
    """The meeting at one SEQUENCE: the same but for where it is, and when one of its occurrences is."""
    draw = random.Random(5546)
    start = datetime.datetime(2026, 1, 5, 10)
    said = f"SEQUENCE:{sequence}\nSTATUS:CONFIRMED\nLOCATION:Room {room}\n"
    events = [event("series", start, 45, f"{said}RRULE:FREQ=WEEKLY;COUNT=104\n{people(draw)}")]
    for number in range(50):
        occurrence = start + datetime.timedelta(weeks=2 * number + 1)
        moved = occurrence + datetime.timedelta(hours=sequence if number == 20 else 1)
        more = f"{at('RECURRENCE-ID', occurrence)}{said}{people(draw)}"
        events.append(event("series", moved, 45, more))
    return "".join(events)


def rule(draw, number):
    """A start, and a rule of which it is the first occurrence."""
    day = datetime.datetime(2019, 1, 7, draw.randrange(8, 17), draw.choice([0, 15, 30, 45]))
    day += datetime.timedelta(weeks=draw.randrange(0, 400))
    weekday = draw.randrange(5)
    day += datetime.timedelta(days=weekday)
    name = DAYS[weekday]
    kind = number % 8
    if kind == 0:
        return day, f"FREQ=WEEKLY;BYDAY={name}"
    if kind == 1:
        return day, f"FREQ=WEEKLY;INTERVAL=2;BYDAY={name}"
    if kind == 2:
        return day, "FREQ=DAILY;UNTIL=20271231T235959Z"
    if kind == 3:
        return day, "FREQ=WEEKLY;COUNT=500"
    if kind == 4:
        return day, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if kind == 5:
        return day.replace(day=15), "FREQ=MONTHLY;BYMONTHDAY=15"
    first = day.replace(day=1)
    first += datetime.timedelta(days=(weekday - first.weekday()) % 7)
    if kind == 6:
        return first + datetime.timedelta(days=7), f"FREQ=MONTHLY;BYDAY=2{name}"
    return day.replace(month=3, day=20), "FREQ=YEARLY"


def events():
    draw = random.Random(5545)
    parts = []
    for number in range(500):
        start, rrule = rule(draw, number)
        more = f"RRULE:{rrule}\n"
        if rrule.startswith("FREQ=WEEKLY;BYDAY") and number % 16 == 0:
            out = start + datetime.timedelta(weeks=(datetime.datetime(2027, 2, 1) - start).days // 7)
            more += at("EXDATE", out)
        parts.append(event(f"r{number}", start, 30, more))
    for number in range(1500):
        start = datetime.datetime(2026, 6, 1, draw.randrange(8, 17)) + datetime.timedelta(days=draw.randrange(500))
        parts.append(event(f"s{number}", start, 60, f"LOCATION:Room {number % 9}\n"))
    return "".join(parts)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {
        "series.ics": calendar(series(2, 5)),
        "update.ics": calendar(series(3, 7).replace("20261122T09", "20261122T10"), "REQUEST"),
        "calendar.ics": calendar(events()),
    }.items():
        (folder / name).write_text(text, newline="")


main()
