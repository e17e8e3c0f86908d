//! The dates of a file's event that repeats: its rule, and what is different about some of them.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{CalendarFile, Unreadable, event, uid};
use crate::{
    ical::{Component, Property, Recur, Zones},
    itip::{
        Draft, Edit, Object, Refusal, Role, Scope, Series, Status, Who, draft, fields, instances,
    },
    model::{CalTime, Recurrence, Span, wall_clock},
};

/// More dates that are different are not taken.
const MOST_DATES: usize = 200;

/// How many dates a day may have.
const MOST_A_DAY: usize = 24;

/// How many dates are looked at to see how often it repeats.
const LOOKED_AT: usize = 200;

/// What is different about some dates of an event that repeats; nothing for one that takes place once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileDates {
    /// The time zones that the series needs and that nobody but the file knows.
    zones: Vec<Component>,
    /// The dates that are different.
    different: Vec<Different>,
}

/// Some dates that are different.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Different {
    scope: Scope,
    /// What is different; `None` where they are called off.
    edits: Option<Vec<Edit>>,
    /// Who is invited, where that is said.
    people: Option<Vec<Who>>,
}

/// Whether an event repeats.
pub(super) fn is_series(event: &Component) -> bool {
    event.property("RRULE").is_some() || event.property("RDATE").is_some()
}

impl CalendarFile {
    /// When the event repeats.
    pub(super) fn recurrence(&self, near: Tz) -> Result<Option<Recurrence>, Unreadable> {
        let event = event(&self.calendar)?;
        if !is_series(event) {
            return Ok(None);
        }
        let dates = |name: &'static str| {
            let lists = event.properties_named(name).map(|list| self.in_our_zone(list, near));
            lists.flat_map(|list| list.times().collect::<Vec<_>>()).collect()
        };
        let rrule = event.value("RRULE").map(str::to_owned);
        if rrule.as_ref().is_some_and(|rule| rule.parse::<Recur>().is_err()) {
            return Err(Unreadable::Rule { line: self.line("RRULE") });
        }
        let rdate: Vec<_> = dates("RDATE");
        // As we write a first date for others.
        let only_first =
            |rule: &String| matches!(rule.parse::<Recur>(), Ok(rule) if rule.count == Some(1));
        let rrule = rrule.filter(|rule| rdate.is_empty() || !only_first(rule));
        Ok(Some(Recurrence { rrule, rdate, exdate: dates("EXDATE") }))
    }

    /// What is different about some dates of an event that repeats. `title` makes a title fit to keep.
    ///
    /// # Errors
    ///
    /// Too many dates are different, or what `title` says.
    pub fn dates<E: From<Unreadable>>(
        &self,
        near: Tz,
        title: impl Fn(&str) -> Result<String, E>,
    ) -> Result<FileDates, E> {
        let event = event(&self.calendar).map_err(Unreadable::from)?;
        if !is_series(event) {
            return Ok(FileDates::default());
        }
        let overrides: Vec<&Component> = self
            .calendar
            .children("VEVENT")
            .filter(|part| uid(part) == uid(event) && part.recurrence_id().is_some())
            .collect();
        if overrides.len() > MOST_DATES {
            return Err(
                Unreadable::Content(Refusal::TooLarge("the number of changed dates")).into()
            );
        }
        let mut different = Vec::new();
        for part in overrides {
            different.extend(self.different(part, near, &title)?);
        }
        let is_foreign =
            |zone: &&Component| zone.value("TZID").is_some_and(|tzid| tzid.parse::<Tz>().is_err());
        let zones = self.calendar.children("VTIMEZONE").filter(is_foreign).cloned().collect();
        Ok(FileDates { zones, different })
    }

    fn different<E: From<Unreadable>>(
        &self,
        part: &Component,
        near: Tz,
        title: impl Fn(&str) -> Result<String, E>,
    ) -> Result<Option<Different>, E> {
        let Some(id) = part.property("RECURRENCE-ID") else { return Ok(None) };
        let Some(id) = self.in_our_zone(id, near).time() else { return Ok(None) };
        let scope = Scope::of(part).with_id(id);
        if fields::status(part) == Status::Cancelled {
            return Ok(Some(Different { scope, edits: None, people: None }));
        }
        let text = |name| part.text(name).filter(|text| !text.is_empty());
        let mut edits = Vec::new();
        if let Some(span) = fields::span(part) {
            edits.push(Edit::Move(self.series_span(&span, near).map_err(E::from)?));
        }
        if let Some(own) = text("SUMMARY") {
            edits.push(Edit::Rename(title(&own)?));
        }
        edits.push(Edit::Place(text("LOCATION")));
        edits.push(Edit::Describe(text("DESCRIPTION")));
        let people: Vec<Who> = fields::attendees(part).map(fields::who).collect();
        let people = Some(people).filter(|people| !people.is_empty());
        Ok(Some(Different { scope, edits: Some(edits), people }))
    }

    /// The time of a series: it keeps its wall time for years, so a zone of its file is another name for one of IANA only
    /// where the clocks of both go together.
    pub(super) fn series_span(&self, span: &Span, near: Tz) -> Result<Span, Unreadable> {
        let zones = Zones::of(&self.calendar);
        for (property, time) in [("DTSTART", &span.start), ("DTEND", &span.end)] {
            if zones.instant(time, near).is_none() {
                let tzid = time.tzid().unwrap_or_default().to_owned();
                return Err(Unreadable::Zone { line: self.line(property), tzid });
            }
        }
        let ours = |time: &CalTime| match time {
            CalTime::Zoned { local, tzid } => {
                CalTime::Zoned { local: *local, tzid: self.our_name(tzid, near) }
            }
            _ => time.clone(),
        };
        let (start, end) = (ours(&span.start), ours(&span.end));
        let ends = zones.instant(&span.end, near) >= zones.instant(&span.start, near);
        if !ends || start.is_date() != end.is_date() {
            return Err(Unreadable::EndBeforeStart { line: self.line("DTEND") });
        }
        Ok(Span { start, end })
    }

    fn in_our_zone(&self, property: &Property, near: Tz) -> Property {
        let mut property = property.clone();
        if let Some(name) = property.parameter("TZID").map(|tzid| self.our_name(tzid, near)) {
            property.set_parameter("TZID", &name);
        }
        property
    }

    /// IANA's name of a zone of the file, where it has one.
    fn our_name(&self, tzid: &str, near: Tz) -> String {
        let zones = Zones::of(&self.calendar);
        let begin = event(&self.calendar).ok().and_then(Component::start);
        let begin = begin.and_then(|start| zones.instant(&start, near)).unwrap_or_default();
        // Once in four weeks for a year: whoever changes their clocks does so in between.
        let moments: Vec<DateTime<Utc>> =
            (0..14).filter_map(|nth| begin.checked_add_signed(TimeDelta::days(28 * nth))).collect();
        let together = |zone: &Tz| {
            moments
                .iter()
                .all(|at| zones.wall(*at, tzid) == Some(wall_clock(*at, *zone).naive_local()))
        };
        let found = self.candidates(tzid, near).find(together);
        found.map_or_else(|| tzid.to_owned(), |zone| zone.name().to_owned())
    }
}

