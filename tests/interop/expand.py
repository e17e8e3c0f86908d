"""Expands the series in every .ics of a folder with PyPI's recurring-ical-events, by the file's own VTIMEZONEs.

    expand.py FOLDER FROM TO

Prints a line for each file: its name, and when its events begin, in seconds of Unix time. FROM and TO are such seconds too.
"""

import datetime
import pathlib
import sys

import icalendar
import recurring_ical_events

folder, *bounds = sys.argv[1:]
between = [datetime.datetime.fromtimestamp(int(at), datetime.UTC) for at in bounds]
for path in sorted(pathlib.Path(folder).glob("*.ics")):
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    starts = sorted(int(event.start.timestamp()) for event in recurring_ical_events.of(calendar).between(*between))
    print(path.name, *starts)
