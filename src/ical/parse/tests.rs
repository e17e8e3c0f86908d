use super::*;
use crate::ical::write;

fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n")
}

/// The rules and lines of the problems of a text.
#[track_caller]
fn problems(text: &str) -> Vec<(&'static str, usize)> {
    let outcome = parse(text).unwrap();
    outcome.problems.iter().map(|problem| (problem.rule, problem.line)).collect()
}

#[test]
fn each_limit_has_its_refusal() {
    let text = event("A;B=1,2;C=3:x\r\nD:y\r\n");
    let most = Limits {
        octets: text.len(),
        line_octets: 17,
        depth: 2,
        components: 2,
        properties: 2,
        parameters: 3,
    };
    let read =
        |limits: Limits| parse_with(text.as_bytes(), &limits).map(|outcome| outcome.problems);
    assert_eq!(read(most), Ok(vec![]));
    let limit = text.len() - 1;
    assert_eq!(read(Limits { octets: limit, ..most }), Err(Refused::Octets { limit }));
    let refused = Err(Refused::LineOctets { limit: 12, line: 1 });
    assert_eq!(read(Limits { line_octets: 12, ..most }), refused);
    assert_eq!(read(Limits { depth: 1, ..most }), Err(Refused::Depth { limit: 1 }));
    assert_eq!(read(Limits { components: 1, ..most }), Err(Refused::Components { limit: 1 }));
    assert_eq!(read(Limits { properties: 1, ..most }), Err(Refused::Properties { limit: 1 }));
    assert_eq!(read(Limits { parameters: 2, ..most }), Err(Refused::Parameters { limit: 2 }));
}

#[test]
fn a_folded_line_is_as_long_as_its_parts() {
    let text = event("SUMMARY:0123456789\r\n 0123456789\r\n");
    let limits = Limits { line_octets: 25, ..Limits::default() };
    let refused = parse_with(text.as_bytes(), &limits);
    assert_eq!(refused, Err(Refused::LineOctets { limit: 25, line: 3 }));
}

#[test]
fn what_is_no_calendar_is_refused() {
    for text in ["", "\n\n", "BEGIN:VEVENT\nEND:VEVENT\n", "<html></html>", "BEGIN\nVCALENDAR"] {
        assert_eq!(parse(text), Err(Refused::NoCalendar), "{text}");
        assert_eq!(parse_all(text.as_bytes(), &Limits::default()), Err(Refused::NoCalendar));
    }
}

#[test]
fn all_calendars_of_a_text_are_read_or_the_first() {
    let text = [event("UID:1\r\n"), event("UID:2\r\n")].join("\r\n");
    assert_eq!(problems(&text), [("second-calendar", 7)]);
    let all = parse_all(text.as_bytes(), &Limits::default()).unwrap();
    let uids: Vec<_> =
        all.value.iter().flat_map(|calendar| &calendar.components).map(Component::uid).collect();
    assert_eq!(uids, [Some("1"), Some("2")]);
    assert_eq!(all.problems, []);
}

#[test]
fn brackets_that_do_not_match_are_put_right() {
    assert_eq!(problems("BEGIN:VCALENDAR\nBEGIN:VEVENT\nA:x"), [("missing-end", 3)]);
    assert_eq!(problems("BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR"), [("unexpected-end", 2)]);
    let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VALARM\nA:x\nEND:VEVENT\nB:y\nEND:VCALENDAR\n";
    assert_eq!(problems(text), [("missing-end", 5)]);
    let calendar = parse(text).unwrap().value;
    assert_eq!(calendar.value("B"), Some("y"));
    assert_eq!(calendar.components[0].components[0].value("A"), Some("x"));
    assert_eq!(
        problems("BEGIN:VCALENDAR\nBEGIN:\nEND:\nEND:VCALENDAR"),
        [("unexpected-end", 3), ("missing-end", 4)]
    );
}

#[test]
fn problems_are_not_listed_without_end() {
    let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", "junk\n".repeat(500));
    assert_eq!(problems(&text).len(), MOST_PROBLEMS);
}

#[test]
fn a_missing_line_end_at_the_end_is_no_problem() {
    assert_eq!(problems("BEGIN:VCALENDAR\nEND:VCALENDAR"), []);
    assert_eq!(problems("\u{feff}\r\n\r\nBEGIN:VCALENDAR\r\n\r\nEND:VCALENDAR\r\n\r\n"), []);
}

#[test]
fn every_line_is_where_it_was() {
    let text =
        "BEGIN:VCALENDAR\nA:1\nB:2\n 2\n\nBEGIN:VEVENT\nC:3\nEND:VEVENT\nD:4\nEND:VCALENDAR\n";
    let (_, lines) = parse_located(text.as_bytes(), &Limits::default()).unwrap();
    let inside = Lines { begin: 6, properties: vec![7], components: vec![] };
    let expected = Lines { begin: 1, properties: vec![2, 3, 9], components: vec![inside] };
    assert_eq!(lines, expected);
}

/// One property, as it is read and written again.
#[track_caller]
fn reads_as(line: &str, written: &str, rules: &[&str]) {
    let outcome = parse(&event(&format!("{line}\r\n"))).unwrap();
    let found: Vec<_> = outcome.problems.iter().map(|problem| problem.rule).collect();
    assert_eq!(found, rules, "{line}");
    assert_eq!(write(&outcome.value), event(&format!("{written}\r\n")), "{line}");
}

#[test]
fn parameters_are_read_in_every_spelling() {
    reads_as("a;b=c:d", "A;B=c:d", &[]);
    reads_as("A;B=\"c:;,\":d", "A;B=\"c:;,\":d", &[]);
    reads_as("A;B=\"c\",d,\"\":e", "A;B=c,d,:e", &[]);
    reads_as("A;B=^n^'^^^x^:c", "A;B=^n^'^^^^x^^:c", &[]);
}

#[test]
fn parameters_in_bad_shape_are_put_right() {
    reads_as("A;B:c", "A;B=:c", &["no-parameter-value"]);
    reads_as("A;;B=c:d", "A;B=c:d", &["no-parameter-value"]);
    reads_as("A;=b:c", "A:c", &["no-name"]);
    reads_as("A;CN=b, c:d", "A;CN=\"b, c\":d", &["unquoted-comma"]);
    reads_as("A;B=\"c:d", "A;B=^'c:d", &["open-quote"]);
    reads_as("A;B=\"c\"d:e", "A;B=cd:e", &["text-after-quote"]);
    reads_as("A;B_ä=c:d", "A;B--=c:d", &["bad-name"]);
}

#[test]
fn words_are_escaped_where_they_were_not() {
    reads_as("SUMMARY:a; b, c\\d", "SUMMARY:a\\; b\\, c\\\\d", &["unescaped-text"]);
    reads_as("CATEGORIES:a,b", "CATEGORIES:a,b", &[]);
    reads_as("UID:a;b,c", "UID:a;b,c", &[]);
    reads_as("X-TEXT:a;b,c\\d", "X-TEXT:a;b,c\\d", &[]);
}
