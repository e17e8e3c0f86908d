//! What the engine remembers beside the components: what came from whom, and what waits.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Cx, Held, Notice, Object, Proposal, Received, Rescheduled, Scope, Series, Status, Who, fields,
    instances,
};
use crate::{
    ical::Component,
    model::{CalAddress, CalTime, InstanceId, Partstat},
};

/// How many messages wait for one object.
const MOST_HELD: usize = 16;

/// How long a message waits (RFC 5546 §5.2.1 lets it age out).
const LONGEST_HELD: TimeDelta = TimeDelta::days(30);

/// How long before it begins what was said of a range is taken to be said: no DTSTAMP is as early.
const LONG_BEFORE: TimeDelta = TimeDelta::days(365_000);

/// When what was said of a range counts as said of an occurrence in it that has a component of its own, or with which
/// the rest of it begins: before all that is said of that one alone, and the later, the later the range begins,
/// because the nearest range counts, whichever came first.
pub(super) fn stamp_of_range(first: &CalTime) -> DateTime<Utc> {
    let stamp = first.local().and_utc().checked_sub_signed(LONG_BEFORE);
    stamp.unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// What orders two messages of one sender about one instance: SEQUENCE, then DTSTAMP (RFC 5546 §2.1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) sequence: i64,
    pub(super) stamp: DateTime<Utc>,
}

impl Version {
    /// The version of a component. Without a DTSTAMP it is as new as can be: what comes later is later.
    pub(super) fn of(component: &Component, cx: &Cx) -> Self {
        let stamp = fields::stamp(component).unwrap_or(cx.now);
        Self { sequence: fields::sequence(component), stamp }
    }

    /// Whether it is later than one about another instance of the same object: sent later, and no revision before it.
    pub(super) fn is_later_than(self, other: Self) -> bool {
        self.stamp > other.stamp && self.sequence >= other.sequence
    }
}

impl Object {
    /// When it was made (RFC 5545 §3.8.7.1), where that is known.
    pub fn created(&self) -> Option<DateTime<Utc>> {
        match fields::whole(&self.calendar)?.time("CREATED")? {
            CalTime::Utc(at) => Some(at.and_utc()),
            _ => None,
        }
    }

    /// Whether anybody but the owner of these addresses has said anything about it.
    pub fn is_answered_by_others(&self, mine: &[CalAddress]) -> bool {
        let others = |from: &CalAddress| !mine.contains(from);
        self.received.iter().any(|row| others(&row.from))
            || self.proposals.iter().any(|open| others(&open.from))
    }

    /// The newest message of a sender about an instance.
    pub(super) fn last(&self, instance: &InstanceId, from: &CalAddress) -> Option<&Received> {
        self.received.iter().find(|row| row.from == *from && row.instance == *instance)
    }

    /// The version of the newest message of a sender about an instance.
    pub(super) fn last_version(&self, instance: &InstanceId, from: &CalAddress) -> Option<Version> {
        let row = self.last(instance, from)?;
        Some(Version { sequence: row.sequence, stamp: row.stamp })
    }

    /// The version of the organizer's newest message about an instance; that of what is there, where no message is
    /// known. `None` where there is neither.
    pub(super) fn organizer_version(
        &self,
        instance: &InstanceId,
        organizer: &CalAddress,
    ) -> Option<Version> {
        self.last_version(instance, organizer).or_else(|| {
            let component = instances::find(&self.calendar, &Scope::from(instance.clone()))?;
            let stamp = fields::stamp(component).unwrap_or(DateTime::UNIX_EPOCH);
            Some(Version { sequence: fields::sequence(component), stamp })
        })
    }

    /// Whether something newer is known than what the organizer says of an instance in this version (RFC 5546 §2.1.5).
    /// A message about one instance and one about the whole may count their revisions apart, so between them only what
    /// is behind in no way and earlier is older.
    pub(super) fn is_behind(
        &self,
        instance: &InstanceId,
        organizer: &CalAddress,
        version: Version,
    ) -> bool {
        if self.organizer_version(instance, organizer).is_some_and(|known| version < known) {
            return true;
        }
        let whole = self.organizer_version(&InstanceId::Whole, organizer);
        *instance != InstanceId::Whole && whole.is_some_and(|whole| whole.is_later_than(version))
    }

    /// The version in which the organizer ended a series at an occurrence, or before it.
    pub(super) fn ended(
        &self,
        series: &Series<'_>,
        id: &CalTime,
        organizer: &CalAddress,
    ) -> Option<Version> {
        let ends = self.received.iter().filter(|row| match &row.instance {
            InstanceId::Instance(end) => {
                row.from == *organizer
                    && !series.is_before(id, end)
                    && series.original(end).is_none()
            }
            InstanceId::Whole => false,
        });
        ends.map(|row| Version { sequence: row.sequence, stamp: row.stamp }).max()
    }

