//! A calendar file that somebody hands over, before anybody knows what it is.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Cx, Draft, Message, Method, Object, Outcome, Refusal, Scope, Status, Step, Who};
use super::{change, draft, edit, fields, message};
use crate::{
    ical::{self, Component, Lines, Property, Zones},
    model::{CalAddress, CalTime, Span, Uid, wall_clock},
};

mod dates;

pub use dates::FileDates;
use dates::is_series;

/// The most meetings of one file.
const MOST_MEETINGS: usize = 20;

/// When what a meeting was taken from was changed last. It stands at the calendar, so that no message carries it.
const SOURCE_CHANGED: &str = "X-CONVENE-SOURCE-CHANGED";

/// Which SEQUENCE it had then: ours rises with each change that is made here.
const SOURCE_SEQUENCE: &str = "X-SEQUENCE";

/// What a calendar file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFile {
    /// Its METHOD; a file without one is no message, just an object.
    pub method: Option<Method>,
    /// The UID of its event.
    pub uid: Uid,
    /// All of it.
    pub calendar: Component,
    /// What of it could not be read.
    pub problems: Vec<ical::Problem>,
    /// Where everything stands in the file.
    lines: Lines,
}

/// Why a calendar file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is no iCalendar text, or more of it than is taken.
    #[error(transparent)]
    Text(#[from] ical::Refused),
    /// What is in it is not served.
    #[error(transparent)]
    Content(#[from] Refusal),
    /// There is no event in it, because it is broken.
    #[error("there is no event in it, and line {line} is broken: {why}")]
    Broken {
        /// The first line that is wrong.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A time is none.
    #[error("line {line}: {property} is no time")]
    Time {
        /// The line.
        line: usize,
        /// The property.
        property: &'static str,
    },
    /// The end is before the start.
    #[error("line {line}: the event ends before it starts")]
    EndBeforeStart {
        /// The line of the end.
        line: usize,
    },
    /// Nobody says what a time zone is.
    #[error("line {line}: the file does not say what the time zone “{tzid}” is")]
    Zone {
        /// The line of the time.
        line: usize,
        /// The zone.
        tzid: String,
    },
    /// Nobody can say when it repeats.
    #[error("line {line}: RRULE is no rule")]
    Rule {
        /// The line.
        line: usize,
    },
    /// There are dates of a series in it, and not the series.
    #[error(
        "it has dates of a meeting that repeats, but not that meeting; export the whole series"
    )]
    NoSeries,
    /// It repeats so often that nobody could go there.
    #[error("it repeats more often than once an hour")]
    TooOften,
    /// More meetings than are taken at once.
    #[error("there are {count} meetings in it, and {limit} are allowed")]
    TooMany {
        /// How many there are.
        count: usize,
        /// How many are taken.
        limit: usize,
    },
}

/// Reads a calendar file leniently.
///
/// # Errors
///
/// [`Unreadable`]: not iCalendar, beyond the limits, an unknown METHOD, or without an event.
pub fn read(text: &str) -> Result<CalendarFile, Unreadable> {
    let (outcome, lines) = ical::parse_located(text.as_bytes(), &ical::Limits::default())?;
    let (calendar, problems) = (outcome.value, outcome.problems);
    let method = calendar.value("METHOD").map(str::parse).transpose();
    let method = method.map_err(|_| Refusal::UnknownMethod)?;
    let event = event(&calendar).map_err(|refusal| match problems.first() {
        Some(first) => Unreadable::Broken { line: first.line, why: first.text.clone() },
        None => refusal.into(),
    })?;
    let uid = Uid(uid(event).ok_or(Refusal::Missing("UID"))?.to_owned());
    Ok(CalendarFile { method, uid, calendar, problems, lines })
}

impl CalendarFile {
    /// Each meeting of the file for itself, in the order of the file.
    ///
    /// # Errors
    ///
    /// More than are taken at once, or an event without a UID.
    pub fn meetings(self) -> Result<Vec<Self>, Unreadable> {
        let mut seen = HashSet::new();
        let mut uids = Vec::new();
        for event in self.calendar.children("VEVENT") {
            let uid = uid(event).ok_or(Refusal::Missing("UID"))?;
            if seen.insert(uid) {
                uids.push(uid);
            }
        }
        match uids.len() {
            1 => Ok(vec![self]),
            count if count > MOST_MEETINGS => {
                Err(Unreadable::TooMany { count, limit: MOST_MEETINGS })
            }
            _ => Ok(uids.into_iter().map(|uid| self.only(uid)).collect()),
        }
    }

    /// The file as if it held nothing but one meeting.
    fn only(&self, of: &str) -> Self {
        let parts = self.calendar.components.iter().zip(&self.lines.components);
        let kept = parts.filter(|(part, _)| match part.name.as_str() {
            "VEVENT" => uid(part) == Some(of),
            name => name == "VTIMEZONE",
        });
        let (components, lines) = kept.map(|(part, lines)| (part.clone(), lines.clone())).unzip();
        Self {
            method: self.method,
            uid: Uid(of.to_owned()),
            calendar: Component { components, ..self.calendar.clone() },
            problems: Vec::new(),
            lines: Lines { components: lines, ..self.lines.clone() },
        }
    }

