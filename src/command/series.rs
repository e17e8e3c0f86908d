//! What is said of a meeting that repeats, and of a phrase that says how one shall.

use super::Call;
use crate::{
    itip::{self, Draft, Object},
    model::{Uid, wall_clock},
    view::{Gone, day_text, repeats_text},
    when::Reading,
};

/// How many dates after the first are named.
const LATER: usize = 3;

/// A series in words.
#[derive(Debug, Default)]
pub(super) struct Rhythm {
    /// How it repeats; nothing for what does not.
    pub(super) repeats: Option<String>,
    /// The days of the next dates after the one that its card shows.
    pub(super) later: Vec<String>,
    /// Which days are no dates any more; `None` where it did not repeat otherwise before.
    pub(super) gone: Option<Gone>,
}

impl Call<'_> {
    /// How a meeting repeats, and when it is next.
    pub(super) fn rhythm(&self, object: &Object) -> Rhythm {
        let zone = self.room_zone();
        let Some(repeats) = object.repeats(self.now, zone) else { return Rhythm::default() };
        let today = wall_clock(self.now, zone).date_naive();
        // Dates without a rule are named already.
        let later = if matches!(repeats.rhythm, itip::Rhythm::Dates(..)) { 0 } else { LATER };
        let ahead = object.next_dates(self.now, later + 1, zone);
        let later = ahead.iter().skip(1);
        let later = later.map(|date| day_text(date.span.start.local().date(), today));
        Rhythm { repeats: Some(repeats_text(&repeats)), later: later.collect(), gone: None }
    }

    /// The same of what somebody writes about a meeting that is not there yet.
    pub(super) fn rhythm_of(&self, reading: &Reading) -> Rhythm {
        if reading.recurrence.is_none() {
            return Rhythm::default();
        }
        let draft = Draft {
            uid: Uid("preview".to_owned()),
            summary: String::new(),
            span: reading.span.clone(),
            recurrence: reading.recurrence.clone(),
            location: None,
            description: None,
            organizer: self.me(),
            attendees: Vec::new(),
        };
        let made = itip::create(&draft, &self.cx()).ok().and_then(|step| step.object);
        made.map(|object| self.rhythm(&object)).unwrap_or_default()
    }
}
