//! `pause`: all dates of a series up to a day are off.

use super::{
    Call, Doing, Done, Spec, Who,
    dates::Words,
    find::Naming,
    named::after_word,
    skip,
};
use crate::{
    model::wall_clock,
    store::TakenBy,
    view::{Dates, Problem, day_text},
};

pub(super) const SPEC: Spec = Spec {
    name: "pause",
    aliases: &[],
    about: "Call off all dates of a series up to a day.",
    usage: "[#NUMBER] [from DAY] until DAY",
    examples: &["pause #12 until 1 feb", "pause standup from 20 dec until 7 jan"],
    who: Who::Editors,
    run,
    offered: None,
};

/// What stands before the day on which it goes on.
const UNTIL: [&str; 3] = ["until", "till", "to"];

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(pause(call, text))
}

async fn pause(call: &mut Call<'_>, text: &str) -> Done {
    let missing = || Call::missing(&SPEC, "until when");
    let (head, until) = before_until(text).ok_or_else(missing)?;
    let (until, _) = call.stretch(until)?;
    let Words { stored, said, rest, .. } = call.find_my_series(head, Naming::Whole).await?;
    if !rest.is_empty() {
        let extra = rest.to_owned();
        return Err(Problem::ExtraArgument { extra, usage: SPEC.typed() }.into());
    }
    let from = said.filter(|said| said.dates == Dates::Following).and_then(|said| said.on);
    let from = from.and_then(|on| call.bounds(on)).map_or(call.now, |(from, _)| from);
    let zone = call.room_zone();
    let mut dates = stored.object.dates(from.max(call.now), until, zone);
    dates.retain(|date| date.start >= from && date.end > call.now && date.start < until);
    if dates.is_empty() {
        let today = wall_clock(call.now, call.zone()).date_naive();
        let day = day_text(wall_clock(until, call.zone()).date_naive(), today);
        let (number, title) = (stored.number, call.meeting(&stored).summary);
        return Err(Problem::NothingToPause { number, title, until: day }.into());
    }
    skip::take_out(call, stored, TakenBy::Pause, &dates, "").await
}

/// What stands before "until" and behind it.
fn before_until(text: &str) -> Option<(&str, &str)> {
    let starts = text.match_indices(' ').map(|(at, _)| at + 1).chain([0]);
    let mut found = starts.filter_map(|at| {
        let (head, tail) = text.split_at_checked(at)?;
        let until = UNTIL.iter().find_map(|word| after_word(tail, word))?;
        Some((head.trim_end(), until))
    });
    found.next()
}

#[cfg(test)]
mod tests {
    use super::before_until;

    #[test]
    fn a_pause_lasts_until_a_day() {
        assert_eq!(before_until("#12 until 1 feb"), Some(("#12", "1 feb")));
        assert_eq!(before_until("until 1 feb"), Some(("", "1 feb")));
        assert_eq!(before_until("from 1 jan to 1 feb"), Some(("from 1 jan", "1 feb")));
        assert_eq!(before_until("#12"), None);
    }
}
