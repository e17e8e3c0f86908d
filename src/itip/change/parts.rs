//! The components of the organizer's copy in two versions: what counted for each occurrence, and what counts now
//! (RFC 6638 §3.2.1.2, "on a per-instance basis").

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use super::roster::{removed, roster_changed, settle_attendees};
use crate::{
    ical::{Component, Property},
    itip::{
        Cx, Scope, Series, Status,
        diff::{self, Diff},
        fields, instances,
    },
    model::CalTime,
};

/// More occurrences than these, gone at once, are told by the whole series.
const MOST_CANCELLED: usize = 128;

/// A component in two versions.
#[derive(Debug)]
pub(super) struct Part<'o> {
    /// What it is about.
    pub(super) scope: Scope,
    /// What counted for it; `None` where there was no such occurrence.
    pub(super) before: Option<Cow<'o, Component>>,
    /// What counts for it; `None` where there is no such occurrence any more.
    pub(super) after: Option<Component>,
    /// What is different.
    pub(super) diff: Diff,
    /// Who was in it and is not any more.
    pub(super) removed: Vec<Property>,
    /// Whether those who are in it are told of it.
    pub(super) told: bool,
    /// Whether it was taken out by itself, and does not only fall with the times of the series.
    pub(super) cancelled: bool,
}

/// What the organizer's program wants, read.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The new version, with every RECURRENCE-ID in the form of its master.
    pub(super) calendar: Component,
    /// What does not take place any more, with the component that says so.
    pub(super) cancelled: Vec<(Scope, Option<Component>)>,
}

/// Both versions, part by part: first all that the new one has, in its order, then what is gone. The new calendar is left
/// without its components.
pub(super) fn parts<'o>(old: Option<&'o Component>, wanted: &mut Wanted) -> Vec<Part<'o>> {
    let mut before = Before::of(old);
    let all = std::mem::take(&mut wanted.calendar.components);
    let (mut scheduled, frame): (Vec<_>, Vec<_>) = all.into_iter().partition(fields::is_scheduled);
    scheduled.sort_by_key(|component| component.property("RECURRENCE-ID").is_some());
    wanted.calendar.components = frame;
    let mut parts: Vec<Part<'o>> = Vec::new();
    for component in scheduled {
        let scope = Scope::of(&component);
        let before = before.take(&scope);
        parts.push(Part::new(scope, before, Some(component), old, &wanted.calendar));
    }
    for (scope, said) in &wanted.cancelled {
        let Some(mut was) = before.take(scope) else { continue };
        if let Some(comment) = said.as_ref().and_then(|said| said.property("COMMENT")) {
            was.to_mut().set(comment.clone());
        }
        parts.push(Part {
            cancelled: true,
            ..Part::new(scope.clone(), Some(was), None, None, &wanted.calendar)
        });
    }
    for (scope, was) in before.left() {
        let gone = Part::new(scope, Some(Cow::Borrowed(was)), None, None, &wanted.calendar);
        parts.push(gone);
    }
    parts
}

impl<'o> Part<'o> {
    fn new(
        scope: Scope,
        before: Option<Cow<'o, Component>>,
        after: Option<Component>,
        old: Option<&Component>,
        new: &Component,
    ) -> Self {
        let diff = match (old, before.as_deref(), after.as_ref()) {
            (Some(old), Some(before), Some(after)) if before != after => {
                diff::diff_components((old, before), (new, after))
            }
            _ => Diff::default(),
        };
        Self { scope, before, after, diff, removed: Vec::new(), told: false, cancelled: false }
    }

    /// Whether it is about the object as a whole.
    pub(super) fn is_whole(&self) -> bool {
        self.scope == Scope::Whole
    }

    /// Whether it is called off, and was not before.
    pub(super) fn is_called_off(&self) -> bool {
        let off = |event: &Component| fields::status(event) == Status::Cancelled;
        self.after.as_ref().is_some_and(off) && self.before.as_deref().is_some_and(|old| !off(old))
    }

    /// Whether answers to it begin anew.
    pub(super) fn asks_anew(&self) -> bool {
        self.diff.asks_anew() || self.before.is_none()
    }

    /// Whether its list of attendees is another than before.
    pub(super) fn lists_others(&self, after: &Component) -> bool {
        let before = self.before.as_deref();
        before.is_none_or(|before| !fields::attendees(before).eq(fields::attendees(after)))
    }

    /// Settles the list of attendees, and who is no longer in it.
    pub(super) fn settle(&mut self) {
        let Some(after) = &mut self.after else { return };
        settle_attendees(self.before.as_deref(), after, self.diff.asks_anew());
        if let Some(before) = self.before.as_deref() {
            self.removed = removed(before, after).into_iter().cloned().collect();
        }
    }

    /// Gives it its SEQUENCE: the `next` one where the change is significant or a CANCEL tells of it (RFC 5546 §2.1.4),
    /// else the one it had; never a lower one than the organizer's program says. Finds out who is told, too: `known` are the properties of which they hear otherwise.
    pub(super) fn number(&mut self, next: i64, known: &[&str]) {
        let Some(after) = &mut self.after else { return };
        let given = fields::sequence(after);
        let Some(before) = self.before.as_deref() else {
            let given = given.max(next);
            after.set(Property::new("SEQUENCE", given.to_string()));
            self.told = true;
            return;
        };
        let kept = fields::sequence(before);
        let raise = self.diff.significant || !self.removed.is_empty();
        let sequence = if raise { kept.max(given).max(next) } else { kept.max(given) };
        let news = |name: &String| !known.contains(&name.as_str());
        self.told = self.diff.properties.iter().any(news)
            || given > kept
            || roster_changed(before, after, false);
        after.set(Property::new("SEQUENCE", sequence.to_string()));
    }

