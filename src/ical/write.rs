//! Components to text, strictly: CRLF, lines of at most 75 octets, and nothing that a reader could take for
//! something else.

use memchr::memchr3;

use super::{
    Component, Parameter, Property,
    content_line::{has_control, is_capital, is_control, name_char},
};

/// The octets of a line, without its end (RFC 5545 §3.1).
const WIDTH: usize = 75;

/// Writes a component, its properties and the components inside it.
pub fn write(component: &Component) -> String {
    let mut out = String::with_capacity(estimate(component));
    write_to(component, &mut out);
    out
}

/// Writes a component at the end of a text.
pub fn write_to(component: &Component, out: &mut String) {
    Folder { out, column: 0 }.component(component);
}

/// About the octets that a component takes.
fn estimate(component: &Component) -> usize {
    let properties: usize = component.properties.iter().map(estimate_property).sum();
    let components: usize = component.components.iter().map(estimate).sum();
    properties + components + 2 * component.name.len() + 16
}

fn estimate_property(property: &Property) -> usize {
    let parameters: usize = property
        .parameters
        .iter()
        .map(|p| p.name.len() + p.values.iter().map(|value| value.len() + 3).sum::<usize>() + 2)
        .sum();
    let line = property.name.len() + parameters + property.value.len() + 3;
    line + line / 24
}

/// Appends content lines and folds them as they grow.
struct Folder<'o> {
    out: &'o mut String,
    /// The octets of the line so far.
    column: usize,
}

impl Folder<'_> {
    fn component(&mut self, component: &Component) {
        self.bracket("BEGIN:", &component.name);
        for property in &component.properties {
            self.property(property);
        }
        for inside in &component.components {
            self.component(inside);
        }
        self.bracket("END:", &component.name);
    }

    fn bracket(&mut self, word: &str, name: &str) {
        self.push(word);
        self.name(if name.is_empty() { "X-UNNAMED" } else { name });
        self.end();
    }

    fn property(&mut self, property: &Property) {
        // These would be taken for the brackets of a component.
        if ["BEGIN", "END", ""].iter().any(|name| property.name.eq_ignore_ascii_case(name)) {
            return;
        }
        self.name(&property.name);
        for parameter in &property.parameters {
            self.parameter(parameter);
        }
        self.push(":");
        self.text(&property.value);
        self.end();
    }

    fn parameter(&mut self, parameter: &Parameter) {
        if parameter.name.is_empty() {
            return;
        }
        self.push(";");
        self.name(&parameter.name);
        self.push("=");
        for (index, value) in parameter.values.iter().enumerate() {
            if index > 0 {
                self.push(",");
            }
            self.parameter_value(value);
        }
    }

    fn parameter_value(&mut self, value: &str) {
        let quoted = memchr3(b':', b';', b',', value.as_bytes()).is_some();
        if quoted {
            self.push("\"");
        }
        if value.bytes().any(|b| matches!(b, b'^' | b'"' | 0x7f) || b < b' ') {
            self.text(&encode_value(value));
        } else {
            self.push(value);
        }
        if quoted {
            self.push("\"");
        }
    }

    fn name(&mut self, name: &str) {
        if name.bytes().all(is_capital) {
            self.push(name);
        } else {
            let name: String = name.chars().map(name_char).collect();
            self.push(&name);
        }
    }

    /// Appends a text without its control characters: they can come from nowhere but a program.
    fn text(&mut self, text: &str) {
        if has_control(text) {
            let clean: String = text.chars().filter(|c| !is_control(*c)).collect();
            self.push(&clean);
        } else {
            self.push(text);
        }
    }

    fn push(&mut self, mut text: &str) {
        loop {
            let room = WIDTH.saturating_sub(self.column);
            if text.len() <= room {
                self.out.push_str(text);
                self.column += text.len();
                return;
            }
            let Some((head, tail)) = text.split_at_checked(text.floor_char_boundary(room)) else {
                return;
            };
            self.out.push_str(head);
            self.out.push_str("\r\n ");
            self.column = 1;
            text = tail;
        }
    }

    fn end(&mut self) {
        self.out.push_str("\r\n");
        self.column = 0;
    }
}

/// Writes what no parameter value may hold in RFC 6868's escapes.
fn encode_value(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '^' => out.push_str("^^"),
            '"' => out.push_str("^'"),
            '\n' => out.push_str("^n"),
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push_str("^n");
            }
            c => out.push(c),
        }
    }
    out
}
