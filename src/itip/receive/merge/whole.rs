//! A newer version of the whole, with its overrides.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    super::{keep, nothing},
    Merge,
    components::{bring_zones, kept},
};
use crate::{
    ical::Component,
    itip::{
        Notice, Outcome, Refusal, Scope, Series, Status, Step, diff, fields, incoming::Incoming,
        instances, state::Version,
    },
    model::{CalTime, InstanceId},
};

impl<'a> Merge<'a> {
    /// The whole object in a newer version, with its overrides.
    pub(super) fn whole(mut self, incoming: &Incoming<'_>) -> Result<Step, Refusal> {
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
            self.dropped(&id, gone, incoming.event, version);
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

    /// An override that the new version of the whole does not have. `told` is what that says of the series.
    fn dropped(&mut self, id: &CalTime, gone: &Component, told: &Component, version: Version) {
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
        keep::reopen(self.object, &mut self.next, &scope, (gone, &now, told), !diff.asks_anew());
        self.changed |= instances::find(&self.next.calendar, &scope) != Some(gone);
    }
}