    /// Remembers the newest message of a sender about an instance.
    pub(super) fn record(
        &mut self,
        instance: &InstanceId,
        from: &CalAddress,
        version: Version,
        answer: Option<(Partstat, Option<String>)>,
    ) {
        self.with_row(instance, from, |row| {
            row.sequence = version.sequence;
            row.stamp = version.stamp;
            (row.answer, row.comment) = match answer {
                Some((partstat, comment)) => (Some(partstat), comment),
                None => (None, None),
            };
        });
    }

    /// Remembers that a proposal was decided.
    pub(super) fn record_decided(&mut self, proposal: &Proposal) {
        self.with_row(&proposal.instance, &proposal.from, |row| {
            row.decided = row.decided.max(Some(proposal.stamp));
        });
    }

    pub(super) fn with_row(
        &mut self,
        instance: &InstanceId,
        from: &CalAddress,
        write: impl FnOnce(&mut Received),
    ) {
        let known = |row: &&mut Received| row.from == *from && row.instance == *instance;
        if let Some(row) = self.received.iter_mut().find(known) {
            return write(row);
        }
        let mut row = Received {
            instance: instance.clone(),
            from: from.clone(),
            sequence: 0,
            stamp: DateTime::UNIX_EPOCH,
            answer: None,
            comment: None,
            progress: None,
            decided: None,
        };
        write(&mut row);
        self.received.push(row);
    }

    /// The SEQUENCE that brought the present time of what a scope is about; answers to a lower one are out of date.
    /// `event` is the component that counts for it: who was asked with its SEQUENCE answers that one.
    pub(super) fn rescheduled_at(&self, scope: &Scope, event: &Component) -> i64 {
        if self.rescheduled.is_empty() {
            return 0;
        }
        let series = Series::of(&self.calendar);
        let concerns = |row: &&Rescheduled| match (&row.instance, scope.id()) {
            (InstanceId::Whole, _) => true,
            (InstanceId::Instance(_), None) => false,
            (InstanceId::Instance(first), Some(id)) if self.is_range(first) => {
                instances::covers(&series, &Scope::ThisAndFuture(first.clone()), id)
            }
            (InstanceId::Instance(this), Some(id)) => this == id,
        };
        let rows = self.rescheduled.iter().filter(concerns);
        rows.map(|row| row.sequence).max().unwrap_or(0).min(fields::sequence(event))
    }

    /// The highest SEQUENCE with which anybody was asked for a scope: that of `event`, the component that counts for it,
    /// or of the occurrence that a range begins with, where that has its own.
    pub(super) fn asked_at(&self, scope: &Scope, event: &Component) -> i64 {
        let first = instances::find(&self.calendar, scope).map_or(0, fields::sequence);
        first.max(fields::sequence(event))
    }

    /// The SEQUENCE at which an instance by itself was last moved.
    pub(super) fn moved_at(&self, instance: &InstanceId) -> i64 {
        self.rescheduled.iter().find(|row| row.instance == *instance).map_or(0, |row| row.sequence)
    }

    /// Remembers of an instance all that is remembered of another: of the rest of a range what was said of all of it.
    pub(super) fn remember_alike(&mut self, of: &CalTime, like: &CalTime) {
        let range = stamp_of_range(like);
        let (of, like) = (InstanceId::Instance(of.clone()), InstanceId::Instance(like.clone()));
        let rows: Vec<Received> = self
            .received
            .iter()
            .filter(|row| row.instance == like)
            .map(|row| Received {
                instance: of.clone(),
                stamp: row.stamp.min(range),
                ..row.clone()
            })
            // What they said of that one alone counts, and what they said of a nearer range.
            .filter(|row| self.last(&of, &row.from).is_none_or(|known| known.stamp < row.stamp))
            .collect();
        for row in rows {
            self.with_row(&of, &row.from.clone(), |known| {
                *known = Received { decided: known.decided.max(row.decided), ..row };
            });
        }
        let moved = self.moved_at(&like);
        if moved > self.moved_at(&of) {
            self.reschedule(&of, moved);
        }
    }

    /// Whether an instance is a range (RANGE=THISANDFUTURE).
    pub(super) fn is_range(&self, first: &CalTime) -> bool {
        let scope = Scope::ThisAndFuture(first.clone());
        instances::find(&self.calendar, &scope).is_some_and(Component::is_this_and_future)
    }

    /// The highest SEQUENCE of all components: it counts the revisions of the object, as RFC 5546 §4.4 shows.
    pub(super) fn highest_sequence(&self) -> i64 {
        fields::scheduled(&self.calendar).map(fields::sequence).max().unwrap_or(0)
    }

    /// The SEQUENCE of the next significant change.
    pub(super) fn next_sequence(&self) -> i64 {
        self.highest_sequence().saturating_add(1).min(fields::SEQUENCE_MAX)
    }

