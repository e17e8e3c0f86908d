//! Whether an object holds to RFC 5545 (and RFC 7986): what may stand where, how often, and with what value.
//!
//! What a METHOD asks for beyond that is no matter of this module.

mod parameters;
mod relations;
mod tables;
mod values;

use super::{Component, Limits, Lines, Problem, Property, Refused, Zones, parse::parse_located};
use tables::{COMPONENTS, ComponentRules};

/// Finds what breaks the rules in a VCALENDAR. The lines of the problems are 0.
pub fn validate(calendar: &Component) -> Vec<Problem> {
    validate_at(calendar, &Lines::default())
}

/// Finds what breaks the rules in a VCALENDAR that was read from a text.
pub fn validate_at(calendar: &Component, lines: &Lines) -> Vec<Problem> {
    let zones = Zones::of(calendar);
    let has_method = calendar.property("METHOD").is_some();
    let mut checks = Checks { zones, has_method, problems: Vec::new() };
    checks.component(calendar, "", lines);
    checks.problems
}

/// Finds what is wrong with a text: how it is written, and then what it says.
///
/// # Errors
///
/// Where it is refused, or nothing in it is a calendar.
pub fn validate_text(text: &[u8], limits: &Limits) -> Result<Vec<Problem>, Refused> {
    let (outcome, lines) = parse_located(text, limits)?;
    let mut problems = outcome.problems;
    problems.extend(validate_at(&outcome.value, &lines));
    problems.sort_by_key(|problem| problem.line);
    Ok(problems)
}

/// More problems than this are not listed.
const MOST_PROBLEMS: usize = 1000;

/// What is known and found while a calendar is gone through.
struct Checks<'c> {
    zones: Zones<'c>,
    has_method: bool,
    problems: Vec<Problem>,
}

/// A component with its lines: where problems are.
#[derive(Debug, Clone, Copy)]
struct Place<'c> {
    component: &'c Component,
    lines: &'c Lines,
}

impl Place<'_> {
    /// A problem of the component.
    fn problem(self, rule: &'static str, text: String) -> Problem {
        let component = self.component.name.to_string();
        Problem { component, property: None, line: self.lines.begin, rule, text }
    }

    /// A problem of one of its properties.
    fn property_problem(self, index: usize, rule: &'static str, text: String) -> Problem {
        let property = self.component.properties.get(index).map(|p| p.name.to_string());
        let line = self.lines.properties.get(index).copied().unwrap_or_default();
        Problem { property, line, ..self.problem(rule, text) }
    }

    /// A problem of the first property of a name.
    fn named_problem(self, name: &str, rule: &'static str, text: String) -> Problem {
        match self.component.properties.iter().position(|property| property.name == name) {
            Some(index) => self.property_problem(index, rule, text),
            None => Problem { property: Some(name.to_owned()), ..self.problem(rule, text) },
        }
    }

    fn has(self, name: &str) -> bool {
        self.component.property(name).is_some()
    }
}

impl<'c> Checks<'c> {
    fn component(&mut self, component: &'c Component, parent: &str, lines: &'c Lines) {
        let place = Place { component, lines };
        if let Some(rules) = rules_of(&component.name) {
            if !rules.parents.contains(&parent) {
                let text = match parent {
                    "" => format!("{} cannot stand alone", component.name),
                    parent => format!("{} cannot stand in {parent}", component.name),
                };
                self.report(place.problem("component-not-allowed", text));
            }
            self.occurrences(place, rules);
            for (index, property) in component.properties.iter().enumerate() {
                self.property(place, index, property);
            }
            self.relations(place);
        }
        let none = const { &Lines { begin: 0, properties: Vec::new(), components: Vec::new() } };
        for (index, inside) in component.components.iter().enumerate() {
            let lines = lines.components.get(index).unwrap_or(none);
            self.component(inside, &component.name, lines);
        }
    }

    fn report(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// Checks how often properties stand in a component.
    fn occurrences(&mut self, place: Place<'_>, rules: &ComponentRules) {
        for name in rules.required {
            if !place.has(name) {
                let text = format!("{} must have {name}", rules.name);
                self.report(place.named_problem(name, "missing-property", text));
            }
        }
        for (one, other) in rules.exclusive {
            if place.has(one) && place.has(other) {
                let text = format!("{one} and {other} cannot stand in the same {}", rules.name);
                self.report(place.named_problem(other, "exclusive-properties", text));
            }
        }
        let single = |name: &str| rules.required.contains(&name) || rules.once.contains(&name);
        // The names seen are few, even where the properties are many.
        let mut seen: Vec<&str> = Vec::new();
        for (index, property) in place.component.properties.iter().enumerate() {
            let name = property.name.as_str();
            if !single(name) {
                continue;
            }
            if seen.contains(&name) {
                let text = format!("{name} can stand only once in {}", rules.name);
                self.report(place.property_problem(index, "repeated-property", text));
            } else {
                seen.push(name);
            }
        }
    }

    /// Checks one property: whether it belongs here, its value and its parameters.
    fn property(&mut self, place: Place<'_>, index: usize, property: &Property) {
        let name = property.name.as_str();
        let Some(known) = tables::property(name) else {
            if values::bad_uri_value(property) {
                let text = format!("the value of {name} is no URI");
                self.report(place.property_problem(index, "bad-value", text));
            }
            return;
        };
        let allowed = rules_of(&place.component.name).is_some_and(|rules| rules.allows(name));
        if !allowed {
            let text = format!("{name} cannot stand in {}", place.component.name);
            self.report(place.property_problem(index, "property-not-allowed", text));
        }
        for (rule, text) in values::check(place.component, property, known)
            .into_iter()
            .chain(parameters::check(property, &self.zones))
        {
            self.report(place.property_problem(index, rule, text));
        }
    }
}

fn rules_of(name: &str) -> Option<&'static ComponentRules> {
    COMPONENTS.iter().find(|rules| rules.name == name)
}
