//! Whether a message keeps the restriction tables of RFC 5546 §3, and what their comments say besides.
//!
//! It looks at one message. What needs the object it is about ("MUST echo the original SEQUENCE") is where the
//! message is received or made.

use super::{Method, Refusal, fields};
use crate::{
    ical::{Component, Lines, Problem, Property},
    model::CalAddress,
};

mod comments;
mod tables;
#[cfg(test)]
mod tests;

use tables::{ATTENDEE, COMPONENTS, METHOD, NAMES, TOP, Table};

/// What in a message breaks the restriction tables of RFC 5546 §3; nothing where it is no message (no METHOD).
/// The lines of the problems are 0.
pub fn validate(calendar: &Component) -> Vec<Problem> {
    validate_at(calendar, &Lines::default())
}

/// What in a message that was read from a text breaks the restriction tables of RFC 5546 §3.
pub fn validate_at(calendar: &Component, lines: &Lines) -> Vec<Problem> {
    let mut problems = Vec::new();
    let at = Place { component: calendar, lines };
    let Some(written) = calendar.value("METHOD") else { return problems };
    let Ok(method) = written.parse::<Method>() else {
        problems.push(at.problem("METHOD", "itip-method", "METHOD is none of RFC 5546"));
        return problems;
    };
    if let Some(table) = tables::common("VCALENDAR") {
        count(at, &Table { once: table.once | METHOD, ..*table }, &mut problems);
    }
    components(method, at, &mut problems);
    comments::check(method, at, &mut problems);
    problems
}

/// The first thing that would keep a message of ours from being valid, as a refusal to make it.
pub(super) fn refuse_invalid(calendar: &Component) -> Result<(), Refusal> {
    let Some(problem) = validate(calendar).into_iter().next() else { return Ok(()) };
    let name = problem.property.unwrap_or(problem.component);
    let name = NAMES.iter().find(|(_, known)| *known == name).map_or("VCALENDAR", |(_, n)| n);
    Err(match problem.rule {
        "itip-missing" => Refusal::Missing(name),
        _ => Refusal::InvalidValue(name),
    })
}

/// Whether RFC 5546 names a property.
pub(super) fn knows(name: &str) -> bool {
    tables::bit(name) != 0
}

/// A component with its lines: where problems are.
#[derive(Debug, Clone, Copy)]
struct Place<'c> {
    component: &'c Component,
    lines: &'c Lines,
}

impl Place<'_> {
    /// The components inside, each with its own lines.
    fn inside(self) -> impl Iterator<Item = Self> {
        const NOWHERE: &Lines = &Lines { begin: 0, properties: Vec::new(), components: Vec::new() };
        let lines = self.lines.components.iter().chain(std::iter::repeat(NOWHERE));
        self.component
            .components
            .iter()
            .zip(lines)
            .map(|(component, lines)| Place { component, lines })
    }

    /// The components inside that are scheduled.
    fn scheduled(self) -> impl Iterator<Item = Self> {
        self.inside().filter(|place| fields::is_scheduled(place.component))
    }

    /// A problem of a property, in the line of the last of its name, or else where the component begins.
    fn problem(self, property: &str, rule: &'static str, text: impl Into<String>) -> Problem {
        let mut named = self.component.properties.iter().zip(&self.lines.properties);
        let line = named.rfind(|(p, _)| p.name == property).map(|(_, line)| *line);
        Problem {
            component: self.component.name.to_string(),
            property: Some(property.to_owned()),
            line: line.unwrap_or(self.lines.begin),
            rule,
            text: text.into(),
        }
    }
}

