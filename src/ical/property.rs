//! The values of a property, as what they mean.

use smallvec::SmallVec;

use super::{Component, Duration, Parameter, Period, Property, format_time, parse_time};
use crate::model::{CalAddress, CalTime};

impl Property {
    /// A property with a DATE or DATE-TIME value, with its VALUE and TZID parameters.
    pub fn new_time(name: &str, time: &CalTime) -> Self {
        let mut property = Self::new(name, String::new());
        property.set_time(time);
        property
    }

    /// The value as a DATE or DATE-TIME in the zone of TZID.
    pub fn time(&self) -> Option<CalTime> {
        self.read_time(&self.value)
    }

    /// The values as a list of DATE or DATE-TIME, as RDATE and EXDATE have; of a period its start.
    /// What cannot be read is left out.
    pub fn times(&self) -> impl Iterator<Item = CalTime> {
        self.value.split(',').filter_map(|text| {
            self.read_time(text.split_once('/').map_or(text, |(start, _)| start))
        })
    }

    fn read_time(&self, text: &str) -> Option<CalTime> {
        let time = parse_time(text, self.parameter("TZID"))?;
        let date_only =
            self.parameter("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("DATE"));
        Some(if date_only { CalTime::Date(time.local().date()) } else { time })
    }

    /// Puts a DATE or DATE-TIME, with its VALUE and TZID parameters; the other parameters stay.
    pub fn set_time(&mut self, time: &CalTime) {
        self.value = format_time(time);
        if time.is_date() {
            self.set_parameter("VALUE", "DATE");
        } else {
            self.remove_parameter("VALUE");
        }
        match time.tzid() {
            Some(tzid) => self.set_parameter("TZID", tzid),
            None => self.remove_parameter("TZID"),
        }
    }

    /// The value as a DURATION.
    pub fn duration(&self) -> Option<Duration> {
        self.value.parse().ok()
    }

    /// The values as a list of PERIOD. What cannot be read is left out.
    pub fn periods(&self) -> impl Iterator<Item = Period> {
        let tzid = self.parameter("TZID");
        self.value.split(',').filter_map(move |text| Period::parse(text, tzid))
    }

    /// The value as an INTEGER (RFC 5545 §3.3.8).
    pub fn integer(&self) -> Option<i64> {
        self.value.trim().parse().ok()
    }

    /// The value as a BOOLEAN (RFC 5545 §3.3.2).
    pub fn boolean(&self) -> Option<bool> {
        boolean(&self.value)
    }

    /// The value as a CAL-ADDRESS (RFC 5545 §3.3.3).
    pub fn address(&self) -> CalAddress {
        CalAddress::new(self.value.as_str())
    }

    /// The values as a list of TEXT, unescaped, as CATEGORIES and RESOURCES have.
    pub fn texts(&self) -> Vec<String> {
        split_escaped(&self.value, ',')
            .map(|raw| Self::new("", raw).text())
            .filter(|text| !text.is_empty())
            .collect()
    }

    /// A property with a list of TEXT values.
    pub fn new_texts<'t>(name: &str, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let texts: Vec<String> =
            texts.into_iter().map(|text| Self::new_text(name, text).value).collect();
        Self::new(name, texts.join(","))
    }

    /// Puts several values for a parameter, in its place or at the end; none removes it.
    pub fn set_parameter_values<'v>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = &'v str>,
    ) {
        let values: SmallVec<_> = values.into_iter().map(Into::into).collect();
        if values.is_empty() {
            return self.remove_parameter(name);
        }
        match self.parameters.iter_mut().find(|parameter| parameter.name == name) {
            Some(parameter) => parameter.values = values,
            None => self.parameters.push(Parameter { name: name.into(), values }),
        }
    }
}

impl Component {
    /// The first property of a name as a DATE or DATE-TIME.
    pub fn time(&self, name: &str) -> Option<CalTime> {
        self.property(name).and_then(Property::time)
    }
}

/// Reads TRUE or FALSE in any case.
pub(super) fn boolean(text: &str) -> Option<bool> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("TRUE") {
        Some(true)
    } else if text.eq_ignore_ascii_case("FALSE") {
        Some(false)
    } else {
        None
    }
}

/// Splits at a separator that no backslash stands before.
pub(super) fn split_escaped(value: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut escaped = false;
    value.split(move |c| {
        let splits = c == separator && !escaped;
        escaped = c == '\\' && !escaped;
        splits
    })
}
