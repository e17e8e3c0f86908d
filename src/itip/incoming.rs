//! A message that came in, with what every rule needs of it found once.

use std::collections::HashMap;

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
        let event = newest(calendar, cx).ok_or_else(|| nothing_known(calendar))?;
        supported(method, &event.name)?;
        let uid = one_object(calendar, event)?;
        // Some programs leave ORGANIZER out of the overrides.
        let organizer = fields::scheduled(calendar).find_map(|part| part.property("ORGANIZER"));
        for event in fields::scheduled(calendar) {
            required(method, event, organizer)?;
        }
        let scope = scope_in(event, &form(method, calendar, stored));
        Ok(Self {
            calendar,
            method,
            uid,
            event,
            instance: scope.instance(),
            scope,
            version: Version::of(event, cx),
            organizer: event.property("ORGANIZER").or(organizer),
        })
    }

    /// The message as one for each of its components, as those methods see it that are about each for itself. Of two
    /// about the same the newer counts; the later one, where both are as new.
    pub(super) fn parts(&self, stored: Option<&Object>, cx: &Cx) -> Vec<Self> {
        let form = form(self.method, self.calendar, stored);
        // Each component of an ADD is an instance of its own, by when it is.
        let key = |part: &Self| match (self.method, part.event.start()) {
            (Method::Add, Some(start)) => Scope::This(start),
            _ => part.scope.clone(),
        };
        let mut places: HashMap<Scope, usize> = HashMap::new();
        let mut parts: Vec<Self> = Vec::new();
        for event in fields::scheduled(self.calendar) {
            let scope = scope_in(event, &form);
            let part = Self {
                event,
                instance: scope.instance(),
                scope,
                version: Version::of(event, cx),
                organizer: event.property("ORGANIZER").or(self.organizer),
                ..self.clone()
            };
            match places.get(&key(&part)).and_then(|at| parts.get_mut(*at)) {
                Some(known) if known.version <= part.version => *known = part,
                Some(_) => {}
                None => {
                    places.insert(key(&part), parts.len());
                    parts.push(part);
                }
            }
        }
        parts
    }

    /// The message with this component only, as it waits for what it refers to.
    pub(super) fn alone(&self) -> Component {
        let mut event = self.event.clone();
        if event.property("ORGANIZER").is_none() {
            event.properties.extend(self.organizer.cloned());
        }
        let mut components: Vec<Component> = self.calendar.children("VTIMEZONE").cloned().collect();
        components.push(event);
        Component {
            name: self.calendar.name.clone(),
            properties: self.calendar.properties.clone(),
            components,
        }
    }

    /// The organizer's address, by its own account.
    pub(super) fn organizer_address(&self) -> Option<CalAddress> {
        self.organizer.map(fields::address)
    }
}

/// The component that says what the message is about: the whole object, of several the newest; else the first instance.
fn newest<'a>(calendar: &'a Component, cx: &Cx) -> Option<&'a Component> {
    fields::scheduled(calendar)
        .filter(|part| part.property("RECURRENCE-ID").is_none())
        .max_by_key(|part| Version::of(part, cx))
        .or_else(|| fields::scheduled(calendar).next())
}

/// What says how RECURRENCE-IDs are written: the master that is replaced by the message, or that the message is about;
/// where there is none, the instances that are known, or the first that comes.
fn form<'c>(method: Method, message: &'c Component, stored: Option<&'c Object>) -> Series<'c> {
    let stored = stored.map(|object| &object.calendar);
    let replaces = matches!(method, Method::Request | Method::Publish);
    let order = if replaces { [Some(message), stored] } else { [stored, Some(message)] };
    let begins = |calendar: &&Component| {
        fields::master(calendar).is_some_and(|master| master.start().is_some())
    };
    let with_master = order.into_iter().flatten().find(begins);
    let with_instances = || stored.filter(|calendar| fields::whole(calendar).is_some());
    Series::of(with_master.or_else(with_instances).unwrap_or(message))
}

/// What a component of a message is about, in the form of the object.
fn scope_in(event: &Component, form: &Series<'_>) -> Scope {
    let scope = Scope::of(event);
    match scope.id() {
        Some(id) => scope.with_id(form.canonical(id)),
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
    let organizer = fields::scheduled(calendar).find_map(fields::organizer);
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
fn required(
    method: Method,
    event: &Component,
    organizer: Option<&Property>,
) -> Result<(), Refusal> {
    if event.property("RECURRENCE-ID").is_some() && event.recurrence_id().is_none() {
        return Err(Refusal::InvalidTime("RECURRENCE-ID"));
    }
    let has = |name: &'static str| event.property(name).map(|_| ()).ok_or(Refusal::Missing(name));
    match method {
        Method::Publish | Method::Counter => kind::begins(event),
        Method::Request | Method::Add => {
            organizer.ok_or(Refusal::Missing("ORGANIZER")).and_then(|_| kind::begins(event))
        }
        Method::Reply | Method::Refresh => has("ATTENDEE"),
        Method::Cancel | Method::DeclineCounter => Ok(()),
    }
}
