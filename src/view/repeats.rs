//! How a series repeats, in words.

use chrono::{NaiveDate, Weekday};

use crate::itip::{Repeats, Rhythm};

/// The days on which people work.
const WORKDAYS: [Weekday; 5] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// How a series repeats: `every week on Fri until 18 Dec 2026`.
pub fn words(repeats: &Repeats) -> String {
    let until = |date: NaiveDate| format!(" until {}", date.format("%-d %b %Y"));
    let until = repeats.until.map(until).unwrap_or_default();
    format!("{}{until}", rhythm(&repeats.rhythm))
}

fn rhythm(rhythm: &Rhythm) -> String {
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
        Rhythm::MonthWeekday(every, nth, day) => {
            let nth = match nth {
                -1 => "last".to_owned(),
                nth if *nth < 0 => format!("{} to last", ordinal(-nth)),
                nth => ordinal(*nth),
            };
            format!("{} on the {nth} {day}", periods(*every, "month"))
        }
        Rhythm::Years(every) => periods(*every, "year"),
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
    use super::*;

    #[test]
    fn rules_are_said_as_people_say_them() {
        use Weekday::{Fri, Mon, Tue, Wed};
        let until = NaiveDate::from_ymd_opt(2026, 12, 18);
        for (rhythm, until, expected) in [
            (Rhythm::Days(1), None, "every day"),
            (Rhythm::Days(3), until, "every 3 days until 18 Dec 2026"),
            (Rhythm::Weeks(1, vec![Fri]), until, "every week on Fri until 18 Dec 2026"),
            (Rhythm::Weeks(2, vec![Mon, Wed, Fri]), None, "every 2 weeks on Mon, Wed and Fri"),
            (Rhythm::Weeks(1, WORKDAYS.to_vec()), None, "every weekday"),
            (Rhythm::MonthDays(1, vec![1, 22]), None, "every month on the 1st and the 22nd"),
            (Rhythm::MonthDays(1, vec![-1]), None, "every month on the last day"),
            (Rhythm::MonthDays(1, vec![-2]), None, "every month on the 2nd to last day"),
            (Rhythm::MonthWeekday(1, 3, Tue), None, "every month on the 3rd Tue"),
            (Rhythm::MonthWeekday(3, -1, Fri), None, "every 3 months on the last Fri"),
            (Rhythm::Years(1), None, "every year"),
            (Rhythm::Other, until, "by a rule of its own until 18 Dec 2026"),
        ] {
            assert_eq!(words(&Repeats { rhythm, until }), expected);
        }
    }

    #[test]
    fn the_teens_are_all_th() {
        assert_eq!(
            [1, 2, 3, 11, 12, 13, 21, 30].map(ordinal).join(" "),
            "1st 2nd 3rd 11th 12th 13th 21st 30th"
        );
    }
}
