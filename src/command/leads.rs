//! How long before a meeting people are reminded, as they say it: "1 day, 15 min", "off".

use crate::{
    model::{Leads, morning},
    view::length_text,
    when::{self, Language},
};

/// Reads lengths with commas or "and" between them, or that there shall be none.
pub(super) fn read(text: &str, language: Language) -> Option<Leads> {
    let text = text.trim().trim_end_matches(" before");
    if ["off", "none", "never"].iter().any(|off| text.eq_ignore_ascii_case(off)) {
        return Some(Leads::default());
    }
    let text = text.replace(" and ", ",").replace([';', '&', '+'], ",");
    let lengths = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let lengths: Vec<_> =
        lengths.map(|part| when::read_length(part, language).ok()).collect::<Option<_>>()?;
    if lengths.is_empty() { None } else { Leads::new(lengths) }
}

/// The same in words: `1 day, 15 min`, `off`.
pub(super) fn text(leads: &Leads) -> String {
    let words: Vec<String> = leads.iter().filter_map(length_text).collect();
    if words.is_empty() { "off".to_owned() } else { words.join(", ") }
}

/// When that is of a meeting, in words: `1 day, 15 min before`; of whole days `at 9:00 the day before and on the day`. For
/// never it is `off`.
pub(super) fn when_text(leads: &Leads, whole_days: bool) -> String {
    match whole_days {
        _ if leads.is_empty() => return text(leads),
        false => return format!("{} before", text(leads)),
        true => {}
    }
    let day = |days| match days {
        0 => "on the day".to_owned(),
        1 => "the day before".to_owned(),
        days => format!("{days} days before"),
    };
    let days: Vec<String> = leads.days().map(day).collect();
    format!("at {} {}", morning().format("%-H:%M"), when::in_a_row(&days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_days_are_told_of_in_the_morning() {
        for (typed, hours, days) in [
            ("off", "off", "off"),
            ("15m", "15 min before", "at 9:00 on the day"),
            (
                "2 days, 1 day, 15m, 1h",
                "2 days, 1 day, 1 h, 15 min before",
                "at 9:00 2 days before, the day before and on the day",
            ),
        ] {
            let leads = read(typed, Language::English).unwrap();
            assert_eq!(when_text(&leads, false), hours);
            assert_eq!(when_text(&leads, true), days);
        }
    }

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (typed, shown) in [
            ("15m", Some("15 min")),
            ("1 day, 15 min", Some("1 day, 15 min")),
            ("15 min and 1 day before", Some("1 day, 15 min")),
            ("2 weeks, 1 week", Some("14 days, 7 days")),
            ("an hour", Some("1 h")),
            ("off", Some("off")),
            ("15", None),
            ("tomorrow", None),
            ("", None),
            ("5 weeks", None),
            ("1m,2m,3m,4m,5m,6m", None),
        ] {
            assert_eq!(
                read(typed, Language::English).map(|leads| text(&leads)).as_deref(),
                shown,
                "{typed}"
            );
        }
    }
}
