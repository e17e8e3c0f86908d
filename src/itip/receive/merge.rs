//! A newer version of a meeting, on an attendee's copy.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
};

use chrono::DateTime;
use chrono_tz::Tz;

use super::{ask_for_all, cancel, keep, nothing};
use crate::{
    ical::{Component, Property, Zones},
    itip::{
        Authority, Cx, Message, Notice, Object, Outcome, Refusal, Scope, Series, Status, Step, Who,
        counter,
        diff::{self, Diff},
        fields,
        incoming::Incoming,
        instances, progress, quirks, respond,
        state::Version,
    },
    model::{CalAddress, CalTime, InstanceId, Partstat},
};

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

/// The message as it is kept: without METHOD, one component for each instance in the order of time, each with its
/// ORGANIZER and one ATTENDEE for each attendee. An instance that is told to be off is taken out.
pub(super) fn kept(incoming: &Incoming<'_>, cx: &Cx) -> Component {
    let message = incoming.calendar;
    let others = message.components.iter().filter(|part| !fields::is_scheduled(part));
    let mut calendar = Component {
        name: message.name.clone(),
        properties: message.properties.iter().filter(|p| p.name != "METHOD").cloned().collect(),
        components: others.cloned().collect(),
    };
    let with_master = fields::master(message).is_some();
    let mut off = Vec::new();
    for part in incoming.parts(None, cx) {
        match &part.scope {
            Scope::This(id) if with_master && fields::status(part.event) == Status::Cancelled => {
                off.push(id.clone());
            }
            _ => calendar.components.push(component(&part)),
        }
    }
    for id in &off {
        instances::exclude(&mut calendar, id);
    }
    quirks::settle(&mut calendar);
    sort(&mut calendar);
    calendar
}

/// A component of a message as it is kept.
fn component(part: &Incoming<'_>) -> Component {
    let mut component = part.event.clone();
    if let Some(id) = part.scope.property() {
        component.set(id);
    }
    if component.property("ORGANIZER").is_none() {
        component.properties.extend(part.organizer.cloned());
    }
    component
}

/// Puts the master before its overrides, and these in the order of time.
fn sort(calendar: &mut Component) {
    let parts = std::mem::take(&mut calendar.components);
    let (mut scheduled, others): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(fields::is_scheduled);
    calendar.components = others;
    let zones = Zones::of(calendar);
    let when =
        |id: CalTime| zones.instant(&id, Tz::UTC).map_or_else(|| id.local(), |at| at.naive_utc());
    scheduled.sort_by_cached_key(|part| part.recurrence_id().map(when));
    calendar.components.extend(scheduled);
}