    /// Gives it a SEQUENCE, and tells of it.
    pub(super) fn raise(&mut self, to: i64) {
        if let Some(after) = &mut self.after {
            after.set(Property::new("SEQUENCE", to.to_string()));
            self.told = true;
        }
    }

    /// Whether anything but the bookkeeping is different.
    pub(super) fn is_changed(&self) -> bool {
        let (Some(before), Some(after)) = (self.before.as_deref(), &self.after) else {
            return true;
        };
        !self.diff.properties.is_empty()
            || fields::sequence(after) > fields::sequence(before)
            || before.components != after.components
            || roster_changed(before, after, true)
    }

    /// Takes it as it was, where it is not changed; gives whether it needs no component of its own.
    pub(super) fn leave(&mut self) -> bool {
        match &self.before {
            Some(Cow::Owned(_)) if matches!(self.scope, Scope::This(_)) => true,
            Some(Cow::Borrowed(before)) if Scope::of(before) == self.scope => {
                self.after = Some((*before).clone());
                false
            }
            _ => false,
        }
    }

    /// Writes the bookkeeping: DTSTAMP, CREATED, LAST-MODIFIED.
    pub(super) fn finish(&mut self, cx: &Cx) {
        let Some(after) = &mut self.after else { return };
        after.set(fields::instant_property("DTSTAMP", cx.now));
        let before = self.before.as_deref().and_then(|old| old.property("CREATED"));
        let created = before.or(after.property("CREATED")).cloned();
        after.set(created.unwrap_or_else(|| fields::instant_property("CREATED", cx.now)));
        after.set(fields::instant_property("LAST-MODIFIED", cx.now));
    }
}

/// The old version, taken apart.
struct Before<'o> {
    calendar: Option<&'o Component>,
    series: Option<Series<'o>>,
    own: HashMap<CalTime, &'o Component>,
    order: Vec<CalTime>,
}

impl<'o> Before<'o> {
    fn of(calendar: Option<&'o Component>) -> Self {
        let overrides: Vec<_> = calendar.into_iter().flat_map(instances::overrides).collect();
        let ids = |(scope, component): &(Scope, &'o Component)| {
            scope.id().map(|id| (id.clone(), *component))
        };
        Self {
            calendar,
            series: calendar.map(Series::of),
            order: overrides.iter().filter_map(|(scope, _)| scope.id().cloned()).collect(),
            own: overrides.iter().filter_map(ids).collect(),
        }
    }

    /// What counted for a scope.
    fn take(&mut self, scope: &Scope) -> Option<Cow<'o, Component>> {
        let calendar = self.calendar?;
        let Some(id) = scope.id() else { return fields::master(calendar).map(Cow::Borrowed) };
        if let Some(own) = self.own.get(id).copied()
            && (Scope::of(own) == *scope || matches!(scope, Scope::This(_)))
        {
            if Scope::of(own) == *scope {
                self.own.remove(id);
            }
            return Some(Cow::Borrowed(own));
        }
        fields::master(calendar)?;
        self.series.as_ref()?.find(id)?;
        instances::effective(calendar, scope).ok()
    }

    /// The overrides that nobody asked for.
    fn left(self) -> impl Iterator<Item = (Scope, &'o Component)> {
        let Self { mut own, order, .. } = self;
        order.into_iter().filter_map(move |id| {
            let component = own.remove(&id)?;
            Some((Scope::of(component), component))
        })
    }
}

/// Puts back the overrides that the organizer's program dropped while their occurrences go on: each is now as the series
/// has it, which is a change of that occurrence, and keeps the answers to it.
pub(super) fn keep_dropped(old: &Component, wanted: &mut Wanted) {
    // What takes place once has no occurrences that could differ.
    if !fields::repeats(&wanted.calendar) {
        return;
    }
    let here: HashSet<CalTime> = fields::scheduled(&wanted.calendar)
        .filter_map(Component::recurrence_id)
        .chain(wanted.cancelled.iter().filter_map(|(scope, _)| scope.id().cloned()))
        .collect();
    let dropped: Vec<Component> = {
        let series = Series::of(&wanted.calendar);
        instances::overrides(old)
            .filter(|(scope, _)| scope.id().is_some_and(|id| !here.contains(id)))
            .filter(|(scope, _)| scope.id().is_some_and(|id| series.find(id).as_ref() == Some(id)))
            .filter_map(|(scope, _)| instances::effective(&wanted.calendar, &scope).ok())
            .map(Cow::into_owned)
            .collect()
    };
    for component in dropped {
        instances::put(&mut wanted.calendar, component);
    }
}

/// The occurrences that the new version takes out by EXDATE; none where they are so many that the series tells of them
/// better.
pub(super) fn excluded(old: &Component, new: &Component) -> Vec<Scope> {
    let (before, after) = (Series::of(old), Series::of(new));
    let dates = |calendar: &Component, series: &Series<'_>| -> Vec<CalTime> {
        let master = fields::master(calendar);
        let dates = master.into_iter().flat_map(Component::exdates);
        dates.map(|date| series.canonical(&date)).collect()
    };
    let known: HashSet<CalTime> = dates(old, &before).into_iter().collect();
    let mut new: Vec<CalTime> = dates(new, &after);
    new.retain(|date| !known.contains(date));
    if new.len() > MOST_CANCELLED {
        return Vec::new();
    }
    new.into_iter().filter(|date| before.find(date).is_some()).map(Scope::This).collect()
}

/// Whether the new version has no other EXDATEs than the old one and those of some occurrences.
pub(super) fn only_excludes(old: &Component, new: &Component, excluded: &[Scope]) -> bool {
    let count = |calendar: &Component| {
        fields::master(calendar).map_or(0, |master| master.exdates().count())
    };
    count(new) == count(old) + excluded.len()
}
