"""Reads every .ics of a folder with PyPI's icalendar and prints, one JSON value a line, what is in it.

Ends with an error at the first thing that the library or the RFC's own rules would complain about.
"""

import datetime
import json
import pathlib
import sys
import zoneinfo

import icalendar

UTC = datetime.UTC


def read(path):
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    calendar.validate()
    complaints = [f"{part.name} {error}" for part in calendar.walk() for error in part.errors]
    zones = {zone.tz_name for zone in calendar.timezones}
    if zones != calendar.get_used_tzids():
        complaints.append(f"VTIMEZONE for {sorted(zones)}, TZID for {sorted(calendar.get_used_tzids())}")
    for event in calendar.events:
        complaints += [f"VEVENT lacks {name}" for name in ("UID", "DTSTAMP", "DTSTART") if name not in event]
        complaints += [c for zone in calendar.timezones for c in offset_complaints(zone, event)]
    if icalendar.Calendar.from_ical(calendar.to_ical()) != calendar:
        complaints.append("reads as another calendar after it was written")
    if complaints:
        sys.exit(f"{path.name}: " + "; ".join(complaints))
    return {
        "file": path.name,
        "method": calendar.get("METHOD"),
        "timezones": len(zones),
        "events": [event_of(event) for event in calendar.events],
    }


def offset_complaints(zone, event):
    """Compares what the VTIMEZONE says around the event with what the zone of that name is known to do."""
    written = zone.to_tz(lookup_tzid=False)
    known = zoneinfo.ZoneInfo(zone.tz_name)
    first = event.start if isinstance(event.start, datetime.datetime) else None
    # The event itself and each fortnight of the year after it, so that both changes of clocks are seen.
    for weeks in range(0, 54, 2) if first else ():
        wall = first.replace(tzinfo=None) + datetime.timedelta(weeks=weeks)
        ours, theirs = (wall.replace(tzinfo=tz).utcoffset() for tz in (written, known))
        if ours != theirs:
            yield f"{zone.tz_name} at {wall} is {ours}, not {theirs}"


def event_of(event):
    return {
        "uid": text(event, "UID"),
        "sequence": event.get("SEQUENCE"),
        "summary": text(event, "SUMMARY"),
        "description": text(event, "DESCRIPTION"),
        "location": text(event, "LOCATION"),
        "status": text(event, "STATUS"),
        "organizer": text(event, "ORGANIZER"),
        "attendees": [str(attendee) for attendee in event.attendees],
        "start": instant(event.start),
        "end": instant(event.end),
        "tzid": event["DTSTART"].params.get("TZID"),
    }


def text(event, name):
    value = event.get(name)
    return None if value is None else str(value)


def instant(at):
    if not isinstance(at, datetime.datetime):
        return at.isoformat()
    if at.tzinfo is None:
        return at.strftime("%Y-%m-%dT%H:%M:%S")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


for ics in sorted(pathlib.Path(sys.argv[1]).glob("*.ics")):
    try:
        print(json.dumps(read(ics), ensure_ascii=False))
    except ValueError as error:
        sys.exit(f"{ics.name}: {error}")