/// Brings over the time zones that are not there yet.
fn bring_zones(from: &Component, to: &mut Component) {
    for zone in from.children("VTIMEZONE") {
        if !to.children("VTIMEZONE").any(|known| known.value("TZID") == zone.value("TZID")) {
            to.components.insert(0, zone.clone());
        }
    }
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
    /// The whole object in a newer version, with its overrides.
    fn whole(mut self, incoming: &Incoming<'_>) -> Result<Step, Refusal> {
        let last = self.object.organizer_version(&InstanceId::Whole, self.organizer);
        let version = self.version(&InstanceId::Whole, incoming.version);
        if last.is_some_and(|last| version < last) {
            return Ok(nothing(Some(self.object), Outcome::Stale));
        }
        let mut calendar = kept(incoming, self.cx);
        let came: HashMap<CalTime, Version> = instances::overrides(&calendar)
            .filter_map(|(scope, part)| {
                let version = self.version(&scope.instance(), Version::of(part, self.cx));
                Some((scope.id()?.clone(), version))
            })
            .collect();
        let mut known = self.adopt(&mut calendar, version, &came);
        let before = self.before;
        let old = Series::of(&before.calendar);
        let parts = std::mem::take(&mut calendar.components);
        for mut part in parts {
            if fields::is_scheduled(&part) {
                let scope = Scope::of(&part);
                let own = match scope.id() {
                    None => fields::master(&before.calendar),
                    Some(id) => known.remove(id),
                };
                let was = own.map(Cow::Borrowed).or_else(|| self.occurrence(&old, &scope));
                let came = scope.id().map_or(Some(version), |id| came.get(id).copied());
                let newest = own.map(|own| Scope::of(own).instance());
                let newest =
                    newest.and_then(|own| self.object.organizer_version(&own, self.organizer));
                self.take(&scope, was.as_deref(), &mut part, &calendar);
                if let Some(version) = came {
                    // What is known to be newer has stayed, and stays the newer.
                    let version = newest.map_or(version, |newest| newest.max(version));
                    self.next.record(&scope.instance(), self.organizer, version, None);
                }
            }
            calendar.components.push(part);
        }
        self.tell_of_dates(&old, &calendar);
        self.next.calendar = calendar;
        self.forget(version, &came);
        for (id, gone) in known {
            self.dropped(&id, gone, version);
        }
        if !self.changed && last == Some(version) {
            return Ok(nothing(Some(self.object), Outcome::Unchanged));
        }
        self.finish()
    }

    /// Puts into a new version of the whole what it does not take back. Gives the overrides of the copy by their
    /// RECURRENCE-IDs in the new form.
    fn adopt(
        &mut self,
        calendar: &mut Component,
        version: Version,
        came: &HashMap<CalTime, Version>,
    ) -> BTreeMap<CalTime, &'a Component> {
        let before = self.before;
        let series = Series::of(calendar);
        let with: HashMap<CalTime, (Version, &Component)> = instances::overrides(calendar)
            .filter_map(|(scope, part)| {
                let id = scope.id()?.clone();
                let version = came.get(&id).copied()?;
                Some((id, (version, part)))
            })
            .collect();
        let later = keep::later(before, self.organizer, version, &series, &with);
        let known = instances::overrides(&before.calendar)
            .filter_map(|(scope, part)| Some((series.canonical(scope.id()?), part)))
            .collect();
        keep::rename(&mut self.next, &series);
        if !later.is_empty() {
            keep::put_back(calendar, later);
            bring_zones(&before.calendar, calendar);
        }
        known
    }

    /// Single instances in a newer version.
    fn instances(mut self, incoming: &Incoming<'_>) -> Result<Step, Refusal> {
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

    /// An occurrence as the copy has it, for any writing of its RECURRENCE-ID.
    fn occurrence(&self, series: &Series<'_>, scope: &Scope) -> Option<Cow<'a, Component>> {
        let known = series.find(scope.id()?)?;
        instances::effective(&self.before.calendar, &scope.with_id(known)).ok()
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

    /// Tells of the dates that are taken out of a series or put into it.
    fn tell_of_dates(&mut self, old: &Series<'_>, calendar: &Component) {
        let masters = (fields::master(&self.before.calendar), fields::master(calendar));
        let (Some(before), Some(after)) = masters else { return };
        let is_off = |event| fields::status(event) == Status::Cancelled;
        if is_off(before) || is_off(after) {
            return;
        }
        let new = Series::of(calendar);
        let was: HashSet<CalTime> = before.exdates().map(|date| new.canonical(&date)).collect();
        let is: HashSet<CalTime> = after.exdates().map(|date| new.canonical(&date)).collect();
        let mut dates: Vec<&CalTime> = is.symmetric_difference(&was).collect();
        let added: Vec<CalTime> = after
            .rdates()
            .map(|date| new.canonical(&date))
            .filter(|date| !is.contains(date) && !was.contains(date) && old.find(date).is_none())
            .collect();
        dates.extend(&added);
        dates.sort_unstable();
        dates.dedup();
        for date in dates {
            let instance = InstanceId::Instance(date.clone());
            if is.contains(date) {
                let off = old.find(date).map(|_| Notice::Cancelled { instance, comment: None });
                self.notices.extend(off);
            } else if let Some(id) = new.find(date) {
                let now = instances::effective(calendar, &Scope::This(id)).ok();
                let span = now.as_deref().and_then(fields::span);
                self.notices.push(Notice::Added { instance, span });
            }
        }
    }

    /// Forgets what the organizer said of single instances before this version of the whole.
    fn forget(&mut self, version: Version, came: &HashMap<CalTime, Version>) {
        let organizer = self.organizer;
        self.next.received.retain(|row| match &row.instance {
            InstanceId::Instance(id) if row.from == *organizer && !came.contains_key(id) => {
                let known = Version { sequence: row.sequence, stamp: row.stamp };
                keep::is_after(known, version)
            }
            _ => true,
        });
    }

    /// An override that the new version of the whole does not have.
    fn dropped(&mut self, id: &CalTime, gone: &Component, version: Version) {
        let scope = Scope::of(gone).with_id(id.clone());
        let instance = scope.instance();
        let now = Series::of(&self.next.calendar).find(id);
        let now = now.and_then(|_| instances::effective(&self.next.calendar, &scope).ok());
        let Some(now) = now.map(Cow::into_owned) else {
            self.changed = true;
            if fields::status(gone) != Status::Cancelled {
                self.notices.push(Notice::Cancelled { instance, comment: None });
            }
            return;
        };
        let old = (&self.before.calendar, gone);
        let mut kept = now.clone();
        keep::keep_private(gone, &mut kept);
        let diff = diff::diff_components(old, (&self.next.calendar, &kept));
        self.notices.extend(diff.notices(gone, &kept));
        if diff.asks_anew() {
            self.next.reschedule(&instance, version.sequence);
            self.anew.insert(instance.clone());
        }
        if diff.rescheduled {
            self.raised.insert(instance);
        }
        keep::reopen(self.object, &mut self.next, &scope, (gone, &now), !diff.asks_anew());
        self.changed |= instances::find(&self.next.calendar, &scope) != Some(gone);
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

/// Puts overrides into a copy, each in the place of the one before it.
fn place(calendar: &mut Component, mut placed: BTreeMap<Option<CalTime>, Component>) {
    for part in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        if let Some(new) = placed.remove(&part.recurrence_id()) {
            *part = new;
        }
    }
    if !placed.is_empty() {
        calendar.components.extend(placed.into_values());
        sort(calendar);
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
