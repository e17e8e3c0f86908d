//! A message that came in, with what every rule needs of it found once.

use super::{Cx, Method, Refusal, fields, state::Version};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, InstanceId},
};

/// A message that came in.
#[derive(Debug, Clone)]
pub(super) struct Incoming<'a> {
    /// The whole of it.
    pub(super) calendar: &'a Component,
    /// What it is for.
    pub(super) method: Method,
    /// The object it is about.
    pub(super) uid: &'a str,
    /// The component that says it: the whole object, or one instance.
    pub(super) event: &'a Component,
    /// Which of them.
    pub(super) instance: InstanceId,
    /// What orders it.
    pub(super) version: Version,
    /// Who organizes it, by its own account.
    pub(super) organizer: Option<&'a Property>,
}

impl<'a> Incoming<'a> {
    /// Finds what is needed. Much that the restriction tables forbid is let pass, because the world is sloppy;
    /// what nothing can be done without is not.
    pub(super) fn read(calendar: &'a Component, cx: &Cx) -> Result<Self, Refusal> {
        let method = calendar.value("METHOD").and_then(|value| value.parse().ok());
        let method = method.ok_or(Refusal::UnknownMethod)?;
        let event = fields::whole(calendar).ok_or(Refusal::NoComponent)?;
        supported(method, &event.name)?;
        let uid = one_object(calendar, event)?;
        required(method, event)?;
        Ok(Self {
            calendar,
            method,
            uid,
            event,
            instance: fields::instance(event),
            version: Version::of(event, cx),
            organizer: event.property("ORGANIZER"),
        })
    }

    /// The organizer's address, by its own account.
    pub(super) fn organizer_address(&self) -> Option<CalAddress> {
        self.organizer.map(fields::address)
    }
}

/// Which methods go with which components (RFC 5546 §3), and which components are handled.
fn supported(method: Method, component: &str) -> Result<(), Refusal> {
    let defined = match component {
        "VJOURNAL" => matches!(method, Method::Publish | Method::Add | Method::Cancel),
        "VFREEBUSY" => matches!(method, Method::Publish | Method::Request | Method::Reply),
        _ => true,
    };
    if !defined {
        return Err(Refusal::MethodNotForComponent { method, component: component.to_owned() });
    }
    kind(component)
}

/// Which kinds of component are handled.
pub(super) fn kind(component: &str) -> Result<(), Refusal> {
    match component {
        "VEVENT" => Ok(()),
        other => Err(Refusal::UnsupportedComponent(other.to_owned())),
    }
}

/// Checks that all components are of one kind and one object (RFC 5546 §1.4, RFC 6638 §3.2.4.2), and gives its UID.
pub(super) fn one_object<'a>(
    calendar: &'a Component,
    event: &'a Component,
) -> Result<&'a str, Refusal> {
    let uid = event.value("UID").filter(|uid| !uid.trim().is_empty());
    let uid = uid.ok_or(Refusal::Missing("UID"))?;
    let organizer = fields::organizer(event);
    for other in fields::scheduled(calendar) {
        if other.name != event.name {
            return Err(Refusal::MixedComponents);
        }
        if other.value("UID") != Some(uid) {
            return Err(Refusal::MixedUids);
        }
        let theirs = other.property("ORGANIZER");
        if theirs.is_some_and(|theirs| Some(fields::address(theirs)) != organizer) {
            return Err(Refusal::MixedOrganizers);
        }
    }
    Ok(uid)
}

/// What nothing can be done without.
fn required(method: Method, event: &Component) -> Result<(), Refusal> {
    let has = |name: &'static str| event.property(name).map(|_| ()).ok_or(Refusal::Missing(name));
    match method {
        Method::Publish | Method::Counter => begins(event),
        Method::Request | Method::Add => has("ORGANIZER").and_then(|()| begins(event)),
        Method::Reply | Method::Refresh => has("ATTENDEE"),
        Method::Cancel | Method::DeclineCounter => Ok(()),
    }
}

/// Checks that a component has a DTSTART that can be read.
pub(super) fn begins(event: &Component) -> Result<(), Refusal> {
    let start = event.property("DTSTART").ok_or(Refusal::Missing("DTSTART"))?;
    start.time().map(|_| ()).ok_or(Refusal::InvalidTime("DTSTART"))
}
