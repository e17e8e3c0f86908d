//! What the organizer changes, in the words of a person: of all of a meeting, of one occurrence, or of one and all later
//! ones.

use std::{borrow::Cow, collections::HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    Alike, Cx, Draft, Edit, Object, Outcome, Refusal, Scope, Series, Status, Step, ToCome, change,
    diff, draft, fields, instances, other_rule, shift::Shift,
};
use crate::{
    ical::{Component, Property, Zones},
    model::{CalAddress, CalTime, Partstat, Span},
};

/// Changes the organizer's copy, as the organizer. A cancelled meeting stays as it is.
///
/// What is said of several occurrences is said of those among them that differ, too: but where a title or a place is
/// another there already, it stays. The occurrence that is named, and not only among the later ones, is always changed.
/// A time moves all of them: as far as the first, or to where [`Alike`] says.
///
/// # Errors
/// It is cancelled, there is no such occurrence, or nobody organizes it.
pub fn edit(object: &Object, scope: &Scope, edit: &Edit, cx: &Cx) -> Result<Step, Refusal> {
    edit_all(object, scope, std::slice::from_ref(edit), cx)
}

/// Does several such things in one step, so that others get one message of them.
///
/// # Errors
/// As [`edit`].
pub fn edit_all(object: &Object, scope: &Scope, edits: &[Edit], cx: &Cx) -> Result<Step, Refusal> {
    if object.is_cancelled() {
        return Err(Refusal::Cancelled);
    }
    let scope = instances::resolve(&object.calendar, scope)?;
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(event).ok_or(Refusal::NoOrganizer)?;
    let mut calendar = object.calendar.clone();
    for edit in edits {
        apply(&mut calendar, &scope, edit)?;
    }
    change(Some(object), Some(&calendar), &organizer, cx)
}

/// Makes a meeting what another draft says, in one step: what, when, where, and who is asked. Who has answered stays.
///
/// # Errors
/// It is cancelled, or nobody organizes it.
pub fn revise(object: &Object, draft: &Draft, cx: &Cx) -> Result<Step, Refusal> {
    if object.is_cancelled() {
        return Err(Refusal::Cancelled);
    }
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(event).ok_or(Refusal::NoOrganizer)?;
    let mut calendar = object.calendar.clone();
    let mut edits = draft::edits(event, draft);
    edits.extend(draft::repeat_edit(event, draft));
    edits.extend(roster_edits(event, &organizer, draft));
    for edit in &edits {
        apply(&mut calendar, &Scope::Whole, edit)?;
    }
    if calendar == object.calendar {
        let (object, outcome) = (Some(object.clone()), Outcome::Unchanged);
        return Ok(Step { object, messages: Vec::new(), notices: Vec::new(), outcome });
    }
    change(Some(object), Some(&calendar), &organizer, cx)
}

/// What makes those who are asked to an event those of a draft.
fn roster_edits(event: &Component, organizer: &CalAddress, draft: &Draft) -> [Edit; 2] {
    let stays = |who: &Property| {
        let address = fields::address(who);
        address == *organizer
            || fields::partstat(who) != Partstat::NeedsAction
            || draft.attendees.iter().any(|wanted| wanted.address == address)
    };
    let gone = fields::attendees(event).filter(|who| !stays(who)).map(fields::address);
    [Edit::Uninvite(gone.collect()), Edit::Invite(draft.attendees.clone())]
}

impl Object {
    /// The days of the dates to come in a scope that keep words of their own where the others have been given some, and
    /// whether all later ones do, too.
    pub fn unlike(
        &self,
        scope: &Scope,
        edits: &[Edit],
        at: DateTime<Utc>,
        zone: Tz,
    ) -> Vec<(NaiveDate, bool)> {
        let Ok(scope) = instances::resolve(&self.calendar, scope) else { return Vec::new() };
        if matches!(scope, Scope::This(_)) {
            return Vec::new();
        }
        let (zones, series) = (Zones::of(&self.calendar), Series::of(&self.calendar));
        let begun = instances::overrides(&self.calendar).filter_map(|(scope, part)| {
            let id = scope.id().filter(|_| part.is_this_and_future())?.clone();
            zones.instant(&id, zone).is_some_and(|start| start <= at).then_some(id)
        });
        let begun: Vec<CalTime> = begun.collect();
        let is_over = |scope: &Scope, part: &Component| match scope {
            Scope::ThisAndFuture(id) => begun.iter().any(|later| series.is_before(id, later)),
            _ => fields::span(part)
                .and_then(|span| zones.instant(&span.end, zone))
                .is_some_and(|end| end <= at),
        };
        let later = later_than(&self.calendar, &scope).into_iter().filter_map(|scope| {
            let part = instances::find(&self.calendar, &scope)?;
            let is_on = fields::status(part) != Status::Cancelled && !is_over(&scope, part);
            let is_unlike = is_on && edits.iter().any(|edit| !has_words(part, edit));
            Some((part.start()?.local().date(), part.is_this_and_future())).filter(|_| is_unlike)
        });
        later.collect()
    }
}

