//! What was taken out of a series, to be put back as it was.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    Alike, Cx, Date, Meeting, Method, Object, Refusal, Scope, Series, Status, Step, change, diff,
    edit, fields, forget::forget_in, instances, skip,
};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, CalTime, InstanceId, Partstat},
};

/// Some dates that were taken out of a series, and the series before that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The series as it was with them.
    pub before: Component,
    /// Which, by their RECURRENCE-IDs.
    pub dates: Vec<CalTime>,
}

impl Taken {
    /// The same of the series as it has moved since.
    fn along(&self, calendar: &Component) -> Self {
        let master = fields::master(&self.before);
        let spans =
            master.and_then(fields::span).zip(fields::master(calendar).and_then(fields::span));
        let (Some(master), Some((from, to))) = (master.cloned(), spans) else {
            return self.clone();
        };
        if from == to {
            return self.clone();
        }
        let mut before = self.before.clone();
        edit::move_series(&mut before, &master, &to, Alike::default());
        let by = to.start.local().signed_duration_since(from.start.local());
        let later = |id: &CalTime| id.local().checked_add_signed(by);
        let dates = self.dates.iter().filter_map(|id| Some(to.start.with_local(later(id)?)));
        Self { dates: dates.collect(), before }
    }

    /// The same of a series that repeats otherwise since: the dates are on the same days, and nothing differs about them.
    #[must_use]
    pub fn of_other_rule(&self, object: &Object) -> Self {
        let start = fields::master(&object.calendar).and_then(Component::start);
        let Some(start) = start else { return self.clone() };
        let clock = start.local().time();
        let same_day = |id: &CalTime| start.with_local(id.local().date().and_time(clock));
        Self { before: object.calendar.clone(), dates: self.dates.iter().map(same_day).collect() }
    }
}

impl Object {
    /// The RECURRENCE-ID that a date has since the series has moved, with all that is about it; `None` where it has none, or
    /// the series is where it was.
    pub fn moved_id(&self, before: &Self, id: &CalTime) -> Option<CalTime> {
        let start = |object: &Self| fields::master(&object.calendar).and_then(Component::start);
        let (from, to) = start(before).zip(start(self))?;
        if from == to {
            return None;
        }
        let by = to.local().signed_duration_since(from.local());
        let id = to.with_local(id.local().checked_add_signed(by)?);
        let series = Series::of(&self.calendar);
        series.find(&id).or_else(|| series.original(&id))
    }

    /// A date that was taken out as it was before that, but called off.
    pub fn as_taken(&self, scope: &Scope, taken: &[Taken], zone: Tz) -> Option<Meeting> {
        let id = scope.id()?;
        let taken = taken.iter().map(|taken| taken.along(&self.calendar));
        let taken = taken.into_iter().find(|taken| taken.dates.contains(id))?;
        let before = Self { calendar: taken.before, ..self.clone() };
        let meeting = before.meeting_at(scope, zone).ok()?;
        Some(Meeting { status: Status::Cancelled, ..meeting })
    }

    /// Those of some dates that were taken out which are still out, and to come.
    pub fn still_out(&self, taken: &Taken, at: DateTime<Utc>, zone: Tz) -> Vec<Date> {
        let taken = taken.along(&self.calendar);
        let mut out = self.left_out(at, zone);
        out.retain(|date| date.scope().id().is_some_and(|id| taken.dates.contains(id)));
        out
    }
}

/// Puts dates back that were taken out of a series, as they were.
///
/// Of `taken` the first counts that has a date. Of others nothing is known, so they are as the series is. Who answered them
/// has answered them, and so has who answered the series.
///
/// # Errors
/// It is cancelled, or never had such a date.
pub fn put_back(
    object: &Object,
    dates: &[Scope],
    taken: &[Taken],
    cx: &Cx,
) -> Result<Step, Refusal> {
    let organizer = skip::organizer(object)?;
    let taken: Vec<Taken> = taken.iter().map(|taken| taken.along(&object.calendar)).collect();
    let mut calendar = object.calendar.clone();
    let mut ids = Vec::new();
    for id in dates.iter().filter_map(Scope::id) {
        let id = Series::of(&calendar).original(id).ok_or(Refusal::UnknownInstance)?;
        instances::include(&mut calendar, &id);
        ids.push(id);
    }
    let mut answered = Vec::new();
    for id in ids {
        if let Some(taken) = taken.iter().find(|taken| taken.dates.contains(&id)) {
            give_back(&mut calendar, &taken.before, &id)?;
            answered.push((id, &taken.before));
        }
    }
    let mut step = change(Some(object), Some(&calendar), &organizer, cx)?;
    let answers = |scope: &Scope| {
        let (_, before) = answered.iter().find(|(id, _)| scope.id() == Some(id))?;
        instances::effective(before, scope).ok().map(Cow::into_owned)
    };
    with_answers(&mut step, &object.calendar, answers);
    with_comments(&mut step, object);
    Ok(step)
}

