"""Compares how Convene and other libraries read the rows of tests/data/when, and prints a table.

    compare.py PROGRAM [--differences]

A row counts as right for its start: the instant, or the day where it takes whole days. Of a range the end counts too for those that
know ends, of a series the first ten dates for those that know series. What must be refused or asked about, and what has no time in it,
is right where nothing is read. Rows in a language that a library does not know are left out for it.
"""

import collections
import dataclasses
import datetime
import pathlib
import re
import sys
import zoneinfo

import others

DATA = pathlib.Path("tests/data/when")
# Each table, and what its rows are.
TABLES = {
    "points": "points", "spans": "ranges", "series": "series", "zoned": "zones", "titles": "titles", "clocks": "clock changes",
    "german": "German", "french": "French", "spanish": "Spanish", "talk": "team chats", "asked": None,
}
KINDS = [*filter(None, TABLES.values()), "refused or asked", "no time"]
WHEN = re.compile(r"(?:\w{3} )(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?(?:-(\d\d:\d\d)| \.\. \w{3} (\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?)?(?: (\S+))?$")


@dataclasses.dataclass(frozen=True)
class Row:
    kind: str
    now: str
    zone: str
    locale: str
    text: str
    start: object = None
    end: object = None
    dates: tuple = ()

    @property
    def local(self):
        return datetime.datetime.fromisoformat(self.now).astimezone(zoneinfo.ZoneInfo(self.zone))

    @property
    def language(self):
        return self.locale[:2]


def rows(table):
    against = None
    for line in (DATA / f"{table}.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            against = line.removeprefix("@ ").split()
        elif line and not line.startswith("#"):
            text, _, when, repeats = (line.split("\t") + [""] * 3)[:4]
            if when.startswith(("! ", "? ")):
                yield Row("refused or asked", *against, text)
            elif when == "-":
                yield Row("no time", *against, text)
            else:
                start, end = span(when)
                yield Row(TABLES[table] or table, *against, text, start, end, series(start, repeats))


def span(when):
    first, starts, ends, last, ends_last, zone = WHEN.match(when).groups()
    if not starts:
        return tuple(datetime.date.fromisoformat(day) for day in (first, last or first))
    at = lambda day, clock: datetime.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zoneinfo.ZoneInfo(zone))
    return at(first, starts), at(last or first, ends or ends_last)


def series(start, repeats):
    if not repeats:
        return ()
    words = repeats.split()
    rule = next((word for word in words if "=" in word), None)
    more, less = ([word[1:] for word in words if word[0] == sign] for sign in "+-")
    return tuple(others.dates(start, rule, more, less))


def same(found, wanted, zone):
    """Whether a time that was found is the wanted one; a time without an offset is on the wall of the speaker."""
    if not isinstance(wanted, datetime.datetime):
        return (found.date() if isinstance(found, datetime.datetime) else found) == wanted
    if not isinstance(found, datetime.datetime):
        return False
    if found.tzinfo is None:
        found = found.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    return found.replace(second=0, microsecond=0).timestamp() == wanted.timestamp()


def judge(reader, row, found):
    if found is None:
        return "right" if row.start is None else "unread"
    right = row.start is not None and same(found["start"], row.start, row.zone)
    if right and row.kind == "ranges" and reader.ends:
        right = "end" in found and same(found["end"], row.end, row.zone)
    if right and row.dates and reader.series:
        right = found.get("dates") is not None and alike(found["dates"], row)
    return "right" if right else "wrong"


def alike(dates, row):
    whole_days = not isinstance(row.start, datetime.datetime)
    cut = (lambda date: date.date()) if whole_days else (lambda date: date.replace(second=0, microsecond=0))
    return [cut(date) for date in dates] == [cut(date) for date in row.dates]


def read(reader, row):
    # A library that fails on a text has not read it.
    try:
        return reader.read(row)
    except Exception:
        return None


def main():
    program = sys.argv[1]
    all_rows = [row for table in TABLES for row in rows(table)]
    convene = others.Convene(program)
    groups = collections.defaultdict(list)
    for row in all_rows:
        groups[row.now, row.zone, row.locale].append(row)
    for group in groups.values():
        convene.ask(group)
    readers = [convene, others.Chrono(), others.Dateparser(), others.Parsedatetime(), others.Recurrent()]
    counts = collections.Counter()
    for row in all_rows:
        seen = {}
        for reader in readers:
            if row.language in reader.languages:
                found = read(reader, row)
                verdict = judge(reader, row, found)
                counts[reader, row.kind, verdict] += 1
                seen[reader] = verdict, found
        if "--differences" in sys.argv:
            tell(row, convene, seen)
    if "--differences" not in sys.argv:
        table(readers, counts, collections.Counter(row.kind for row in all_rows))


def tell(row, convene, seen):
    """A row on which another is not of our opinion, and how each has it."""
    ours, found = seen.pop(convene)
    differ = [reader for reader, (verdict, _) in seen.items() if verdict != ours]
    if differ:
        print(f"{row.kind}: {row.text}\n    table: {row.start or 'nothing'}\n    Convene, {ours}: {found and found['start']}")
        for reader in differ:
            verdict, found = seen[reader]
            print(f"    {reader.name}, {verdict}: {found and found['start']}")


def table(readers, counts, sizes):
    names = [reader.name for reader in readers]
    print("| rows | how many | " + " | ".join(names) + " |\n|---|--:|" + "---|" * len(names))
    totals = collections.Counter()
    for kind in KINDS:
        cells = []
        for reader in readers:
            right, wrong, unread = (counts[reader, kind, verdict] for verdict in ("right", "wrong", "unread"))
            cells.append(f"{right} / {wrong} / {unread}" if right + wrong + unread else "–")
            totals.update({(reader, "right"): right, (reader, "all"): right + wrong + unread})
        print(f"| {kind} | {sizes[kind]} | " + " | ".join(cells) + " |")
    shares = [f"{100 * totals[reader, 'right'] / totals[reader, 'all']:.1f} %" for reader in readers]
    print(f"| right of all it was asked | {sum(sizes.values())} | " + " | ".join(shares) + " |")


main()
