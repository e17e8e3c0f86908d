"""Other readers of times, each asked in the way its manual says: `read(row)` gives what it found, or None.

What is found is `{"start", "end", "dates"}`: a wall time of the row's zone, an instant (a datetime with an offset), or a date; an end
where the library knows ends; the dates of a series where it knows series.
"""

import datetime
import itertools
import json
import subprocess
import zoneinfo

import dateparser
import dateparser.search
import dateutil.rrule
import parsedatetime
import recurrent.event_parser

# How many dates of a series are compared.
DATES = 10


def date_order(locale):
    return "DMY" if locale != "en-US" and "-" in locale else "MDY"


class Dateparser:
    """One date in a text. `parse` takes a text that is nothing else, `search_dates` finds the first in a sentence."""

    name = "dateparser"
    languages = {"en", "de", "fr", "es"}
    ends = series = False

    def read(self, row):
        settings = {
            "RELATIVE_BASE": row.local.replace(tzinfo=None),
            "TIMEZONE": row.zone,
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": date_order(row.locale),
        }
        languages = [row.language]
        found = dateparser.parse(row.text, languages=languages, settings=settings)
        if found is None:
            all_found = dateparser.search.search_dates(row.text, languages=languages, settings=settings)
            found = all_found[0][1] if all_found else None
        return found and {"start": found}


class Parsedatetime:
    """A date anywhere in an English sentence; a range where there is one."""

    name = "parsedatetime"
    languages = {"en"}
    ends, series = True, False

    def __init__(self):
        self.british = parsedatetime.Calendar(parsedatetime.Constants("en_GB", usePyICU=False))
        self.american = parsedatetime.Calendar(parsedatetime.Constants("en_US", usePyICU=False))

    def read(self, row):
        calendar = self.american if date_order(row.locale) == "MDY" else self.british
        now = row.local.replace(tzinfo=None)
        start, end, found = calendar.evalRanges(row.text, now.timetuple())
        if found:
            return {"start": datetime.datetime(*start[:6]), "end": datetime.datetime(*end[:6])}
        found, context = calendar.parseDT(row.text, now, version=parsedatetime.VERSION_CONTEXT_STYLE)
        return {"start": found} if context.hasDateOrTime else None


class Recurrent:
    """A date or a series in an English sentence."""

    name = "recurrent"
    languages = {"en"}
    ends, series = False, True

    def read(self, row):
        now = row.local.replace(tzinfo=None)
        found = recurrent.event_parser.RecurringEvent(now_date=now).parse(row.text)
        if found is None or isinstance(found, datetime.datetime):
            return found and {"start": found}
        dates = list(itertools.islice(dateutil.rrule.rrulestr(found, dtstart=now.replace(second=0)), DATES))
        return {"start": dates[0], "dates": dates} if dates else None


class Chrono:
    """A date, or two as a range, in a sentence."""

    name = "chrono-node"
    languages = {"en", "de", "fr", "es"}
    ends, series = True, False

    def __init__(self):
        command = ["node", "tests/compare/chrono.cjs"]
        self.program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read(self, row):
        offset = row.local.utcoffset() // datetime.timedelta(minutes=1)
        asked = {"text": row.text, "now": row.local.isoformat(), "offset": offset, "locale": row.locale}
        print(json.dumps(asked), file=self.program.stdin, flush=True)
        found = json.loads(self.program.stdout.readline())
        return found and {name: self.time(found[name]) for name in ("start", "end") if found[name]}

    @staticmethod
    def time(said):
        at = datetime.datetime(said["year"], said["month"], said["day"], said["hour"], said["minute"])
        if not said["clock"]:
            return at.date()
        if said["offset"] is None:
            return at
        return at.replace(tzinfo=datetime.timezone(datetime.timedelta(minutes=said["offset"])))


class Convene:
    """The program itself, asked a table's part at a time."""

    name = "Convene"
    languages = {"en", "de", "fr", "es"}
    ends = series = True

    def __init__(self, program):
        self.program = program
        self.answers = {}

    def ask(self, rows):
        """Asks for rows that are read against the same."""
        first = rows[0]
        command = [self.program, "when", "--lines", "--json", "--now", first.now, "--zone", first.zone, "--locale", first.locale]
        texts = "".join(row.text + "\n" for row in rows)
        output = subprocess.run(command, input=texts, capture_output=True, text=True, check=True).stdout
        for row, answer in zip(rows, output.splitlines(), strict=True):
            self.answers[row] = json.loads(answer)

    def read(self, row):
        answer = self.answers[row]
        if "error" in answer:
            return None
        start, end = (time(answer[name], answer["tzid"]) for name in ("start", "end"))
        found = {"start": start, "end": end - datetime.timedelta(days=answer["all_day"])}
        if answer["rrule"] or answer["rdate"]:
            found["dates"] = dates(start, answer["rrule"], answer["rdate"], answer["exdate"])
        return found


def time(text, tzid):
    """A time as iCalendar writes it."""
    if "T" not in text:
        return datetime.datetime.strptime(text, "%Y%m%d").date()
    at = datetime.datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")
    return at.replace(tzinfo=zoneinfo.ZoneInfo("UTC" if text.endswith("Z") else tzid))


def dates(start, rule, more, less):
    """The first dates of a series, as wall times."""
    wall = datetime.datetime(*start.timetuple()[:6])
    found = dateutil.rrule.rruleset()
    if rule:
        # A last day that is written in UTC is the day it is on the wall.
        parts = dict(part.split("=") for part in rule.split(";"))
        if parts.get("UNTIL", "").endswith("Z"):
            until = time(parts["UNTIL"], "UTC").astimezone(start.tzinfo)
            parts["UNTIL"] = until.strftime("%Y%m%dT%H%M%S")
        elif "UNTIL" in parts:
            parts["UNTIL"] = parts["UNTIL"][:8] + "T235959"
        rule = ";".join("=".join(part) for part in parts.items())
        found.rrule(dateutil.rrule.rrulestr(rule, dtstart=wall))
    else:
        found.rdate(wall)
    for names, add in ((more, found.rdate), (less, found.exdate)):
        for text in names:
            add(datetime.datetime(*time(text, "UTC").timetuple()[:6]))
    return list(itertools.islice(found, DATES))