/// The object as it was before somebody's last step. Who answered then has answered it, and so has who did since.
///
/// # Errors
/// It is not the organizer's copy.
pub fn take_back(object: &Object, before: &Component, cx: &Cx) -> Result<Step, Refusal> {
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(event).ok_or(Refusal::NoOrganizer)?;
    let mut calendar = before.clone();
    let series = Series::of(before);
    let scopes = fields::scheduled(&object.calendar).map(Scope::of);
    for scope in scopes.filter(|scope| scope.id().is_none_or(|id| series.find(id).is_some())) {
        // Who came by answering since is in no list of then.
        let came = came_since(object, &scope, before);
        if !came.is_empty() {
            instances::open(&mut calendar, &scope)?.properties.extend(came);
        }
    }
    let mut step = change(Some(object), Some(&calendar), &organizer, cx)?;
    let answers = |scope: &Scope| instances::effective(before, scope).ok().map(Cow::into_owned);
    with_answers(&mut step, &object.calendar, answers);
    with_comments(&mut step, object);
    Ok(step)
}

/// Who takes part in an occurrence, or in all of it, by an answer, and did not before.
fn came_since(object: &Object, scope: &Scope, before: &Component) -> Vec<Property> {
    let then = instances::effective(before, scope).ok();
    let is_new = |seat: &&Property| {
        let who = [seat.address()];
        let said = |instance| {
            who.iter()
                .any(|who| object.last(&instance, who).is_some_and(|row| row.answer.is_some()))
        };
        let was_in = then.as_ref().is_some_and(|then| fields::attendee(then, &who).is_some());
        !was_in && (said(scope.instance()) || said(InstanceId::Whole))
    };
    let now = instances::find(&object.calendar, scope);
    now.into_iter().flat_map(fields::attendees).filter(is_new).cloned().collect()
}

/// Gives an occurrence that is on again what it had.
fn give_back(calendar: &mut Component, before: &Component, id: &CalTime) -> Result<(), Refusal> {
    let this = Scope::This(id.clone());
    let now = instances::effective(calendar, &this)?.into_owned();
    let own = instances::find(before, &this).filter(|own| !own.is_this_and_future());
    if let Some(own) = own {
        let mut own = own.clone();
        let others = instances::of_others(before, &this)?;
        for name in ["SUMMARY", "LOCATION", "DESCRIPTION", "DTSTART", "DTEND", "DURATION"] {
            // What it had of the series it has of the series as that is now.
            if diff::same(&others, &own, name) {
                own.remove(name);
                own.properties.extend(now.property(name).cloned());
            }
        }
        instances::put(calendar, own);
        return Ok(());
    }
    let range = Scope::ThisAndFuture(id.clone());
    let (was, is) = (instances::range_of(before, id), instances::range_of(calendar, id));
    let series = Series::of(calendar);
    // The range begins later now, because this one was taken out of it.
    let is_back =
        was.as_ref().is_none_or(|was| is.as_ref().is_some_and(|is| !series.is_before(is, was)));
    if !is_back {
        let first = instances::effective(before, &range)?.into_owned();
        instances::put(calendar, first);
    }
    Ok(())
}

/// Answers that people gave before, where they are asked only because it is again as it was then: in the object, and in
/// what the others are sent.
fn with_answers(step: &mut Step, now: &Component, before: impl Fn(&Scope) -> Option<Component>) {
    let requests = step.messages.iter_mut().filter(|message| message.method == Method::Request);
    let calendars = step.object.iter_mut().map(|object| &mut object.calendar);
    for calendar in calendars.chain(requests.map(|message| &mut message.calendar)) {
        for part in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
            let scope = Scope::of(part);
            let Some(before) = before(&scope) else { continue };
            let own = instances::find(now, &scope).filter(|own| Scope::of(own) == scope);
            answer_as(part, own, &before);
        }
    }
}

/// What people said with an answer that counts again.
fn with_comments(step: &mut Step, before: &Object) {
    let Some(object) = &mut step.object else { return };
    for row in before.received.iter().filter(|row| row.comment.is_some()) {
        let scope = Scope::from(row.instance.clone());
        let Ok(event) = instances::effective(&object.calendar, &scope) else { continue };
        let seat = fields::attendee(&event, std::slice::from_ref(&row.from));
        let counts = seat.is_some_and(|seat| Some(fields::partstat(seat)) == row.answer);
        if counts {
            object.with_row(&row.instance, &row.from, |known| {
                if known.answer == row.answer && known.comment.is_none() {
                    known.comment.clone_from(&row.comment);
                }
            });
        }
    }
}

fn answer_as(part: &mut Component, now: Option<&Component>, before: &Component) {
    let said = |event: &Component, who: &CalAddress| {
        let seat = fields::attendee(event, std::slice::from_ref(who));
        seat.map(fields::partstat).filter(|partstat| *partstat != Partstat::NeedsAction)
    };
    for seat in part.properties.iter_mut().filter(|property| property.name == "ATTENDEE") {
        let who = seat.address();
        let is_asked = fields::partstat(seat) == Partstat::NeedsAction;
        let former = said(before, &who).filter(|former| *former != Partstat::Delegated);
        let now = now.and_then(|now| said(now, &who));
        let is_other = now.is_some() && now != former;
        if let Some(former) = former.filter(|_| is_asked && !is_other) {
            seat.set_parameter("PARTSTAT", former.as_str());
        }
    }
}

/// A calendar without a trace of somebody.
#[must_use]
pub fn forget_in_calendar(calendar: &Component, addresses: &[CalAddress]) -> Component {
    let mut calendar = calendar.clone();
    for component in &mut calendar.components {
        forget_in(component, addresses);
    }
    calendar
}