/// Whether a component has the words that an edit gives it.
fn has_words(part: &Component, edit: &Edit) -> bool {
    let text = |name| part.text(name).filter(|text| !text.is_empty());
    match edit {
        Edit::Rename(title) => text("SUMMARY").as_ref() == Some(title),
        Edit::Place(place) => text("LOCATION") == *place,
        Edit::Describe(words) => text("DESCRIPTION") == *words,
        _ => true,
    }
}

/// Writes a change into an object, of a scope in its form.
pub(super) fn apply(calendar: &mut Component, scope: &Scope, edit: &Edit) -> Result<(), Refusal> {
    let before = instances::effective(calendar, scope)?.into_owned();
    match (scope, edit) {
        (Scope::Whole, Edit::Move(span)) => {
            move_series(calendar, &before, span, Alike::default());
        }
        (Scope::Whole, Edit::MoveAll(span, alike)) => move_series(calendar, &before, span, *alike),
        (_, Edit::MoveToCome(coming, span, alike)) => move_to_come(calendar, coming, span, *alike)?,
        (Scope::ThisAndFuture(id), Edit::Move(span)) => {
            move_range(calendar, id, &before, span, Alike::default())?;
        }
        (Scope::ThisAndFuture(id), Edit::MoveAll(span, alike)) => {
            move_range(calendar, id, &before, span, *alike)?;
        }
        (Scope::Whole, Edit::RepeatFrom(span, rule, alike)) => {
            other_rule::repeat(calendar, span, rule, *alike);
        }
        (Scope::Whole, Edit::Repeat(_)) => {
            draft::apply(instances::open(calendar, scope)?, edit);
            drop_unknown(calendar);
        }
        (Scope::ThisAndFuture(id), _) if is_alone(calendar, id) => {
            from_one_that_differs(calendar, id, &before, edit)?;
        }
        _ => {
            others(calendar, scope, &before, edit);
            draft::apply(instances::open(calendar, scope)?, edit);
        }
    }
    Ok(())
}

/// Whether an occurrence differs by itself.
fn is_alone(calendar: &Component, id: &CalTime) -> bool {
    let own = instances::find(calendar, &Scope::This(id.clone()));
    own.is_some_and(|own| !own.is_this_and_future())
}

/// Changes an occurrence that differs, and all later ones: it keeps what else differs, and the range begins after it.
fn from_one_that_differs(
    calendar: &mut Component,
    id: &CalTime,
    before: &Component,
    edit: &Edit,
) -> Result<(), Refusal> {
    let first = Scope::ThisAndFuture(id.clone());
    if matches!(edit, Edit::Cancel { .. }) {
        // `cut` takes the later ones along.
        let own = instances::open(calendar, &Scope::This(id.clone()))?;
        own.set(Property::new_time("RECURRENCE-ID", id).with("RANGE", "THISANDFUTURE"));
        draft::apply(own, edit);
        return Ok(());
    }
    let rest = instances::rest_after(calendar, id).map(Scope::ThisAndFuture);
    // What the later ones have is what the rest has: the first has its own.
    let of_rest = rest.as_ref().and_then(|rest| instances::effective(calendar, rest).ok());
    let of_rest = of_rest.map_or_else(|| before.clone(), Cow::into_owned);
    others(calendar, &first, &of_rest, edit);
    draft::apply(instances::open(calendar, &Scope::This(id.clone()))?, edit);
    if let Some(rest) = rest {
        draft::apply(instances::open(calendar, &rest)?, edit);
    }
    Ok(())
}

/// Changes the overrides that the change is about too.
fn others(calendar: &mut Component, scope: &Scope, before: &Component, edit: &Edit) {
    if matches!(scope, Scope::This(_))
        || matches!(edit, Edit::Cancel { .. } | Edit::Repeat(_) | Edit::RepeatFrom(..))
    {
        return;
    }
    for other in later_than(calendar, scope) {
        if let Ok(event) = instances::open(calendar, &other) {
            apply_to_other(event, before, edit);
        }
    }
}

/// The overrides of later occurrences; of the whole, all.
fn later_than(calendar: &Component, scope: &Scope) -> Vec<Scope> {
    let series = Series::of(calendar);
    let is_later = |other: &Scope| {
        other.id().is_some_and(|id| scope.id().is_none_or(|first| series.is_before(first, id)))
    };
    instances::overrides(calendar).map(|(other, _)| other).filter(is_later).collect()
}

