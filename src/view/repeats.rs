//! How a series repeats, in words.

use chrono::{Datelike, NaiveDate};

use crate::itip::{Repeats, Rhythm, WORKDAYS};

/// So many days that a series has besides, or has not, are named.
const SHOWN: usize = 5;

/// How a series repeats: `every week on Fri until 18 Dec 2026, also on Tue 8 Dec, not on Fri 11 Dec`.
pub fn words(repeats: &Repeats) -> String {
    let Repeats { until, also, except, today, .. } = repeats;
    let last = |date: NaiveDate| format!(" until {}", date.format("%-d %b %Y"));
    let named = matches!(&repeats.rhythm, Rhythm::Dates(days, count) if days.len() == *count);
    let until = until.filter(|_| !named).map(last).unwrap_or_default();
    let besides = also.iter().map(|date| day_text(*date, *today)).collect();
    let (days, runs): (Vec<_>, Vec<_>) = except.iter().partition(|(first, last)| first == last);
    let days = days.iter().map(|(day, _)| day_text(*day, *today)).collect();
    let runs = runs.iter().map(|(first, last)| {
        format!("from {} to {}", day_text(*first, *today), day_text(*last, *today))
    });
    let part = |before: &str, words: Vec<String>| match few(words) {
        words if words.is_empty() => String::new(),
        words => format!(", {before} {}", list(words)),
    };
    let more = [part("also on", besides), part("not on", days), part("not", runs.collect())];
    format!("{}{until}{}", rhythm(&repeats.rhythm, *today), more.concat())
}

/// A day in few words, as it is said on another day: `Fri 4 Dec`, of another year `Fri 1 Jan 2027`.
pub fn day_text(date: NaiveDate, today: NaiveDate) -> String {
    let same = date.year() == today.year();
    date.format(if same { "%a %-d %b" } else { "%a %-d %b %Y" }).to_string()
}

/// The first of some words, and how many more there are.
fn few(mut words: Vec<String>) -> Vec<String> {
    let more = words.len().saturating_sub(SHOWN);
    if more > 1 {
        words.truncate(SHOWN);
        words.push(format!("{more} more"));
    }
    words
}

fn rhythm(rhythm: &Rhythm, today: NaiveDate) -> String {
    match rhythm {
        Rhythm::Days(every) => periods(*every, "day"),
        Rhythm::Weeks(1, days) if *days == WORKDAYS => "every weekday".to_owned(),
        Rhythm::Weeks(1, days) if days.len() == 7 => "every day".to_owned(),
        Rhythm::Weeks(every, days) => {
            let days = days.iter().map(ToString::to_string);
            format!("{} on {}", periods(*every, "week"), list(days.collect()))
        }
        Rhythm::MonthDays(every, days) => {
            let days = days.iter().map(|day| match day {
                -1 => "the last day".to_owned(),
                day if *day < 0 => format!("the {} to last day", ordinal(-day)),
                day => format!("the {}", ordinal(*day)),
            });
            format!("{} on {}", periods(*every, "month"), list(days.collect()))
        }
        Rhythm::MonthWeekday(every, nths, day) => {
            format!("{} on the {} {day}", periods(*every, "month"), places(nths))
        }
        Rhythm::MonthWorkday(every, nths) => {
            format!("{} on the {} weekday", periods(*every, "month"), places(nths))
        }
        Rhythm::Years(every) => periods(*every, "year"),
        Rhythm::YearWeekday(every, nth, day, month) => {
            let (nth, month) = (place(*nth), month.name());
            format!("{} on the {nth} {day} of {month}", periods(*every, "year"))
        }
        Rhythm::Dates(days, count) => {
            let mut words: Vec<_> = days.iter().map(|date| day_text(*date, today)).collect();
            if *count > days.len() {
                words.push(format!("{} more dates", count - days.len()));
            }
            if words.is_empty() {
                "on some dates".to_owned()
            } else {
                format!("on {}", list(words))
            }
        }
        Rhythm::Other => "by a rule of its own".to_owned(),
    }
}

/// `every week`, `every 2 weeks`.
fn periods(every: u32, unit: &str) -> String {
    if every == 1 { format!("every {unit}") } else { format!("every {every} {unit}s") }
}

/// `Mon, Wed and Fri`.
fn list(mut words: Vec<String>) -> String {
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} and {last}", words.join(", ")) }
}

