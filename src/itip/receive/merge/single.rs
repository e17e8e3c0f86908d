//! Newer versions of single instances.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    super::{ask_for_all, cancel, nothing},
    Merge, Source,
    components::{bring_zones, component, place},
};
use crate::{
    ical::Component,
    itip::{
        Notice, Outcome, Refusal, Series, Status, Step, fields, incoming::Incoming, instances,
        quirks, state::Version,
    },
    model::{InstanceId, Partstat},
};

/// How the copy stands to what a message says of one instance.
enum Standing<'c> {
    /// It knows something newer.
    Ahead,
    /// It has no such instance, and should.
    Without,
    /// It has the instance as it was; or it is new here.
    Has(Option<Cow<'c, Component>>),
}

impl<'a> Merge<'a> {
    /// Single instances in a newer version.
    pub(super) fn instances(mut self, incoming: &Incoming<'_>) -> Result<Step, Refusal> {
        let before = self.before;
        let mut message = incoming.calendar.clone();
        quirks::settle(&mut message);
        let incoming = &Incoming::read(&message, Some(before), self.cx)?;
        let series = Series::of(&before.calendar);
        let mut outcome = Outcome::Stale;
        let mut known = true;
        let mut placed = BTreeMap::new();
        for part in incoming.parts(Some(before), self.cx) {
            let version = self.version(&part.instance, part.version);
            let was = match self.standing(&series, &part, version) {
                Standing::Ahead => continue,
                Standing::Without => {
                    outcome = self.wait(&part);
                    continue;
                }
                Standing::Has(was) => was,
            };
            let last = self.object.organizer_version(&part.instance, self.organizer);
            known &= last == Some(version);
            outcome = Outcome::Unchanged;
            self.next.record(&part.instance, self.organizer, version, None);
            if fields::status(part.event) == Status::Cancelled {
                self.call_off(&part);
                continue;
            }
            let mut component = component(&part);
            if let Some(id) = part.scope.id()
                && fields::master(&before.calendar).is_some()
                && series.find(id).is_none()
            {
                if self.is_hidden(&part.instance, &component) {
                    continue;
                }
                instances::include(&mut self.next.calendar, id);
            }
            self.take(&part.scope, was.as_deref(), &mut component, incoming.calendar);
            placed.insert(part.scope.id().cloned(), component);
        }
        if placed.is_empty() && !self.changed {
            let next = if outcome == Outcome::Held { &self.next } else { self.object };
            return Ok(Step { messages: self.messages, ..nothing(Some(next), outcome) });
        }
        if known && !self.changed {
            return Ok(nothing(Some(self.object), Outcome::Unchanged));
        }
        place(&mut self.next.calendar, placed);
        bring_zones(incoming.calendar, &mut self.next.calendar);
        self.finish()
    }

    fn standing(&self, series: &Series<'_>, part: &Incoming<'_>, version: Version) -> Standing<'a> {
        let ahead = |instance| {
            let known = self.object.organizer_version(instance, self.organizer);
            known.is_some_and(|known| version <= known)
        };
        let called_off = !std::ptr::eq(self.before, self.object);
        let delegated = self.source == Source::Delegator;
        if called_off && (ahead(&part.instance) || ahead(&InstanceId::Whole)) && !delegated
            || self.object.is_behind(&part.instance, self.organizer, version) && !delegated
        {
            return Standing::Ahead;
        }
        let before = &self.before.calendar;
        let Some(id) = part.scope.id() else { return Standing::Without };
        if fields::master(before).is_none() {
            return Standing::Has(instances::effective(before, &part.scope).ok());
        }
        if series.find(id).is_some() {
            return Standing::Has(self.occurrence(series, &part.scope));
        }
        if series.original(id).is_some() {
            return Standing::Has(None);
        }
        match self.object.ended(series, id, self.organizer) {
            Some(end) if version <= end => Standing::Ahead,
            _ => Standing::Without,
        }
    }

    /// What is about an instance that the copy should have, and has not, waits for the whole (RFC 5546 §4.7.2).
    fn wait(&mut self, part: &Incoming<'_>) -> Outcome {
        if !self.next.hold(self.organizer, &part.alone(), self.cx) {
            return Outcome::Unchanged;
        }
        if self.messages.is_empty() {
            self.messages.extend(ask_for_all(part, self.authority, self.cx));
        }
        Outcome::Held
    }

    /// An instance that a REQUEST tells to be off.
    fn call_off(&mut self, part: &Incoming<'_>) {
        let before = self.next.calendar.clone();
        let comment = fields::comment(part.event);
        cancel::take_out(&mut self.next, &part.scope);
        if before != self.next.calendar {
            self.changed = true;
            self.news = true;
            let instance = part.instance.clone();
            self.notices.push(Notice::Cancelled { instance, comment });
        }
    }

    /// Whether the owner took an instance out of their copy, and the organizer knows that they do not come.
    fn is_hidden(&self, instance: &InstanceId, component: &Component) -> bool {
        fields::attendee(component, self.authority.owner).is_some_and(|own| {
            let row = self.object.last(instance, &own.address());
            fields::partstat(own) == Partstat::Declined
                && row.is_some_and(|row| row.answer == Some(Partstat::Declined))
        })
    }
}
