//! Whether a message keeps the restriction tables of RFC 5546 §3, and what their comments say besides.
//!
//! It looks at one message. What needs the object it is about ("MUST echo the original SEQUENCE") is where the
//! message is received or made.

use super::{Method, Refusal, fields};
use crate::{
    ical::{Component, Problem, Property},
    model::CalAddress,
};

mod comments;
mod tables;

use tables::{ATTENDEE, COMPONENTS, METHOD, NAMES, TOP, Table};

/// What in a message breaks the restriction tables of RFC 5546 §3; nothing where it is no message (no METHOD).
pub fn validate(calendar: &Component) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut methods = calendar.properties_named("METHOD");
    let Some(written) = methods.next() else { return problems };
    if methods.next().is_some() {
        problems.push(problem(
            calendar,
            "METHOD",
            "itip-repeated",
            "METHOD is there more than once",
        ));
    }
    let Ok(method) = written.value.parse::<Method>() else {
        problems.push(problem(calendar, "METHOD", "itip-method", "METHOD is none of RFC 5546"));
        return problems;
    };
    count(calendar, &tables::common("VCALENDAR").copied().unwrap_or(NOTHING), &mut problems);
    components(method, calendar, &mut problems);
    comments::check(method, calendar, &mut problems);
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

const NOTHING: Table = Table { once: 0, some: 0, optional: 0, never: 0 };

/// Counts the components of a message, and what stands in each.
fn components(method: Method, calendar: &Component, problems: &mut Vec<Problem>) {
    let Some(main) = fields::scheduled(calendar).next() else {
        problems.push(problem(calendar, "VEVENT", "itip-missing", "there is nothing to schedule"));
        return;
    };
    let Some(table) = tables::of(method, &main.name) else {
        let text = format!("{} does not take METHOD:{method}", main.name);
        problems.push(problem(calendar, "METHOD", "itip-method", &text));
        return;
    };
    let top = Seen::of(calendar.components.iter().map(|component| component.name.as_str()));
    report(calendar, &table.only(TOP), &top, problems);
    for component in &calendar.components {
        inside(component, table, problems);
    }
}

/// Counts what stands in a component of a message.
fn inside(component: &Component, table: &Table, problems: &mut Vec<Problem>) {
    if fields::is_scheduled(component) {
        count(component, &table.only(!TOP & !METHOD), problems);
    } else if let Some(table) = tables::common(&component.name) {
        count(component, table, problems);
    }
    for part in &component.components {
        if let Some(table) = tables::common(&part.name) {
            count(part, table, problems);
        }
    }
}

fn count(component: &Component, table: &Table, problems: &mut Vec<Problem>) {
    let parts = component.components.iter().map(|part| part.name.as_str());
    let parts = parts.filter(|_| component.name != "VCALENDAR");
    let mut properties: Vec<&Property> = component.properties.iter().collect();
    if table.once & ATTENDEE != 0 {
        without_delegation(&mut properties);
    }
    let names = properties.iter().map(|property| property.name.as_str());
    report(component, table, &Seen::of(names.chain(parts)), problems);
}

/// Leaves out an ATTENDEE that is only the other end of a delegation that an earlier one tells of: §3.2.2.3 and
/// §4.2.5 ask for it, and §4.2.6 shows it, beside the one ATTENDEE that the table of REPLY has.
fn without_delegation(properties: &mut Vec<&Property>) {
    /// More ATTENDEEs than this are no chain of delegation, and not worth the looking.
    const LONGEST_CHAIN: usize = 8;
    let attendees = properties.iter().filter(|property| property.name == "ATTENDEE").count();
    if !(2..=LONGEST_CHAIN).contains(&attendees) {
        return;
    }
    let mut linked: Vec<CalAddress> = Vec::new();
    properties.retain(|property| {
        if property.name != "ATTENDEE" {
            return true;
        }
        let known = linked.contains(&property.address());
        for parameter in ["DELEGATED-TO", "DELEGATED-FROM"] {
            linked.extend(fields::addresses(property, parameter));
        }
        !known
    });
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

fn report(component: &Component, table: &Table, seen: &Seen, problems: &mut Vec<Problem>) {
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
        let text = format!("{name} {what}");
        let component = if bit & COMPONENTS == 0 { component.name.as_str() } else { name };
        let property = (bit & COMPONENTS == 0).then(|| (*name).to_owned());
        problems.push(Problem { component: component.to_owned(), property, line: 0, rule, text });
    }
}

fn problem(component: &Component, property: &str, rule: &'static str, text: &str) -> Problem {
    Problem {
        component: component.name.to_string(),
        property: Some(property.to_owned()),
        line: 0,
        rule,
        text: text.to_owned(),
    }
}
