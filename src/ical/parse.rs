//! Text to components, leniently: what can be read is read, and what was wrong is said.

use compact_str::CompactString;

use super::{
    Component, Limits, ParseOutcome, Problem, Property, Refused,
    content_line::{self, Flaw, Line, Unfolded},
    text,
};

/// More problems than this are not listed: a text of nothing but junk has one a line.
const MOST_PROBLEMS: usize = 100;

/// Reads the first VCALENDAR of a text.
///
/// # Errors
///
/// Where a limit is passed, or nothing in the text is a calendar.
pub fn parse(text: &str) -> Result<ParseOutcome<Component>, Refused> {
    parse_bytes(text.as_bytes())
}

/// Reads the first VCALENDAR of a text that may not be UTF-8, or is folded inside a character.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_bytes(text: &[u8]) -> Result<ParseOutcome<Component>, Refused> {
    parse_with(text, &Limits::default())
}

/// Reads the first VCALENDAR of a text, within limits of the caller.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_with(text: &[u8], limits: &Limits) -> Result<ParseOutcome<Component>, Refused> {
    let mut reader = Reader::new(limits);
    reader.read(text)?;
    let (value, _) = reader.calendars.into_iter().next().ok_or(Refused::NoCalendar)?;
    Ok(ParseOutcome { value, problems: reader.problems })
}

/// Reads every VCALENDAR of a text (RFC 5545 §3.4 allows several in a stream); at least one.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_all(text: &[u8], limits: &Limits) -> Result<ParseOutcome<Vec<Component>>, Refused> {
    let mut reader = Reader { all: true, ..Reader::new(limits) };
    reader.read(text)?;
    let value: Vec<_> = reader.calendars.into_iter().map(|(calendar, _)| calendar).collect();
    if value.is_empty() {
        return Err(Refused::NoCalendar);
    }
    Ok(ParseOutcome { value, problems: reader.problems })
}

/// Where the lines of a component stand in the text it was read from; the same shape as the component.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    /// The line of its BEGIN, from 1; 0 where no text is known.
    pub begin: usize,
    /// The line that each property begins on.
    pub properties: Vec<usize>,
    /// Those of the components inside.
    pub components: Vec<Lines>,
}

/// Reads the first VCALENDAR of a text, and remembers where in the text everything was.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_located(
    text: &[u8],
    limits: &Limits,
) -> Result<(ParseOutcome<Component>, Lines), Refused> {
    let mut reader = Reader { locate: true, ..Reader::new(limits) };
    reader.read(text)?;
    let (value, lines) = reader.calendars.into_iter().next().ok_or(Refused::NoCalendar)?;
    Ok((ParseOutcome { value, problems: reader.problems }, lines))
}

/// The state of reading a text.
struct Reader<'l> {
    limits: &'l Limits,
    /// Whether to go on after the first calendar.
    all: bool,
    /// Whether to remember the lines of properties.
    locate: bool,
    /// The components that are open, the outermost first. Never deeper than the limit.
    open: Vec<(Component, Lines)>,
    calendars: Vec<(Component, Lines)>,
    problems: Vec<Problem>,
    flaws: Vec<Flaw>,
    components: usize,
    properties: usize,
    parameters: usize,
}

