//! How far an attendee is with a to-do (RFC 5546 §3.4.3, §4.5).
//!
//! PERCENT-COMPLETE, COMPLETED and STATUS of a REPLY are the attendee's own, and never become those of the to-do: these
//! the organizer sets. So they are kept beside the components.

use std::slice;

use chrono::{DateTime, Utc};

use super::{Authority, Cx, Object, Refusal, Role, Scope, Step, Who, fields, instances};
use super::{receive, reply, respond};
use crate::{
    ical::{Component, Property, Status},
    model::{CalAddress, InstanceId, Partstat},
};

/// The properties that say how far somebody is.
pub(super) const PROPERTIES: [&str; 3] = ["COMPLETED", "PERCENT-COMPLETE", "STATUS"];

/// How far an attendee is with their part of a to-do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// How much of it is done, in percent (PERCENT-COMPLETE).
    pub percent: Option<u8>,
    /// When it was done (COMPLETED).
    pub completed: Option<DateTime<Utc>>,
    /// Where they stand (STATUS).
    pub status: Option<Status>,
}

impl Progress {
    /// What a to-do says of it; nothing of any other component.
    pub(super) fn of(todo: &Component) -> Option<Self> {
        let percent = todo.property("PERCENT-COMPLETE").and_then(Property::integer);
        let progress = Self {
            percent: percent.and_then(|percent| u8::try_from(percent.clamp(0, 100)).ok()),
            completed: todo.time("COMPLETED").map(|time| time.local().and_utc()),
            status: todo.status().filter(|status| *status != Status::Cancelled),
        };
        (todo.name == "VTODO" && progress != Self::default()).then_some(progress)
    }

    /// The properties that say it.
    pub(super) fn properties(self) -> impl Iterator<Item = Property> {
        let percent = self.percent.map(|p| Property::new("PERCENT-COMPLETE", p.to_string()));
        let completed = self.completed.map(|at| fields::instant_property("COMPLETED", at));
        let status = self.status.map(|status| Property::new("STATUS", status.as_str()));
        [percent, completed, status].into_iter().flatten()
    }

    /// What somebody answers who is this far (RFC 5545 §3.2.12); nothing new where they have not begun.
    fn partstat(self) -> Option<Partstat> {
        let done = self.status == Some(Status::Completed) || self.percent == Some(100);
        let begun = self.status == Some(Status::InProcess) || self.percent.is_some_and(|p| p > 0);
        match (self.completed, done, begun) {
            (Some(_), _, _) | (None, true, _) => Some(Partstat::Completed),
            (None, false, true) => Some(Partstat::InProcess),
            (None, false, false) => None,
        }
    }

    /// With the STATUS that an answer means.
    fn answering(self, partstat: Partstat) -> Self {
        let status = match partstat {
            Partstat::Completed => Some(Status::Completed),
            Partstat::InProcess => Some(Status::InProcess),
            _ => None,
        };
        Self { status: self.status.or(status), ..self }
    }
}

/// An answer to a to-do, with how far somebody is.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The answer.
    pub partstat: Partstat,
    /// How far they are.
    pub progress: Progress,
    /// What they say with it.
    pub comment: Option<&'a str>,
}

/// Somebody's answer to a to-do on the copy that they keep, with how far they are: as
/// [`respond`](super::respond()), and the REPLY carries PERCENT-COMPLETE, COMPLETED and STATUS.
///
/// # Errors
/// As [`respond`](super::respond()); or it is no to-do.
pub fn report(
    object: &Object,
    scope: &Scope,
    who: &Who,
    report: &Report<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let Report { partstat, progress, comment } = *report;
    let todo = fields::whole(&object.calendar).filter(|part| part.name == "VTODO");
    todo.ok_or(Refusal::InvalidAnswer)?;
    let progress = progress.answering(partstat);
    let mut told = object.clone();
    let known = instances::resolve(&object.calendar, scope)?;
    told.set_progress(&known.instance(), &who.address, Some(progress));
    if object.role == Role::Organizer {
        let message = reply(&told, scope, who, partstat, comment, cx)?;
        let authority = Authority::proven(slice::from_ref(&who.address));
        return receive(Some(object), &message.calendar, &authority, cx);
    }
    let mut step = respond(&told, scope, who, partstat, comment, cx)?;
    if let Some(copy) = &mut step.object {
        write(instances::open(&mut copy.calendar, &known)?, progress);
    }
    Ok(step)
}

/// Writes how far its owner is into their copy.
fn write(todo: &mut Component, progress: Progress) {
    for name in PROPERTIES {
        todo.remove(name);
    }
    todo.properties.extend(progress.properties());
}

/// How far somebody says they are by saving their copy, and the ATTENDEE that answers so (RFC 6638 §3.2.2.1). `own` is
/// their ATTENDEE where they answered anew by hand.
pub(super) fn saved(
    before: &Component,
    todo: &Component,
    user: &CalAddress,
    own: Option<&Property>,
) -> Option<(Property, Progress)> {
    let progress = Progress::of(todo).unwrap_or_default();
    if todo.name != "VTODO" || Progress::of(before).unwrap_or_default() == progress {
        return None;
    }
    if let Some(own) = own {
        return Some((own.clone(), progress));
    }
    let mut own = fields::attendee(todo, slice::from_ref(user))?.clone();
    if let Some(partstat) = progress.partstat() {
        own.set_parameter("PARTSTAT", partstat.as_str());
    }
    Some((own, progress))
}

/// Keeps on a new version of a to-do how far the copy's owner is: the organizer's numbers are of the whole. What is
/// called off stays so.
pub(super) fn keep(
    object: &Object,
    owner: &[CalAddress],
    instance: &InstanceId,
    todo: &mut Component,
) {
    let mut rows = owner.iter().filter_map(|address| object.last(instance, address));
    let off = todo.status() == Some(Status::Cancelled);
    if let Some(progress) = rows.find_map(|row| row.progress).filter(|_| !off) {
        write(todo, progress);
    }
}

/// Takes out of somebody's copy how far they are, which is nobody's business but the organizer's.
pub(super) fn make_public(object: &Object, own: &CalAddress, todo: &mut Component) {
    if object.received.iter().any(|row| row.from == *own && row.progress.is_some()) {
        for name in PROPERTIES {
            todo.remove(name);
        }
    }
}

impl Object {
    /// Remembers how far somebody is.
    pub(super) fn set_progress(
        &mut self,
        instance: &InstanceId,
        from: &CalAddress,
        progress: Option<Progress>,
    ) {
        if progress.is_some() || self.last(instance, from).is_some() {
            self.with_row(instance, from, |row| row.progress = progress);
        }
    }
}