    /// Who organizes it, by its own account.
    pub fn organizer(&self) -> Option<Who> {
        let event = event(&self.calendar).ok()?;
        event.property("ORGANIZER").map(fields::who)
    }

    /// What each of its events is about.
    pub fn scopes(&self) -> Vec<Scope> {
        self.calendar.children("VEVENT").map(Scope::of).collect()
    }

    /// Whom it is about, by its own account.
    pub fn attendees(&self) -> Vec<CalAddress> {
        let events = self.calendar.children("VEVENT");
        events.flat_map(fields::attendees).map(fields::address).collect()
    }

    /// What its sender says with it.
    pub fn comment(&self) -> Option<String> {
        event(&self.calendar).ok().and_then(fields::comment)
    }

    /// The event as a meeting of someone's own: what, when, where, and who came with the file is asked. A time zone
    /// that only the file knows becomes IANA's, `near` if its clocks show the same, or UTC.
    ///
    /// # Errors
    ///
    /// An event without a readable time, or several dates of a series without the series.
    pub fn draft(&self, organizer: &Who, near: Tz) -> Result<Draft, Unreadable> {
        let event = event(&self.calendar)?;
        if event.recurrence_id().is_some() && self.calendar.children("VEVENT").nth(1).is_some() {
            return Err(Unreadable::NoSeries);
        }
        let attendees = event.properties_named("ATTENDEE").map(fields::who);
        Ok(Draft {
            uid: self.uid.clone(),
            summary: event.text("SUMMARY").unwrap_or_default(),
            span: self.span(event, near)?,
            recurrence: self.recurrence(near)?,
            location: event.text("LOCATION").filter(|text| !text.is_empty()),
            description: event.text("DESCRIPTION").filter(|text| !text.is_empty()),
            organizer: organizer.clone(),
            attendees: attendees.filter(|who| who.address != organizer.address).collect(),
        })
    }

    fn span(&self, event: &Component, near: Tz) -> Result<Span, Unreadable> {
        for property in ["DTSTART", "DTEND"] {
            if event.property(property).is_some() && event.time(property).is_none() {
                return Err(Unreadable::Time { line: self.line(property), property });
            }
        }
        let span = fields::span(event).ok_or(Refusal::Missing("DTSTART"))?;
        if is_series(event) {
            return self.series_span(&span, near);
        }
        let zones = Zones::of(&self.calendar);
        let unknown = |property, time: &CalTime| Unreadable::Zone {
            line: self.line(property),
            tzid: time.tzid().unwrap_or_default().to_owned(),
        };
        let known = |property, time: &CalTime| {
            zones.instant(time, near).ok_or_else(|| unknown(property, time))
        };
        let (start, end) = (known("DTSTART", &span.start)?, known("DTEND", &span.end)?);
        if end < start || span.start.is_date() != span.end.is_date() {
            return Err(Unreadable::EndBeforeStart { line: self.line("DTEND") });
        }
        let (first, last) =
            (self.settled(&span.start, start, near), self.settled(&span.end, end, near));
        if first.tzid().is_some() == last.tzid().is_some() {
            return Ok(Span { start: first, end: last });
        }
        Ok(Span { start: CalTime::Utc(start.naive_utc()), end: CalTime::Utc(end.naive_utc()) })
    }

    /// A time without the help of a VTIMEZONE.
    fn settled(&self, time: &CalTime, at: DateTime<Utc>, near: Tz) -> CalTime {
        let CalTime::Zoned { local, tzid } = time else { return time.clone() };
        let mut same = self
            .candidates(tzid, near)
            .filter(|zone| wall_clock(at, *zone).naive_local() == *local);
        same.next().map_or(CalTime::Utc(at.naive_utc()), |zone| CalTime::Zoned {
            local: *local,
            tzid: zone.name().to_owned(),
        })
    }

    /// The zones that may be meant by a TZID of the file: those that it names in one way or another, and one that is near.
    fn candidates<'f>(&'f self, tzid: &'f str, near: Tz) -> impl Iterator<Item = Tz> + 'f {
        let defined = self.calendar.children("VTIMEZONE");
        let mut defined = defined.filter(move |zone| zone.value("TZID") == Some(tzid));
        let place = defined.next().and_then(|zone| zone.value("X-LIC-LOCATION"));
        let behind = tzid.match_indices('/').filter_map(move |(at, _)| tzid.get(at + 1..));
        let names = std::iter::once(tzid).chain(behind).chain(place);
        let names = names.chain(ical::windows_zone(tzid));
        names.filter_map(|name| name.parse().ok()).chain([near])
    }

