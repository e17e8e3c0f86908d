//! Components, properties and parameters, in the order they were written.

use compact_str::CompactString;
use smallvec::{SmallVec, smallvec};

use super::text;

/// A component between its BEGIN and END: the calendar itself, an event, an alarm, or one we do not know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Component {
    /// Its name in capitals (`VEVENT`).
    pub name: CompactString,
    /// Its properties, in order.
    pub properties: Vec<Property>,
    /// The components inside it, in order.
    pub components: Vec<Component>,
}

/// A content line (RFC 5545 §3.1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Property {
    /// Its name in capitals.
    pub name: CompactString,
    /// Its parameters, in order.
    pub parameters: Vec<Parameter>,
    /// Its value as it stands in the text, escapes and all; unfolded.
    pub value: String,
}

/// A parameter of a property (RFC 5545 §3.2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parameter {
    /// Its name in capitals.
    pub name: CompactString,
    /// Its values, without quotes and with RFC 6868's escapes undone. Nearly always one.
    pub values: SmallVec<[CompactString; 1]>,
}

impl Component {
    /// An empty component.
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The first property of a name in capitals.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// The first property of a name, to change it.
    pub fn property_mut(&mut self, name: &str) -> Option<&mut Property> {
        self.properties.iter_mut().find(|property| property.name == name)
    }

    /// All properties of a name.
    pub fn properties_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The raw value of the first property of a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.property(name).map(|property| property.value.as_str())
    }

    /// The first property of a name as TEXT, unescaped.
    pub fn text(&self, name: &str) -> Option<String> {
        self.property(name).map(Property::text)
    }

    /// Puts a property in the place of the first of its name, or at the end; others of the name go.
    pub fn set(&mut self, property: Property) {
        let mut at = None;
        let mut index = 0;
        self.properties.retain(|old| {
            let keep = old.name != property.name || at.is_none();
            if old.name == property.name && at.is_none() {
                at = Some(index);
            }
            index += usize::from(keep);
            keep
        });
        match at.and_then(|at| self.properties.get_mut(at)) {
            Some(slot) => *slot = property,
            None => self.properties.push(property),
        }
    }

    /// Removes all properties of a name.
    pub fn remove(&mut self, name: &str) {
        self.properties.retain(|property| property.name != name);
    }

    /// The components of a name.
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.components.iter().filter(move |component| component.name == name)
    }
}

impl Property {
    /// A property with a value that needs no escapes (a date, a number, a URI, a keyword).
    pub fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: name.into(), parameters: Vec::new(), value: value.into() }
    }

    /// A property with a TEXT value (RFC 5545 §3.3.11), which is escaped.
    pub fn new_text(name: &str, text: &str) -> Self {
        Self::new(name, text::escape(text))
    }

    /// Adds a parameter with one value.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.set_parameter(name, value);
        self
    }

    /// The first value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameter_values(name).first().map(CompactString::as_str)
    }

    /// All values of a parameter; empty where it is not there.
    pub fn parameter_values(&self, name: &str) -> &[CompactString] {
        self.parameters
            .iter()
            .find(|parameter| parameter.name == name)
            .map_or(&[], |parameter| &parameter.values)
    }

    /// Puts one value for a parameter, in its place or at the end.
    pub fn set_parameter(&mut self, name: &str, value: &str) {
        match self.parameters.iter_mut().find(|parameter| parameter.name == name) {
            Some(parameter) => parameter.values = smallvec![value.into()],
            None => {
                self.parameters
                    .push(Parameter { name: name.into(), values: smallvec![value.into()] });
            }
        }
    }

    /// Removes a parameter.
    pub fn remove_parameter(&mut self, name: &str) {
        self.parameters.retain(|parameter| parameter.name != name);
    }

    /// The value as TEXT, unescaped.
    pub fn text(&self) -> String {
        text::unescape(&self.value)
    }
}
