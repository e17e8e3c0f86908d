//! Dates that come one after the other, told as the first and the last of them.

use chrono::{Days, NaiveDate};

/// The first and the last of some dates between which none is missing; twice the same where there is only one.
pub(super) type Run = (NaiveDate, NaiveDate);

/// How many dates a run has at least; fewer are as short to say one by one.
const SHORTEST: usize = 3;

/// How many words dates may take to say, so that what is said back is never too long to be read.
const MAX_WORDS: usize = 88;

/// Dates in order as runs. `follows` says whether there is none between two.
pub(super) fn runs(
    dates: &[NaiveDate],
    follows: impl Fn(NaiveDate, NaiveDate) -> bool,
) -> Vec<Run> {
    let together = |one: &NaiveDate, other: &NaiveDate| follows(*one, *other);
    let mut runs = Vec::new();
    for run in dates.chunk_by(together) {
        match run {
            [first, .., last] if run.len() >= SHORTEST => runs.push((*first, *last)),
            few => runs.extend(few.iter().map(|date| (*date, *date))),
        }
    }
    runs
}

/// Whether a date is the day after another.
pub(super) fn is_next_day(one: NaiveDate, other: NaiveDate) -> bool {
    one.checked_add_days(Days::new(1)) == Some(other)
}

/// Dates in order, as many of them as can be in one run behind the others: only the last of several can go on to another.
pub(super) fn one_run(dates: &[NaiveDate]) -> Vec<Run> {
    let runs = runs(dates, is_next_day);
    let Some(longest) = runs.iter().copied().max_by_key(|(first, last)| *last - *first) else {
        return runs;
    };
    let others = dates.iter().filter(|date| **date < longest.0 || **date > longest.1);
    others.map(|date| (*date, *date)).chain([longest]).collect()
}

/// Whether they are too many to be said.
pub(super) fn are_many(runs: &[Run]) -> bool {
    // "4 Dec 2026," and "4 Dec 2026 to 9 Dec 2026,".
    let words = |(first, last): &Run| if first == last { 4 } else { 8 };
    runs.iter().map(words).sum::<usize>() > MAX_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_one_after_the_other_are_a_run() {
        let days = |days: &[u32]| -> Vec<NaiveDate> {
            days.iter().filter_map(|day| NaiveDate::from_ymd_opt(2026, 12, *day)).collect()
        };
        let shown = |runs: Vec<Run>| -> Vec<String> {
            runs.iter()
                .map(|(from, to)| format!("{}-{}", from.format("%d"), to.format("%d")))
                .collect()
        };
        for (dates, expected, last) in [
            (days(&[]), vec![], vec![]),
            (days(&[1, 2]), vec!["01-01", "02-02"], vec!["01-01", "02-02"]),
            (days(&[1, 2, 3]), vec!["01-03"], vec!["01-03"]),
            (
                days(&[1, 2, 3, 5, 7, 8, 9, 10]),
                vec!["01-03", "05-05", "07-10"],
                vec!["01-01", "02-02", "03-03", "05-05", "07-10"],
            ),
            (
                days(&[1, 2, 3, 4, 6, 8]),
                vec!["01-04", "06-06", "08-08"],
                vec!["06-06", "08-08", "01-04"],
            ),
        ] {
            assert_eq!(shown(runs(&dates, is_next_day)), expected);
            assert_eq!(shown(one_run(&dates)), last);
        }
    }
}
