//! An edit of several dates of a series, where some of them have components of their own.
//!
//! What is different about a date stays so; what it has like the others changes with them.

use super::{Edit, Refusal, Scope, Series, draft, fields, instances, shift};
use crate::{
    ical::Component,
    model::{CalTime, Span},
};

/// Changes all dates.
pub(super) fn to_all(calendar: &mut Component, edit: &Edit) -> Result<(), Refusal> {
    match edit {
        Edit::Move(span) if fields::master(calendar).is_some_and(fields::is_recurring) => {
            shift::shift(calendar, span)
        }
        _ => to(calendar, &Scope::Whole, edit),
    }
}

/// Changes the dates of a scope, which is in the form of the object.
pub(super) fn to(calendar: &mut Component, scope: &Scope, edit: &Edit) -> Result<(), Refusal> {
    let before = instances::effective(calendar, scope)?.into_owned();
    let own = instances::open(calendar, scope)?;
    draft::apply(own, edit);
    if matches!(scope, Scope::This(_)) || matches!(edit, Edit::Cancel { .. }) {
        return Ok(());
    }
    let others: Vec<Scope> = {
        let series = Series::of(calendar);
        let covered = instances::overrides(calendar).map(|(other, _)| other);
        let covered = covered.filter(|other| other.instance() != scope.instance());
        covered
            .filter(|other| other.id().is_some_and(|id| instances::covers(&series, scope, id)))
            .collect()
    };
    for other in others {
        let part = instances::open(calendar, &other)?;
        match edit {
            Edit::Move(span) => follow(part, &other, scope, &before, span),
            Edit::Rename(_) if part.text("SUMMARY") != before.text("SUMMARY") => {}
            Edit::Place(_) if part.text("LOCATION") != before.text("LOCATION") => {}
            Edit::Describe(_) if part.text("DESCRIPTION") != before.text("DESCRIPTION") => {}
            _ => draft::apply(part, edit),
        }
    }
    Ok(())
}

/// Has a date of a range that moves come along, unless it was moved alone.
fn follow(part: &mut Component, which: &Scope, range: &Scope, before: &Component, to: &Span) {
    let (Some(own), Some(old)) = (fields::span(part), fields::span(before)) else { return };
    let (Some(id), Some(first)) = (which.id(), range.id()) else { return };
    let since = |time: &CalTime, from: &CalTime| time.local().signed_duration_since(from.local());
    let moved_alone = since(&own.start, id) != since(&old.start, first);
    if moved_alone && matches!(which, Scope::This(_)) {
        return;
    }
    let length = if since(&own.end, &own.start) == since(&old.end, &old.start) {
        since(&to.end, &to.start)
    } else {
        since(&own.end, &own.start)
    };
    let start = id.local().checked_add_signed(since(&to.start, first));
    let end = start.and_then(|start| start.checked_add_signed(length));
    if let (Some(start), Some(end)) = (start, end) {
        let (start, end) = (to.start.with_local(start), to.end.with_local(end));
        draft::set_span(part, &Span { start, end });
    }
}