    /// Whether all of it is off.
    pub(super) fn is_cancelled(&self) -> bool {
        fields::whole(&self.calendar)
            .is_some_and(|event| fields::status(event) == Status::Cancelled)
    }

    /// Begins a new round of answers: those to a lower SEQUENCE count no more, and what people said with them
    /// is forgotten, because it was about another time.
    pub(super) fn reschedule(&mut self, instance: &InstanceId, sequence: i64) {
        match self.rescheduled.iter_mut().find(|row| row.instance == *instance) {
            Some(row) => row.sequence = sequence,
            None => {
                self.rescheduled.push(Rescheduled { instance: instance.clone(), sequence });
            }
        }
        for row in self.received.iter_mut().filter(|row| row.instance == *instance) {
            row.comment = None;
        }
    }

    /// The open proposal of somebody.
    pub(super) fn proposal(&self, instance: &InstanceId, from: &CalAddress) -> Option<&Proposal> {
        self.proposals.iter().find(|open| open.from == *from && open.instance == *instance)
    }

    /// Takes the open proposal of somebody out.
    pub(super) fn take_proposal(
        &mut self,
        instance: &InstanceId,
        from: &CalAddress,
    ) -> Option<Proposal> {
        let at = self
            .proposals
            .iter()
            .position(|open| open.from == *from && open.instance == *instance)?;
        Some(self.proposals.remove(at))
    }

    /// Lets all proposals for an instance fall, because what they are based on has changed.
    pub(super) fn drop_proposals(&mut self, instance: &InstanceId) -> Vec<Notice> {
        self.drop_proposals_if(|of| of == instance)
    }

    /// Lets the proposals for some instances fall.
    pub(super) fn drop_proposals_if(&mut self, falls: impl Fn(&InstanceId) -> bool) -> Vec<Notice> {
        let (stale, open): (Vec<Proposal>, Vec<Proposal>) =
            std::mem::take(&mut self.proposals).into_iter().partition(|open| falls(&open.instance));
        self.proposals = open;
        for proposal in &stale {
            self.record_decided(proposal);
        }
        stale
            .into_iter()
            .map(|proposal| Notice::ProposalStale {
                instance: proposal.instance,
                from: self.who(&proposal.from),
            })
            .collect()
    }

    /// An address with the name that the object has for it.
    pub(super) fn who(&self, address: &CalAddress) -> Who {
        let named = fields::whole(&self.calendar)
            .and_then(|event| fields::attendee(event, std::slice::from_ref(address)))
            .map(fields::who);
        named.unwrap_or_else(|| Who { address: address.clone(), name: None })
    }

    /// Keeps a message until what it refers to comes. Of two of the same kind from the same sender about the same
    /// instances the newer stays; when there are too many, the oldest goes. Gives whether it is one that did not wait
    /// already.
    pub(super) fn hold(&mut self, from: &CalAddress, message: &Component, cx: &Cx) -> bool {
        let key = |message: &Component| {
            let method = message.value("METHOD").map(str::to_ascii_uppercase);
            // An ADD tells its instances by when they are.
            let adds = method.as_deref() == Some("ADD");
            let about = |part| (Scope::of(part), part.start().filter(|_| adds));
            let about: Vec<(Scope, Option<CalTime>)> =
                fields::scheduled(message).map(about).collect();
            (method, about)
        };
        let same = |held: &Held| held.from == *from && key(&held.message) == key(message);
        let newer = |held: &Held| order(&held.message) > order(message);
        if self.held.iter().any(|held| same(held) && (held.message == *message || newer(held))) {
            return false;
        }
        self.held.retain(|held| !same(held));
        if self.held.len() >= MOST_HELD {
            let oldest = self.held.iter().enumerate().min_by_key(|(_, held)| held.since);
            let oldest = oldest.map_or(0, |(at, _)| at);
            self.held.remove(oldest);
        }
        self.held.push(Held { from: from.clone(), since: cx.now, message: message.clone() });
        // In the order in which they were sent, as they will be applied.
        self.held.sort_by_cached_key(|held| order(&held.message));
        true
    }

    /// Lets go of what has waited too long.
    pub(super) fn expire_held(&mut self, cx: &Cx) -> Vec<Notice> {
        let (gone, kept) = std::mem::take(&mut self.held)
            .into_iter()
            .partition(|held| cx.now.signed_duration_since(held.since) > LONGEST_HELD);
        self.held = kept;
        Vec::into_iter(gone)
            .map(|held| Notice::HeldExpired { from: held.from, since: held.since })
            .collect()
    }
}

/// What orders messages that wait: the SEQUENCE and DTSTAMP of what they are about.
fn order(message: &Component) -> (i64, Option<DateTime<Utc>>) {
    let event = fields::whole(message);
    (event.map_or(0, fields::sequence), event.and_then(fields::stamp))
}
