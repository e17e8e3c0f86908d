//! Any octets against the rules of RFC 5545 and the restriction tables of RFC 5546: what is found stands in a line of
//! the text, and is found with and without knowing the lines.

use convene::{
    ical::{self, Limits},
    itip,
};

pub fn holds(text: &[u8]) {
    let Ok((read, lines)) = ical::parse_located(text, &Limits::default()) else { return };
    let calendar = read.value;
    // A text without any LF has CRs for line ends.
    let end = if text.contains(&b'\n') { b'\n' } else { b'\r' };
    let last = text.split(|octet| *octet == end).count();

    let mut problems = ical::validate_at(&calendar, &lines);
    problems.extend(itip::validate_at(&calendar, &lines));
    let mut unplaced = ical::validate(&calendar);
    unplaced.extend(itip::validate(&calendar));
    assert_eq!(problems.len(), unplaced.len());
    for (problem, unplaced) in problems.iter().zip(&unplaced) {
        assert_eq!((problem.rule, &problem.text), (unplaced.rule, &unplaced.text));
        assert!((1..=last).contains(&problem.line), "{problem:?} is not in the text");
        assert_eq!(unplaced.line, 0);
    }
}
