//! `list`: what is on in this room.

use super::{Call, Doing, Done, Offered, Spec, Who, offer::PERIOD};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    itip::Status,
    model::{CalTime, Span},
    store::Listed,
    view::{CardState, Counts, MeetingRow, Meetings, TimeText, View},
    when,
};

pub(super) const SPEC: Spec = Spec {
    name: "list",
    aliases: &["ls", "week"],
    about: "Show what is on in this room.",
    usage: "[today | tomorrow | this week | next week | this month | DATE]",
    examples: &["list", "list this week"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[PERIOD],
        form: false,
        private: true,
        fill: |call, values| Box::pin(async { list(call, &values.line(&PERIOD)).await }),
    }),
};

/// How many meetings one list shows.
const SHOWN: usize = 25;

/// How many are counted at most.
pub(super) const MOST: i64 = 1000;

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(list(call, text))
}

async fn list(call: &mut Call<'_>, text: &str) -> Done {
    let (from, to) =
        when::read_range(text, &call.when()).map_err(|error| Call::unreadable(&error, text))?;
    let found = call.tx.list_in_room(&call.room.at, from, to, MOST).await?;
    let heading = if text.is_empty() { "The next 14 days".to_owned() } else { capital(text) };
    let rows = found.iter().map(|listed| call.row(listed)).collect();
    call.tell(View::Meetings(meetings(heading, rows))).await
}

/// A list to show, cut where it gets long.
pub fn meetings(heading: String, mut rows: Vec<MeetingRow>) -> Meetings {
    let more = rows.len().saturating_sub(SHOWN);
    rows.truncate(SHOWN);
    Meetings { heading, rows, more }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn count(rows: i64) -> usize {
    usize::try_from(rows).unwrap_or_default()
}

/// A line of a list.
pub fn meeting_row(listed: &Listed, zone: Tz, now: DateTime<Utc>) -> MeetingRow {
    MeetingRow {
        number: listed.number,
        title: listed.summary.clone(),
        when: listed_time(listed, zone, now),
        counts: Counts {
            going: count(listed.going),
            maybe: count(listed.maybe),
            declined: count(listed.declined),
            waiting: count(listed.waiting),
        },
        mine: None,
        state: state(listed, now),
    }
}

fn listed_time(listed: &Listed, zone: Tz, now: DateTime<Utc>) -> TimeText {
    let utc = |at: DateTime<Utc>| CalTime::Utc(at.naive_utc());
    let span = match listed.days {
        Some((first, after)) => Span { start: CalTime::Date(first), end: CalTime::Date(after) },
        None => Span { start: utc(listed.starts_at), end: utc(listed.ends_at) },
    };
    TimeText::of_span(&span, zone, now)
}

fn state(listed: &Listed, now: DateTime<Utc>) -> CardState {
    if listed.status == Status::Cancelled {
        CardState::Cancelled
    } else if listed.ends_at <= now {
        CardState::Past
    } else {
        CardState::Upcoming
    }
}

impl Call<'_> {
    /// A line of a list, as the caller reads it.
    pub(super) fn row(&self, listed: &Listed) -> MeetingRow {
        meeting_row(listed, self.zone(), self.now)
    }
}