/// Counts the components of a message, and what stands in each.
fn components(method: Method, calendar: Place<'_>, problems: &mut Vec<Problem>) {
    let Some(main) = calendar.scheduled().next() else {
        let text = "there is nothing to schedule";
        let problem = calendar.problem("METHOD", "itip-missing", text);
        problems.push(Problem { property: None, ..problem });
        return;
    };
    let Some(table) = tables::of(method, &main.component.name) else {
        let text = format!("{} does not take METHOD:{method}", main.component.name);
        problems.push(calendar.problem("METHOD", "itip-method", text));
        return;
    };
    let top = calendar.component.components.iter();
    let top = Seen::of(top.map(|component| component.name.as_str()));
    report(calendar, &table.only(TOP), &top, problems);
    for place in calendar.inside() {
        inside(place, table, problems);
    }
}

/// Counts what stands in a component of a message.
fn inside(place: Place<'_>, table: &Table, problems: &mut Vec<Problem>) {
    if fields::is_scheduled(place.component) {
        count(place, &table.only(!TOP & !METHOD), problems);
    } else if let Some(table) = tables::common(&place.component.name) {
        count(place, table, problems);
    }
    for part in place.inside() {
        if let Some(table) = tables::common(&part.component.name) {
            count(part, table, problems);
        }
    }
}

fn count(place: Place<'_>, table: &Table, problems: &mut Vec<Problem>) {
    let component = place.component;
    let parts = component.components.iter().map(|part| part.name.as_str());
    let parts = parts.filter(|_| component.name != "VCALENDAR");
    let names = component.properties.iter().map(|property| property.name.as_str());
    let mut seen = Seen::of(names.chain(parts));
    if table.once & seen.twice & ATTENDEE != 0 && is_one_delegation(component) {
        seen.twice &= !ATTENDEE;
    }
    report(place, table, &seen, problems);
}

/// Whether the ATTENDEEs of a REPLY are the two ends of one delegation, or of a chain of them: §3.2.2.3 and §4.2.5
/// ask for both ends, and §4.2.6 shows them, beside the one ATTENDEE that the table has.
fn is_one_delegation(component: &Component) -> bool {
    /// More ATTENDEEs than this are no chain of delegation, and not worth the looking.
    const LONGEST_CHAIN: usize = 8;
    let attendees: Vec<&Property> = fields::attendees(component).take(LONGEST_CHAIN + 1).collect();
    let mut linked: Vec<CalAddress> = Vec::new();
    attendees.len() <= LONGEST_CHAIN
        && attendees.iter().enumerate().all(|(at, property)| {
            let known = at == 0 || linked.contains(&property.address());
            for parameter in ["DELEGATED-TO", "DELEGATED-FROM"] {
                linked.extend(fields::addresses(property, parameter));
            }
            known
        })
}

/// Which names were met, and which more than once.
struct Seen {
    once: u64,
    twice: u64,
}

impl Seen {
    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        names.map(tables::bit).fold(Self { once: 0, twice: 0 }, |seen, bit| Self {
            once: seen.once | bit,
            twice: seen.twice | (seen.once & bit),
        })
    }
}

impl Table {
    /// The part of the table about some of the names.
    const fn only(&self, names: u64) -> Self {
        Self {
            once: self.once & names,
            some: self.some & names,
            optional: self.optional & names,
            never: self.never & names,
        }
    }
}

fn report(place: Place<'_>, table: &Table, seen: &Seen, problems: &mut Vec<Problem>) {
    let missing = (table.once | table.some) & !seen.once;
    let repeated = (table.once | table.optional) & seen.twice;
    let forbidden = table.never & seen.once;
    if missing | repeated | forbidden == 0 {
        return;
    }
    for (bit, name) in NAMES {
        let (rule, what) = match *bit {
            bit if bit & missing != 0 => ("itip-missing", "is missing"),
            bit if bit & repeated != 0 => ("itip-repeated", "is there more than once"),
            bit if bit & forbidden != 0 => ("itip-forbidden", "must not be there"),
            _ => continue,
        };
        let problem = place.problem(name, rule, format!("{name} {what}"));
        problems.push(if bit & COMPONENTS == 0 {
            problem
        } else {
            Problem { component: (*name).to_owned(), property: None, ..problem }
        });
    }
}
