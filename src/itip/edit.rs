//! What the organizer changes, in the words of a person: of all of a meeting, of one occurrence, or of one and all later
//! ones.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::{
    Cx, Draft, Edit, Object, Outcome, Refusal, Scope, Series, Step, change, diff, draft, fields,
    instances,
};
use crate::{
    ical::{Component, Property, format_time, parse_time},
    model::{CalAddress, CalTime, Partstat, Span},
};

/// Changes the organizer's copy, as the organizer. A cancelled meeting stays as it is.
///
/// What is said of several occurrences is said of those among them that differ, too: but where a title, a place or a
/// time is another there already, it stays.
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

/// Writes a change into an object, of a scope in its form.
pub(super) fn apply(calendar: &mut Component, scope: &Scope, edit: &Edit) -> Result<(), Refusal> {
    let before = instances::effective(calendar, scope)?.into_owned();
    match (scope, edit) {
        (Scope::Whole, Edit::Move(span)) => move_series(calendar, &before, span),
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

/// Changes an occurrence that differs, and all later ones: it keeps what differs, and the range begins after it.
fn from_one_that_differs(
    calendar: &mut Component,
    id: &CalTime,
    before: &Component,
    edit: &Edit,
) -> Result<(), Refusal> {
    let rest = instances::rest_after(calendar, id);
    let first = Scope::ThisAndFuture(id.clone());
    others(calendar, &first, before, edit);
    let own = instances::open(calendar, &Scope::This(id.clone()))?;
    match edit {
        Edit::Cancel { .. } => {
            // `cut` takes the later ones along.
            own.set(Property::new_time("RECURRENCE-ID", id).with("RANGE", "THISANDFUTURE"));
            draft::apply(own, edit);
            return Ok(());
        }
        Edit::Move(_) => draft::apply(own, edit),
        _ => apply_to_other(own, before, edit),
    }
    let Some(rest) = rest else { return Ok(()) };
    let scope = Scope::ThisAndFuture(rest.clone());
    if instances::find(calendar, &scope).is_some() {
        return Ok(());
    }
    let edit = match edit {
        Edit::Move(span) => {
            let by = rest.local().signed_duration_since(id.local());
            let later = |time: &CalTime| {
                time.with_local(time.local().checked_add_signed(by).unwrap_or(time.local()))
            };
            Edit::Move(Span { start: later(&span.start), end: later(&span.end) })
        }
        other => other.clone(),
    };
    draft::apply(instances::open(calendar, &scope)?, &edit);
    Ok(())
}

/// Changes the overrides that the change is about too.
fn others(calendar: &mut Component, scope: &Scope, before: &Component, edit: &Edit) {
    if matches!(scope, Scope::This(_)) || matches!(edit, Edit::Cancel { .. } | Edit::Repeat(_)) {
        return;
    }
    let later: Vec<Scope> = {
        let series = Series::of(calendar);
        instances::overrides(calendar)
            .map(|(other, _)| other)
            .filter(|other| {
                let first = scope.id();
                other.id().is_some_and(|id| first.is_none_or(|first| series.is_before(first, id)))
            })
            .collect()
    };
    for other in later {
        if let Ok(event) = instances::open(calendar, &other) {
            apply_to_other(event, before, edit);
        }
    }
}

fn apply_to_other(event: &mut Component, before: &Component, edit: &Edit) {
    let name = match edit {
        Edit::Rename(_) => "SUMMARY",
        Edit::Place(_) => "LOCATION",
        Edit::Describe(_) => "DESCRIPTION",
        Edit::Move(span) => {
            if let Some(span) = moved_along(event, before, span) {
                draft::set_span(event, &span);
            }
            return;
        }
        _ => return draft::apply(event, edit),
    };
    if diff::same(before, event, name) {
        draft::apply(event, edit);
    }
}

/// When an override is that was as far from its occurrence, and as long, as the range was that moves now.
fn moved_along(event: &Component, before: &Component, to: &Span) -> Option<Span> {
    let off = |event: &Component| {
        let (id, span) = (event.recurrence_id()?, fields::span(event)?);
        let length = span.end.local().signed_duration_since(span.start.local());
        Some((span.start.local().signed_duration_since(id.local()), length))
    };
    let first = before.recurrence_id()?;
    if off(event)? != off(before)? {
        return None;
    }
    let by = event.recurrence_id()?.local().signed_duration_since(first.local());
    let later = |time: &CalTime| Some(time.with_local(time.local().checked_add_signed(by)?));
    Some(Span { start: later(&to.start)?, end: later(&to.end)? })
}

/// Moves a series: what differs about its occurrences, and which of them are off, moves along.
fn move_series(calendar: &mut Component, before: &Component, to: &Span) {
    let Some(from) = fields::span(before) else { return };
    let shift =
        Shift { by: to.start.local().signed_duration_since(from.start.local()), to: &to.start };
    let kind_stays = from.start.is_date() == to.start.is_date();
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
            shift.component(part);
        }
    }
    // Those that are no occurrence any more, by a rule that names days, are as the series has them.
    let known: HashMap<CalTime, bool> = {
        let series = Series::of(calendar);
        let ids = fields::scheduled(calendar).filter_map(Component::recurrence_id);
        ids.map(|id| (id.clone(), kind_stays && series.original(&id).is_some())).collect()
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

/// From one time to another, in the zone of that.
struct Shift<'t> {
    by: TimeDelta,
    to: &'t CalTime,
}

impl Shift<'_> {
    fn time(&self, time: &CalTime) -> CalTime {
        let local = time.local().checked_add_signed(self.by).unwrap_or(time.local());
        self.to.with_local(local)
    }

    fn component(&self, part: &mut Component) {
        for name in ["RECURRENCE-ID", "DTSTART", "DTEND", "DUE"] {
            if let Some(property) = part.property_mut(name)
                && let Some(time) = property.time()
            {
                property.set_time(&self.time(&time));
            }
        }
    }

    fn dates(&self, property: &mut Property) {
        let dates: Vec<CalTime> = property.times().map(|time| self.time(&time)).collect();
        let Some(first) = dates.first() else { return };
        property.set_time(first);
        property.value = dates.iter().map(format_time).collect::<Vec<_>>().join(",");
    }

    /// A rule whose end, and whose days of the week, move along.
    fn rule(&self, rule: &str, from: &CalTime) -> String {
        let days = self.to.local().date().signed_duration_since(from.local().date()).num_days();
        let weekly = rule.to_ascii_uppercase().contains("FREQ=WEEKLY");
        let parts = rule.split(';').map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            if name.trim().eq_ignore_ascii_case("UNTIL")
                && let Some(until) = parse_time(value.trim(), None)
                && let Some(local) = until.local().checked_add_signed(self.by)
            {
                return format!("UNTIL={}", format_time(&until.with_local(local)));
            }
            if name.trim().eq_ignore_ascii_case("BYDAY") && weekly {
                let days: Vec<String> = value.split(',').map(|day| later_day(day, days)).collect();
                return format!("BYDAY={}", days.join(","));
            }
            part.to_owned()
        });
        parts.collect::<Vec<_>>().join(";")
    }
}

/// A day of the week, so many days later.
fn later_day(day: &str, days: i64) -> String {
    const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let at = DAYS.iter().position(|known| known.eq_ignore_ascii_case(day.trim()));
    let at = at.and_then(|at| i64::try_from(at).ok());
    let later = at.and_then(|at| usize::try_from((at + days).rem_euclid(7)).ok());
    later.and_then(|later| DAYS.get(later)).map_or_else(|| day.to_owned(), |day| (*day).to_owned())
}
