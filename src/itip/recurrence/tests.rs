use super::*;
use crate::ical;

fn calendar(lines: &str) -> Component {
    let lines = lines.replace('\n', "\r\n");
    let text =
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{lines}\r\nEND:VCALENDAR\r\n");
    ical::parse(&text).unwrap().value
}

fn utc(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

#[test]
fn a_series_keeps_its_wall_time() {
    let calendar = calendar(
        "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Berlin:20260323T100000\nDTEND;TZID=Europe/Berlin:20260323T110000\nRRULE:FREQ=WEEKLY\nEXDATE:20260406T080000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260413T080000Z\nDTSTART;TZID=Europe/Berlin:20260414T100000\nDURATION:PT2H\nEND:VEVENT",
    );
    let series = Series::of(&calendar);
    let all: Vec<_> = series
        .between(utc("2026-03-01T00:00:00Z"), utc("2026-04-25T00:00:00Z"), Tz::UTC)
        .map(|o| (ical::format_time(&o.recurrence_id), o.start.to_rfc3339(), o.end.to_rfc3339()))
        .collect();
    let all: Vec<_> = all.iter().map(|(id, start, end)| format!("{id} {start} {end}")).collect();
    assert_eq!(
        all,
        [
            "20260323T100000 2026-03-23T09:00:00+00:00 2026-03-23T10:00:00+00:00",
            "20260330T100000 2026-03-30T08:00:00+00:00 2026-03-30T09:00:00+00:00",
            "20260413T100000 2026-04-14T08:00:00+00:00 2026-04-14T10:00:00+00:00",
            "20260420T100000 2026-04-20T08:00:00+00:00 2026-04-20T09:00:00+00:00",
        ]
    );
    assert!(series.last(Tz::UTC).is_none());
}