fn apply_to_other(event: &mut Component, before: &Component, edit: &Edit) {
    let name = match edit {
        Edit::Rename(_) => "SUMMARY",
        Edit::Place(_) => "LOCATION",
        Edit::Describe(_) => "DESCRIPTION",
        _ => return draft::apply(event, edit),
    };
    if diff::same(before, event, name) {
        draft::apply(event, edit);
    }
}

/// Moves an occurrence and all later ones; what differs about these moves along.
fn move_range(
    calendar: &mut Component,
    id: &CalTime,
    before: &Component,
    to: &Span,
    alike: Alike,
) -> Result<(), Refusal> {
    let first = Scope::ThisAndFuture(id.clone());
    let alone = Scope::This(id.clone());
    let own = is_alone(calendar, id).then(|| instances::find(calendar, &alone)).flatten();
    let Some(from) = fields::span(own.unwrap_or(before)) else { return Ok(()) };
    let is_alone = own.is_some();
    let shift = Shift::of(&from, to, id, alike);
    let rest = is_alone.then(|| instances::rest_after(calendar, id)).flatten();
    let rest = rest.map(Scope::ThisAndFuture);
    // A range that begins there already is among those that come later.
    let new = rest.filter(|rest| instances::find(calendar, rest).is_none());
    for later in later_than(calendar, &first) {
        shift.times(instances::open(calendar, &later)?);
    }
    let scope = if is_alone { &alone } else { &first };
    draft::set_span(instances::open(calendar, scope)?, to);
    if let Some(rest) = new {
        shift.times(instances::open(calendar, &rest)?);
    }
    Ok(())
}

/// Moves the dates of a series that are to come, each of them that differs by itself; those that are over stay.
fn move_to_come(
    calendar: &mut Component,
    coming: &ToCome,
    to: &Span,
    alike: Alike,
) -> Result<(), Refusal> {
    let first = Scope::This(coming.first.clone());
    let from = fields::span(&instances::of_others(calendar, &first)?);
    let Some(from) = from else { return Ok(()) };
    let shift = Shift::of(&from, to, &coming.first, alike);
    let range = Scope::ThisAndFuture(coming.first.clone());
    let ranges = later_than(calendar, &range).into_iter();
    let ranges = ranges.filter(|later| matches!(later, Scope::ThisAndFuture(_)));
    for scope in ranges.chain(coming.alone.iter().cloned().map(Scope::This)) {
        shift.times(instances::open(calendar, &scope)?);
    }
    if coming.has_others {
        draft::set_span(instances::open(calendar, &range)?, to);
    }
    Ok(())
}

/// Moves a series: what differs about its occurrences, and which of them are off, moves along.
pub(super) fn move_series(calendar: &mut Component, before: &Component, to: &Span, alike: Alike) {
    let Some(from) = fields::span(before) else { return };
    let shift = Shift::of(&from, to, &from.start, alike);
    if let Some(master) = fields::master_mut(calendar) {
        draft::set_span(master, to);
        for property in &mut master.properties {
            match property.name.as_str() {
                "RDATE" | "EXDATE" => shift.dates(property),
                "RRULE" => property.value = shift.rule(&property.value, &from.start),
                _ => {}
            }
        }
    }
    for part in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        if part.property("RECURRENCE-ID").is_some() {
            shift.times(part);
            shift.id(part);
        }
    }
    // Those that are no occurrence any more, by a rule that names days, are as the series has them.
    let known: HashMap<CalTime, bool> = {
        let series = Series::of(calendar);
        let ids = fields::scheduled(calendar).filter_map(Component::recurrence_id);
        ids.map(|id| (id.clone(), series.original(&id).is_some())).collect()
    };
    calendar.components.retain(|part| {
        !fields::is_scheduled(part)
            || part.recurrence_id().is_none_or(|id| known.get(&id).copied().unwrap_or(false))
    });
}

/// Drops what is said of occurrences that the series does not have any more.
fn drop_unknown(calendar: &mut Component) {
    let mut rule = Component::new(&calendar.name);
    let of_rule = calendar.components.iter().filter(|part| {
        part.name == "VTIMEZONE"
            || fields::is_scheduled(part) && part.property("RECURRENCE-ID").is_none()
    });
    rule.components = of_rule.cloned().collect();
    let series = Series::of(&rule);
    calendar.components.retain(|part| {
        let known = |id: CalTime| series.repeats() && series.find(&id) == Some(id);
        !fields::is_scheduled(part) || part.recurrence_id().is_none_or(known)
    });
}
