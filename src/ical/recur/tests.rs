use super::*;

fn at(text: &str) -> NaiveDateTime {
    crate::ical::parse_time(text, None).unwrap().local()
}

fn starts(rule: &str, start: &str, most: usize) -> Vec<String> {
    let rule: Recur = rule.parse().unwrap();
    let until = rule.until.as_ref().map(CalTime::local);
    let expansion = rule.starting(at(start), until);
    expansion.starts().take(most).map(|time| time.format("%Y%m%dT%H%M%S").to_string()).collect()
}

#[test]
fn friday_the_thirteenth() {
    assert_eq!(
        starts("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "19970902T090000", 3),
        ["19980213T090000", "19980313T090000", "19981113T090000"]
    );
}