impl<'l> Reader<'l> {
    fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            all: false,
            locate: false,
            open: Vec::with_capacity(4),
            calendars: Vec::new(),
            problems: Vec::new(),
            flaws: Vec::new(),
            components: 0,
            properties: 0,
            parameters: 0,
        }
    }

    fn read(&mut self, text: &[u8]) -> Result<(), Refused> {
        if text.len() > self.limits.octets {
            return Err(Refused::Octets { limit: self.limits.octets });
        }
        let mut lines = Unfolded::new(text, self.limits);
        let mut last = 0;
        while let Some(line) = lines.next_line()? {
            last = line.number;
            if line.octets.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if !self.line(line)? {
                break;
            }
        }
        if !self.open.is_empty() {
            self.problem(last, None, "missing-end", "the text ends before the calendar does");
            self.close(0);
        }
        Ok(())
    }

    /// Takes a content line. Whether there is any use in reading on.
    fn line(&mut self, line: Line<'_>) -> Result<bool, Refused> {
        let text = content_line::decode(line.octets, &mut self.flaws);
        if self.open.is_empty() {
            return self.outside(line.number, &text);
        }
        let property = content_line::read(&text, &mut self.flaws);
        self.report(line.number, property.as_ref());
        match property {
            Some(property) if property.name == "BEGIN" => {
                self.begin(line.number, &property.value)?;
            }
            Some(property) if property.name == "END" => self.end(line.number, &property.value),
            Some(property) => self.property(line.number, property)?,
            None => {}
        }
        Ok(true)
    }

    /// Takes a line that stands in no calendar.
    fn outside(&mut self, number: usize, text: &str) -> Result<bool, Refused> {
        self.flaws.clear();
        let begins = text.split_once(':').is_some_and(|(begin, name)| {
            begin.trim().eq_ignore_ascii_case("BEGIN") && name.trim().eq_ignore_ascii_case(CALENDAR)
        });
        if begins && (self.all || self.calendars.is_empty()) {
            self.begin(number, CALENDAR)?;
            return Ok(true);
        }
        if begins {
            let text = "the text has a second calendar, which was not read";
            self.problem(number, None, "second-calendar", text);
            return Ok(false);
        }
        // One word about it is enough, and a text may be all of it.
        if self.problems.last().is_none_or(|problem| problem.rule != "outside-calendar") {
            self.problem(number, None, "outside-calendar", "text outside a calendar was left out");
        }
        Ok(true)
    }

    fn begin(&mut self, line: usize, written: &str) -> Result<(), Refused> {
        let mut name = content_line::name(written.trim(), &mut self.flaws);
        if name.is_empty() {
            name = CompactString::const_new("X-UNNAMED");
        }
        if name == CALENDAR && !self.open.is_empty() {
            self.problem(line, None, "missing-end", "a calendar begins before the last one ends");
            self.close(0);
        }
        if self.open.len() >= self.limits.depth {
            return Err(Refused::Depth { limit: self.limits.depth });
        }
        self.components += 1;
        if self.components > self.limits.components {
            return Err(Refused::Components { limit: self.limits.components });
        }
        let component = Component { name, ..Component::default() };
        self.open.push((component, Lines { begin: line, ..Lines::default() }));
        Ok(())
    }

    fn end(&mut self, line: usize, written: &str) {
        let name = content_line::name(written.trim(), &mut self.flaws);
        // The stack is no deeper than the limit, so the search is short.
        let Some(depth) = self.open.iter().rposition(|(component, _)| component.name == name)
        else {
            self.problem(line, None, "unexpected-end", "this END has no BEGIN and was left out");
            return;
        };
        if depth + 1 < self.open.len() {
            self.problem(line, None, "missing-end", "this component has no END");
        }
        self.close(depth);
    }

    /// Closes the open components down to the one at `depth`, and that one.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(closed) = self.open.pop() else { return };
            match self.open.last_mut() {
                Some((parent, lines)) => {
                    parent.components.push(closed.0);
                    if self.locate {
                        lines.components.push(closed.1);
                    }
                }
                None => self.calendars.push(closed),
            }
        }
    }

    fn property(&mut self, line: usize, mut property: Property) -> Result<(), Refused> {
        if let Some(shape) = text::words(&property.name)
            && let Some(what) = text::fault(&property.value, shape)
        {
            let name = Some(property.name.to_string());
            let text = format!("{} has {what}", property.name);
            self.problem(line, name, "unescaped-text", &text);
            property.value = text::mend(&property.value, shape);
        }
        self.properties += 1;
        if self.properties > self.limits.properties {
            return Err(Refused::Properties { limit: self.limits.properties });
        }
        self.parameters +=
            property.parameters.iter().map(|parameter| parameter.values.len()).sum::<usize>();
        if self.parameters > self.limits.parameters {
            return Err(Refused::Parameters { limit: self.limits.parameters });
        }
        if let Some((component, lines)) = self.open.last_mut() {
            if self.locate {
                lines.properties.push(line);
            }
            if component.properties.is_empty() {
                component.properties.reserve(12);
            }
            component.properties.push(property);
        }
        Ok(())
    }

    /// Turns the flaws of the line just read into problems.
    fn report(&mut self, line: usize, property: Option<&Property>) {
        if self.flaws.is_empty() {
            return;
        }
        let mut flaws = std::mem::take(&mut self.flaws);
        for flaw in &flaws {
            if self.problems.len() >= MOST_PROBLEMS {
                break;
            }
            let name = property.map(|property| property.name.to_string());
            self.problem(line, name, flaw.rule, flaw.text);
        }
        flaws.clear();
        self.flaws = flaws;
    }

    fn problem(&mut self, line: usize, property: Option<String>, rule: &'static str, text: &str) {
        if self.problems.len() >= MOST_PROBLEMS {
            return;
        }
        let component =
            self.open.last().map_or_else(String::new, |(open, _)| open.name.to_string());
        self.problems.push(Problem { component, property, line, rule, text: text.to_owned() });
    }
}

const CALENDAR: &str = "VCALENDAR";

#[cfg(test)]
mod tests;
