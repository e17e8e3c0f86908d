//! A message that came in, with what every rule needs of it found once.

use super::{Cx, Method, Object, Refusal, Scope, Series, fields, kind, state::Version};
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
    /// What that is about, in the form of the object at hand.
    pub(super) scope: Scope,
    /// What it is remembered by.
    pub(super) instance: InstanceId,
    /// What orders it.
    pub(super) version: Version,
    /// Who organizes it, by its own account.
    pub(super) organizer: Option<&'a Property>,
}

impl<'a> Incoming<'a> {
    /// Finds what is needed. Much that the restriction tables forbid is let pass, because the world is sloppy;
    /// what nothing can be done without is not.
    pub(super) fn read(
        calendar: &'a Component,
        stored: Option<&Object>,
        cx: &Cx,
    ) -> Result<Self, Refusal> {
        let method = calendar.value("METHOD").and_then(|value| value.parse().ok());
        let method = method.ok_or(Refusal::UnknownMethod)?;
        let event = fields::whole(calendar).ok_or_else(|| nothing_known(calendar))?;
        supported(method, &event.name)?;
        let uid = one_object(calendar, event)?;
        for event in fields::scheduled(calendar) {
            required(method, event)?;
        }
        let scope = scope_in(event, calendar, stored);
        Ok(Self {
            calendar,
            method,
            uid,
            event,
            instance: scope.instance(),
            scope,
            version: Version::of(event, cx),
            organizer: event.property("ORGANIZER"),
        })
    }

    /// The message as one for each of its components, as those methods see it that are about each for itself.
    pub(super) fn parts(&self, stored: Option<&Object>, cx: &Cx) -> Vec<Self> {
        let parts = fields::scheduled(self.calendar).map(|event| {
            let scope = scope_in(event, self.calendar, stored);
            Self {
                event,
                instance: scope.instance(),
                scope,
                version: Version::of(event, cx),
                organizer: event.property("ORGANIZER").or(self.organizer),
                ..self.clone()
            }
        });
        parts.collect()
    }

    /// The organizer's address, by its own account.
    pub(super) fn organizer_address(&self) -> Option<CalAddress> {
        self.organizer.map(fields::address)
    }
}

/// What a component of a message is about, in the form of the object: that of its master, which may come with the
/// message.
fn scope_in(event: &Component, message: &Component, stored: Option<&Object>) -> Scope {
    let scope = Scope::of(event);
    let Some(id) = scope.id() else { return scope };
    let with_master = std::iter::once(message)
        .chain(stored.map(|object| &object.calendar))
        .find(|calendar| fields::master(calendar).is_some_and(|master| master.start().is_some()));
    match with_master {
        Some(calendar) => scope.with_id(Series::of(calendar).canonical(id)),
        None => scope,
    }
}

/// Why there is nothing to schedule: nothing at all, or something that RFC 5546 does not know.
fn nothing_known(calendar: &Component) -> Refusal {
    let mut others = calendar.components.iter().filter(|part| part.name != "VTIMEZONE");
    match others.next() {
        Some(other) => Refusal::UnsupportedComponent(other.name.to_string()),
        None => Refusal::NoComponent,
    }
}

/// Which methods go with which components (RFC 5546 §3).
fn supported(method: Method, component: &str) -> Result<(), Refusal> {
    if !kind::takes(component, method) {
        return Err(Refusal::MethodNotForComponent { method, component: component.to_owned() });
    }
    Ok(())
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
        Method::Publish | Method::Counter => kind::begins(event),
        Method::Request | Method::Add => has("ORGANIZER").and_then(|()| kind::begins(event)),
        Method::Reply | Method::Refresh => has("ATTENDEE"),
        Method::Cancel | Method::DeclineCounter => Ok(()),
    }
}