    /// The line of a property of the event.
    fn line(&self, property: &str) -> usize {
        let parts = || self.calendar.components.iter().zip(&self.lines.components);
        let main = event(&self.calendar).ok();
        let found = parts().find(|(part, _)| main.is_some_and(|main| std::ptr::eq(main, *part)));
        let Some((event, lines)) = found else { return 0 };
        let mut properties = event.properties.iter().zip(&lines.properties);
        properties.find(|(known, _)| known.name == property).map_or(lines.begin, |(_, line)| *line)
    }

    /// Makes the meeting of the draft, and remembers how new the file is.
    ///
    /// # Errors
    ///
    /// What the engine refuses.
    pub fn create(&self, draft: &Draft, dates: &FileDates, cx: &Cx) -> Result<Step, Refusal> {
        let mut calendar = draft::calendar(draft);
        dates.put(&mut calendar, true)?;
        self.mark(&mut calendar)?;
        change(None, Some(&calendar), &draft.organizer.address, cx)
    }

    /// Brings a meeting up to the file: when, what, where. Who is in it stays, and so does what was said about single
    /// dates of a series, unless the file says something else about them.
    ///
    /// # Errors
    ///
    /// The meeting is cancelled, or what the engine refuses.
    pub fn update(
        &self,
        object: &Object,
        draft: &Draft,
        dates: &FileDates,
        cx: &Cx,
    ) -> Result<Step, Refusal> {
        let before = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
        if fields::status(before) == Status::Cancelled {
            return Err(Refusal::Cancelled);
        }
        let organizer = fields::organizer(before).ok_or(Refusal::NoOrganizer)?;
        let mut calendar = object.calendar.clone();
        for edit in &draft::edits(before, draft) {
            edit::apply(&mut calendar, &Scope::Whole, edit)?;
        }
        dates.replace(&mut calendar, draft.recurrence.as_ref())?;
        if calendar == object.calendar {
            let (object, outcome) = (Some(object.clone()), Outcome::Unchanged);
            return Ok(Step { object, messages: Vec::new(), notices: Vec::new(), outcome });
        }
        self.mark(&mut calendar)?;
        change(Some(object), Some(&calendar), &organizer, cx)
    }

    /// Whether the file is a newer version of a meeting than it was taken from.
    pub fn is_newer_than(&self, object: &Object) -> bool {
        let (Ok(new), Some(old)) = (event(&self.calendar), fields::whole(&object.calendar)) else {
            return false;
        };
        let ours = self.calendar.value("PRODID") == message::calendar(None).value("PRODID");
        let source = object.calendar.property(SOURCE_CHANGED).filter(|_| !ours);
        let since = source.and_then(Property::time).map(|time| time.local().and_utc());
        let since = since.or_else(|| changed(old));
        let known = source.and_then(|source| source.parameter(SOURCE_SEQUENCE)?.parse().ok());
        let known = known.unwrap_or_else(|| fields::sequence(old));
        match fields::sequence(new).cmp(&known) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => self.changed() > since,
            std::cmp::Ordering::Greater => true,
        }
    }

    /// Writes down how new the file is.
    fn mark(&self, calendar: &mut Component) -> Result<(), Refusal> {
        let from = event(&self.calendar)?;
        if let Some(at) = self.changed() {
            let sequence = fields::sequence(from).to_string();
            let source = fields::instant_property(SOURCE_CHANGED, at);
            calendar.set(source.with(SOURCE_SEQUENCE, &sequence));
        }
        let event = fields::whole_mut(calendar).ok_or(Refusal::UnknownObject)?;
        let sequence = fields::sequence(from).max(fields::sequence(event));
        event.set(Property::new("SEQUENCE", sequence.to_string()));
        Ok(())
    }

    /// When any of it was changed last, as far as it says.
    fn changed(&self) -> Option<DateTime<Utc>> {
        self.calendar.children("VEVENT").filter_map(changed).max()
    }

    /// The file as a message of `sender`.
    ///
    /// # Errors
    ///
    /// A file without a METHOD.
    pub fn message(self, sender: CalAddress) -> Result<Message, Refusal> {
        let method = self.method.ok_or(Refusal::UnknownMethod)?;
        let sequence = event(&self.calendar).map_or(0, fields::sequence);
        let (uid, calendar) = (self.uid, self.calendar);
        Ok(Message { method, uid, sequence, sender, recipients: Vec::new(), calendar })
    }
}

/// When an event was changed last, as far as it says.
fn changed(event: &Component) -> Option<DateTime<Utc>> {
    let modified = event.time("LAST-MODIFIED").map(|time| time.local().and_utc());
    modified.or_else(|| fields::stamp(event))
}

fn uid(event: &Component) -> Option<&str> {
    event.value("UID").map(str::trim).filter(|uid| !uid.is_empty())
}

/// The event of a calendar: of a series the one that has the rule, else the first.
fn event(calendar: &Component) -> Result<&Component, Refusal> {
    let events = || calendar.children("VEVENT");
    let first = events().next().ok_or(Refusal::NoComponent)?;
    let of_first = |event: &&Component| uid(event) == uid(first) && event.recurrence_id().is_none();
    Ok(events().find(of_first).unwrap_or(first))
}