/// `1st and 3rd`.
fn places(nths: &[i16]) -> String {
    list(nths.iter().map(|nth| place(*nth)).collect())
}

/// `3rd`, `last`, `2nd to last`.
fn place(nth: i16) -> String {
    match nth {
        -1 => "last".to_owned(),
        nth if nth < 0 => format!("{} to last", ordinal(-nth)),
        nth => ordinal(nth),
    }
}

fn ordinal(number: i16) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use chrono::{Month, Weekday};

    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn said(rhythm: Rhythm, until: Option<NaiveDate>) -> Repeats {
        let today = date(2026, 12, 1);
        Repeats { rhythm, until, also: Vec::new(), except: Vec::new(), today }
    }

    #[test]
    fn rules_are_said_as_people_say_them() {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        let until = Some(date(2026, 12, 18));
        let days = vec![date(2026, 12, 4), date(2026, 12, 8), date(2027, 1, 2)];
        for (rhythm, until, expected) in [
            (Rhythm::Days(1), None, "every day"),
            (Rhythm::Days(3), until, "every 3 days until 18 Dec 2026"),
            (Rhythm::Weeks(1, vec![Fri]), until, "every week on Fri until 18 Dec 2026"),
            (Rhythm::Weeks(2, vec![Mon, Wed, Fri]), None, "every 2 weeks on Mon, Wed and Fri"),
            (Rhythm::Weeks(1, WORKDAYS.to_vec()), None, "every weekday"),
            (Rhythm::MonthDays(1, vec![1, 22]), None, "every month on the 1st and the 22nd"),
            (Rhythm::MonthDays(1, vec![-1]), None, "every month on the last day"),
            (Rhythm::MonthDays(1, vec![-2]), None, "every month on the 2nd to last day"),
            (Rhythm::MonthWeekday(1, vec![3], Tue), None, "every month on the 3rd Tue"),
            (Rhythm::MonthWeekday(1, vec![1, 3], Tue), None, "every month on the 1st and 3rd Tue"),
            (Rhythm::MonthWeekday(3, vec![-1], Fri), None, "every 3 months on the last Fri"),
            (Rhythm::MonthWorkday(1, vec![-1]), None, "every month on the last weekday"),
            (Rhythm::Years(1), None, "every year"),
            (
                Rhythm::YearWeekday(1, 4, Thu, Month::November),
                None,
                "every year on the 4th Thu of November",
            ),
            (Rhythm::Dates(days.clone(), 3), until, "on Fri 4 Dec, Tue 8 Dec and Sat 2 Jan 2027"),
            (
                Rhythm::Dates(days, 9),
                until,
                "on Fri 4 Dec, Tue 8 Dec, Sat 2 Jan 2027 and 6 more dates until 18 Dec 2026",
            ),
            (Rhythm::Other, until, "by a rule of its own until 18 Dec 2026"),
        ] {
            assert_eq!(words(&said(rhythm, until)), expected);
        }
    }

    #[test]
    fn what_differs_from_the_rule_is_said_behind_it() {
        let (fourth, last) = (date(2026, 12, 4), date(2027, 1, 15));
        let weekly = said(Rhythm::Weeks(1, vec![Weekday::Fri]), None);
        let also = vec![date(2026, 12, 8)];
        let except = vec![(fourth, fourth), (date(2026, 12, 18), last)];
        assert_eq!(
            words(&Repeats { also, except, ..weekly.clone() }),
            "every week on Fri, also on Tue 8 Dec, not on Fri 4 Dec, not from Fri 18 Dec to Fri 15 Jan 2027"
        );
        let except = (1..=8).map(|day| (date(2027, 1, day), date(2027, 1, day))).collect();
        assert_eq!(
            words(&Repeats { except, ..weekly }),
            "every week on Fri, not on Fri 1 Jan 2027, Sat 2 Jan 2027, Sun 3 Jan 2027, \
             Mon 4 Jan 2027, Tue 5 Jan 2027 and 3 more"
        );
    }

    #[test]
    fn the_teens_are_all_th() {
        assert_eq!(
            [1, 2, 3, 11, 12, 13, 21, 30].map(ordinal).join(" "),
            "1st 2nd 3rd 11th 12th 13th 21st 30th"
        );
    }
}
