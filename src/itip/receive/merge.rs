//! A newer version of a meeting, on an attendee's copy.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use chrono::DateTime;

pub(super) use self::components::kept;
use super::{cancel, keep, nothing};
use crate::{
    ical::{Component, Property},
    itip::{
        Authority, Cx, Message, Notice, Object, Outcome, Refusal, Scope, Series, Status, Step, Who,
        counter,
        diff::{self, Diff},
        fields,
        incoming::Incoming,
        instances, progress, respond,
        state::Version,
    },
    model::{CalAddress, InstanceId, Partstat},
};

mod components;
mod single;
mod whole;

/// Where a newer version comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// From the organizer, to those who are invited.
    Organizer,
    /// From the organizer, to everyone: it has no list of attendees, and the copy keeps its own.
    Published,
    /// From an attendee who sends the owner in their place. It says nothing of when the organizer last wrote.
    Delegator,
}

/// What comes of a message whose sender may not change anything: nothing, if it only says once more what is known.
pub(super) fn only_if_known(
    object: &Object,
    step: Result<Step, Refusal>,
    refusal: Refusal,
) -> Result<Step, Refusal> {
    match step.map(|step| step.outcome) {
        Ok(outcome @ (Outcome::Unchanged | Outcome::Stale)) => Ok(nothing(Some(object), outcome)),
        _ => Err(refusal),
    }
}

/// Remembers in which version each component of a new object came.
pub(super) fn remember(object: &mut Object, organizer: &CalAddress, source: Source, cx: &Cx) {
    let versions: Vec<(InstanceId, Version)> = fields::scheduled(&object.calendar)
        .map(|part| (Scope::of(part).instance(), Version::of(part, cx)))
        .collect();
    for (instance, version) in versions {
        let stamp = if source == Source::Delegator { DateTime::UNIX_EPOCH } else { version.stamp };
        object.record(&instance, organizer, Version { stamp, ..version }, None);
    }
}

/// Takes over a newer version: of the whole, or of single instances. What is private to the copy stays.
pub(super) fn update(
    object: &Object,
    organizer: &CalAddress,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    source: Source,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let is_off = |event| fields::status(event) == Status::Cancelled;
    let whole = fields::master(incoming.calendar).is_some();
    let mut emptied = None;
    if !whole && fields::whole(&object.calendar).is_some_and(is_off) {
        // A later invitation to an instance is not about what is left of the meeting that was called off.
        let mut empty = object.clone();
        empty.calendar.components.retain(|part| !fields::is_scheduled(part));
        emptied = Some(empty);
    }
    let before = emptied.as_ref().unwrap_or(object);
    let invited = fields::whole(&object.calendar).is_some_and(|e| e.property("ATTENDEE").is_some());
    let merge = Merge {
        object,
        before,
        organizer,
        authority,
        source,
        keep_roster: source == Source::Published && invited,
        cx,
        next: before.clone(),
        messages: Vec::new(),
        notices: Vec::new(),
        asked_again: Vec::new(),
        anew: HashSet::new(),
        raised: HashSet::new(),
        changed: false,
        news: false,
    };
    if whole { merge.whole(incoming) } else { merge.instances(incoming) }
}

/// A newer version on its way into the copy.
struct Merge<'a> {
    /// The copy as it was.
    object: &'a Object,
    /// What of it the new version is about.
    before: &'a Object,
    organizer: &'a CalAddress,
    authority: &'a Authority<'a>,
    source: Source,
    keep_roster: bool,
    cx: &'a Cx,
    /// The copy as it becomes.
    next: Object,
    messages: Vec<Message>,
    notices: Vec<Notice>,
    /// The owner's answers that they are asked for once more.
    asked_again: Vec<(Scope, Property)>,
    /// What everyone is asked anew for.
    anew: HashSet<InstanceId>,
    /// What has a higher SEQUENCE or another time.
    raised: HashSet<InstanceId>,
    /// Whether anything is different.
    changed: bool,
    /// Whether anything is different but what people are asked.
    news: bool,
}

impl<'a> Merge<'a> {
    /// The version of what the message says of an instance.
    fn version(&self, instance: &InstanceId, told: Version) -> Version {
        if self.source != Source::Delegator {
            return told;
        }
        let known = self.object.organizer_version(instance, self.organizer);
        let stamp = known
            .filter(|known| known.sequence == told.sequence)
            .map_or(DateTime::UNIX_EPOCH, |known| known.stamp);
        Version { stamp, ..told }
    }

