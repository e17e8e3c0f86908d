//! Components as text in a column.

use crate::ical::{Component, Parameter, Property};

/// A component as content lines.
pub(super) fn write(component: &Component) -> String {
    let mut out = String::new();
    write_to(component, &mut out);
    out
}

fn write_to(component: &Component, out: &mut String) {
    out.extend(["BEGIN:", &component.name, "\r\n"]);
    for property in &component.properties {
        out.push_str(&property.name);
        for parameter in &property.parameters {
            out.extend([";", &parameter.name, "="]);
            for (index, value) in parameter.values.iter().enumerate() {
                out.push_str(if index == 0 { "\"" } else { ",\"" });
                out.push_str(&value.replace('^', "^^").replace('"', "^'").replace('\n', "^n"));
                out.push('"');
            }
        }
        out.extend([":", &property.value, "\r\n"]);
    }
    for inner in &component.components {
        write_to(inner, out);
    }
    out.extend(["END:", &component.name, "\r\n"]);
}

/// The component that [`write`] wrote.
pub(super) fn read(text: &str) -> Option<Component> {
    let mut open: Vec<Component> = Vec::new();
    for line in text.split_terminator("\r\n") {
        if let Some(name) = line.strip_prefix("BEGIN:") {
            open.push(Component::new(name));
        } else if line.starts_with("END:") {
            let done = open.pop()?;
            match open.last_mut() {
                Some(outer) => outer.components.push(done),
                None => return Some(done),
            }
        } else {
            open.last_mut()?.properties.push(property(line)?);
        }
    }
    None
}

fn property(line: &str) -> Option<Property> {
    let end = line.find([';', ':'])?;
    let (name, mut rest) = line.split_at_checked(end)?;
    let mut property = Property::new(name, "");
    while let Some(parameter) = rest.strip_prefix(';') {
        let (name, values) = parameter.split_once('=')?;
        let mut parameter = Parameter { name: name.into(), values: Vec::new() };
        rest = values;
        while let Some((value, after)) =
            rest.strip_prefix(',').unwrap_or(rest).strip_prefix('"').and_then(|v| v.split_once('"'))
        {
            parameter.values.push(undo(value).into());
            rest = after;
        }
        property.parameters.push(parameter);
    }
    property.value = rest.strip_prefix(':')?.to_owned();
    Some(property)
}

fn undo(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '^') {
            (_, true) => match chars.next() {
                Some('n') => out.push('\n'),
                Some('\'') => out.push('"'),
                other => out.extend(other),
            },
            (c, false) => out.push(c),
        }
    }
    out
}
