//! Reading an object as a meeting.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Meeting, Object, Participant, Refusal, Scope, fields, instances};
use crate::{
    ical::{Component, Property, Zones},
    model::{CalTime, InstanceId, Span, Uid},
};

impl Object {
    /// Its UID; that of the messages that wait for it, where it is not there yet.
    pub fn uid(&self) -> Uid {
        let held = self.held.iter().map(|held| &held.message);
        let uid = std::iter::once(&self.calendar)
            .chain(held)
            .find_map(|calendar| fields::scheduled(calendar).find_map(|c| c.value("UID")))
            // What is left of a deleted object has it by itself (RFC 7986 §5.3).
            .or_else(|| self.calendar.value("UID"));
        Uid(uid.unwrap_or_default().to_owned())
    }

    /// Its SEQUENCE; 0 where there is none. What is left of a deleted object has the one that it came to.
    pub fn sequence(&self) -> i64 {
        let left = || self.received.iter().map(|row| row.sequence).max().unwrap_or(0);
        fields::whole(&self.calendar).map_or_else(left, fields::sequence)
    }

    /// Whether it is only a place for messages that came before what they refer to, or what is left of a deleted object.
    pub fn is_placeholder(&self) -> bool {
        fields::scheduled(&self.calendar).next().is_none()
    }

    /// Whether it takes place more than once.
    pub fn is_recurring(&self) -> bool {
        fields::repeats(&self.calendar)
    }

    /// The object as people read it. Dates and floating times are read in `zone_for_floating`.
    pub fn meeting(&self, zone_for_floating: Tz) -> Meeting {
        let nothing = Component::default();
        let event = fields::whole(&self.calendar).unwrap_or(&nothing);
        self.read(event, &InstanceId::Whole, zone_for_floating)
    }

    /// The object as one occurrence has it: its own time, words, people and answers. Of several, as the first has it.
    ///
    /// # Errors
    /// There is no such occurrence.
    pub fn meeting_at(&self, scope: &Scope, zone_for_floating: Tz) -> Result<Meeting, Refusal> {
        let scope = match instances::resolve(&self.calendar, scope)? {
            Scope::ThisAndFuture(first) => Scope::This(first),
            other => other,
        };
        let event = instances::effective(&self.calendar, &scope)?;
        Ok(self.read(&event, &scope.instance(), zone_for_floating))
    }

    /// What the date that a card shows at an instant would be, were nothing different about it alone.
    pub fn meeting_with_others(&self, at: DateTime<Utc>, zone: Tz) -> Meeting {
        let shown = self.shown(at, zone).map(|date| date.scope());
        let others = shown.and_then(|scope| {
            let others = instances::of_others(&self.calendar, &scope).ok()?;
            Some(self.read(&others, &scope.instance(), zone))
        });
        others.unwrap_or_else(|| self.meeting(zone))
    }

    pub(super) fn read(
        &self,
        event: &Component,
        instance: &InstanceId,
        zone_for_floating: Tz,
    ) -> Meeting {
        let epoch = CalTime::Utc(DateTime::<Utc>::UNIX_EPOCH.naive_utc());
        let span = fields::span(event)
            .unwrap_or_else(|| Span { start: epoch.clone(), end: epoch.clone() });
        let zones = Zones::of(&self.calendar);
        let instant = |time: &CalTime| {
            let known = zones.instant(time, zone_for_floating);
            known.unwrap_or_else(|| time.local().and_utc())
        };
        let (start, end) = (instant(&span.start), instant(&span.end));
        let participant = |property: &Property| self.participant(property, instance);
        Meeting {
            uid: self.uid(),
            sequence: fields::sequence(event),
            status: fields::status(event),
            summary: event.text("SUMMARY").unwrap_or_default(),
            description: text(event, "DESCRIPTION"),
            location: text(event, "LOCATION"),
            span,
            start,
            end: end.max(start),
            organizer: event.property("ORGANIZER").map(participant),
            attendees: event.properties_named("ATTENDEE").map(participant).collect(),
        }
    }

    fn participant(&self, property: &Property, instance: &InstanceId) -> Participant {
        let who = fields::who(property);
        // What they said of this occurrence; else of the series.
        let own = self.last(instance, &who.address).filter(|row| row.answer.is_some());
        let row = own.or_else(|| self.last(&InstanceId::Whole, &who.address));
        Participant {
            partstat: fields::partstat(property),
            chair: property
                .parameter("ROLE")
                .is_some_and(|role| role.eq_ignore_ascii_case("CHAIR")),
            delegated_to: fields::addresses(property, "DELEGATED-TO"),
            delegated_from: fields::addresses(property, "DELEGATED-FROM"),
            comment: row.and_then(|row| row.comment.clone()),
            progress: row.and_then(|row| row.progress),
            address: who.address,
            name: who.name,
        }
    }
}

fn text(event: &Component, name: &str) -> Option<String> {
    event.text(name).filter(|text| !text.is_empty())
}

impl super::Proposal {
    /// The time that is proposed.
    pub fn span(&self) -> Option<Span> {
        fields::span(&self.event)
    }
}

impl super::Status {
    /// The value as RFC 5545 §3.8.1.11 writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tentative => "TENTATIVE",
            Self::Confirmed => "CONFIRMED",
            Self::Cancelled => "CANCELLED",
        }
    }
}