impl FileDates {
    /// When the last date of a draft is over; `None` where there is no last one.
    ///
    /// # Errors
    ///
    /// It repeats more often than once an hour.
    pub fn end_of(&self, draft: &Draft, zone: Tz) -> Result<Option<DateTime<Utc>>, Unreadable> {
        let mut object = Object::new(Role::Organizer);
        object.calendar = draft::calendar(draft);
        self.put(&mut object.calendar, false)?;
        if draft.recurrence.is_some() {
            let begin = object.meeting(zone).start - TimeDelta::seconds(1);
            let first = object.next_dates(begin, LOOKED_AT, zone);
            let later = first.iter().skip(MOST_A_DAY);
            let day = TimeDelta::days(1);
            if first.iter().zip(later).any(|(one, later)| later.start - one.start < day) {
                return Err(Unreadable::TooOften);
            }
        }
        Ok(object.ends_at(zone))
    }

    /// Puts what is different into a series that has its rule.
    pub(super) fn put(&self, calendar: &mut Component, invite: bool) -> Result<(), Refusal> {
        let known: Vec<_> =
            calendar.children("VTIMEZONE").filter_map(|zone| zone.value("TZID")).collect();
        let new: Vec<Component> = self
            .zones
            .iter()
            .filter(|zone| zone.value("TZID").is_some_and(|tzid| !known.contains(&tzid)))
            .cloned()
            .collect();
        calendar.components.splice(0..0, new);
        for different in &self.different {
            different.put(calendar, invite)?;
        }
        Ok(())
    }

    /// Puts the rule of a draft and what is different in the place of what a meeting has. What was said here about single
    /// dates stays, as long as there are such dates.
    pub(super) fn replace(
        &self,
        calendar: &mut Component,
        recurrence: Option<&Recurrence>,
    ) -> Result<(), Refusal> {
        let master = fields::master_mut(calendar).ok_or(Refusal::UnknownObject)?;
        let off: Vec<CalTime> = master.exdates().collect();
        let new = recurrence.cloned().unwrap_or_default();
        let same = master.value("RRULE") == new.rrule.as_deref()
            && master.rdates().eq(new.rdate.iter().cloned())
            && new.exdate.iter().all(|date| off.contains(date));
        if !same {
            draft::apply(master, &Edit::Repeat(recurrence.cloned()));
            let mut by_rule = calendar.clone();
            by_rule.components.retain(|part| part.recurrence_id().is_none());
            let series = Series::of(&by_rule);
            let off = off.iter().filter_map(|id| series.find(id));
            let is_date = |id: CalTime| series.find(&id).is_some();
            calendar.components.retain(|part| part.recurrence_id().is_none_or(is_date));
            off.for_each(|id| instances::exclude(calendar, &id));
        }
        self.put(calendar, false)
    }
}

impl Different {
    fn put(&self, calendar: &mut Component, invite: bool) -> Result<(), Refusal> {
        // What is no date of the series is of no use.
        let Ok(scope) = instances::resolve(calendar, &self.scope) else { return Ok(()) };
        let Some(edits) = &self.edits else {
            match &scope {
                Scope::ThisAndFuture(id) => drop(instances::cut(calendar, id)),
                _ => scope.id().into_iter().for_each(|id| instances::exclude(calendar, id)),
            }
            return Ok(());
        };
        let own = instances::open(calendar, &scope)?;
        for edit in edits {
            draft::apply(own, edit);
        }
        if let Some(people) = self.people.as_ref().filter(|_| invite) {
            let organizer = fields::organizer(own);
            own.properties.retain(|property| {
                property.name != "ATTENDEE"
                    || Some(property.address()) == organizer
                    || people.iter().any(|who| who.address == property.address())
            });
            draft::invite(own, people);
        }
        Ok(())
    }
}