    /// An occurrence as the copy has it, for any writing of its RECURRENCE-ID.
    fn occurrence(&self, series: &Series<'_>, scope: &Scope) -> Option<Cow<'a, Component>> {
        let known = series.find(scope.id()?)?;
        instances::effective(&self.before.calendar, &scope.with_id(known)).ok()
    }

    /// Takes over one component. `before` is what the copy has in its place, `zones` defines its time zones.
    fn take(
        &mut self,
        scope: &Scope,
        before: Option<&Component>,
        component: &mut Component,
        zones: &Component,
    ) {
        let instance = scope.instance();
        let Some(before) = before else {
            self.changed = true;
            self.news = true;
            let owner = fields::attendee(component, self.authority.owner).map(fields::who);
            self.notices.extend(owner.map(|who| Notice::Invited { instance, who }));
            return;
        };
        keep::keep_private(before, component);
        progress::keep(self.object, self.authority.owner, &instance, component);
        let old = &self.before.calendar;
        let diff = diff::diff_components((old, before), (zones, component));
        let raised = fields::sequence(component) > fields::sequence(before);
        if self.keep_roster {
            component.remove("ATTENDEE");
            component.properties.extend(fields::attendees(before).cloned());
        } else if !raised && !diff.asks_anew() {
            let own = keep::keep_answers(self.object, scope, before, component, self.authority);
            self.asked_again.extend(own.map(|own| (scope.clone(), own)));
        }
        self.changed |= is_changed(before, component, &diff, raised);
        self.news |= !diff.properties.is_empty() || answers(before) != answers(component);
        self.notices.extend(notices(&instance, before, component, &diff));
        if diff.rescheduled || raised {
            self.raised.insert(instance.clone());
        }
        if diff.asks_anew() {
            self.next.reschedule(&instance, fields::sequence(component));
            self.anew.insert(instance);
        }
    }

    /// The step, now that everything is taken over.
    fn finish(mut self) -> Result<Step, Refusal> {
        let is_off = |calendar: &Component| {
            fields::whole(calendar).is_some_and(|e| fields::status(e) == Status::Cancelled)
        };
        let off = is_off(&self.next.calendar);
        if off {
            cancel::mark(&mut self.next.calendar);
        }
        self.settle_proposals();
        if !self.asked_again.is_empty() && !self.news {
            self.repeat_answer()?;
        }
        let outcome = match (off && !is_off(&self.object.calendar), self.changed) {
            (true, _) => Outcome::Deleted,
            (false, true) => Outcome::Updated,
            (false, false) => Outcome::Unchanged,
        };
        let Self { next, messages, notices, .. } = self;
        Ok(Step { object: Some(next), messages, notices, outcome })
    }

    /// The owner's open proposals are decided by a new version: taken, if it is when they would have it; out of date, if
    /// everyone is asked anew. SEQUENCE also rises for what has nothing to do with them, and then they stay open, as they
    /// do with the organizer.
    fn settle_proposals(&mut self) {
        if self.raised.is_empty() {
            return;
        }
        for proposal in std::mem::take(&mut self.next.proposals) {
            let concerns = |set: &HashSet<InstanceId>| {
                set.contains(&InstanceId::Whole) || set.contains(&proposal.instance)
            };
            let scope = Scope::from(proposal.instance.clone());
            let now = instances::resolve(&self.next.calendar, &scope)
                .and_then(|scope| instances::effective(&self.next.calendar, &scope))
                .ok();
            let taken = now.as_deref().is_some_and(|now| counter::is_taken(now, &proposal.event));
            let decided = concerns(&self.raised) && (concerns(&self.anew) || taken);
            if now.is_some() && !decided {
                self.next.proposals.push(proposal);
                continue;
            }
            let span = now.as_deref().and_then(fields::span);
            let accepted = span.is_some() && fields::span(&proposal.event) == span;
            self.next.record_decided(&proposal);
            let from = self.next.who(&proposal.from);
            let instance = proposal.instance;
            self.notices.push(if accepted {
                Notice::ProposalDecided { instance, from, accepted, comment: None }
            } else {
                Notice::ProposalStale { instance, from }
            });
        }
    }

    /// The same answer once more, for an organizer who asks for it (RFC 5546 §3.2.2.7).
    fn repeat_answer(&mut self) -> Result<(), Refusal> {
        let mut parts = Vec::new();
        let (mut comment, mut now) = (None, DateTime::UNIX_EPOCH);
        for (scope, own) in std::mem::take(&mut self.asked_again) {
            let row = self.object.last(&scope.instance(), &own.address());
            comment = comment.or_else(|| row.and_then(|row| row.comment.clone()));
            let told = self.next.last(&scope.instance(), self.organizer);
            now = now.max(row.map_or(now, |row| row.stamp));
            now = now.max(told.map_or(now, |told| told.stamp));
            parts.push((scope, vec![own]));
        }
        let cx = Cx { now, ..*self.cx };
        let message = respond::reply_message(&self.next, parts, comment.as_deref(), &cx)?;
        self.messages.push(message);
        Ok(())
    }
}

/// Who is invited, and what they answered.
fn answers(event: &Component) -> Vec<(CalAddress, Partstat)> {
    fields::attendees(event).map(|p| (p.address(), fields::partstat(p))).collect()
}

fn is_changed(before: &Component, event: &Component, diff: &Diff, raised: bool) -> bool {
    raised || !diff.properties.is_empty() || !diff::same(before, event, "ATTENDEE")
}

fn notices(
    instance: &InstanceId,
    before: &Component,
    event: &Component,
    diff: &Diff,
) -> Vec<Notice> {
    let status = fields::status(event);
    if status == Status::Cancelled && fields::status(before) != status {
        let (instance, comment) = (instance.clone(), fields::comment(event));
        return vec![Notice::Cancelled { instance, comment }];
    }
    let mut notices = diff.notices(before, event);
    let (old, new) = (fields::by_address(before), fields::by_address(event));
    let only_in = |one: &Component, other: &HashMap<CalAddress, &Property>| -> Vec<Who> {
        let people = fields::attendees(one).map(fields::who);
        people.filter(|who| !other.contains_key(&who.address)).collect()
    };
    let added = only_in(event, &old).into_iter();
    notices.extend(added.map(|who| Notice::Invited { instance: instance.clone(), who }));
    let gone = only_in(before, &new).into_iter();
    notices.extend(gone.map(|who| Notice::Removed { instance: instance.clone(), who }));
    notices
}
