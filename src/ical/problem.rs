//! What is wrong with a text or an object, as data.

/// What was read, and what was wrong with it all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseOutcome<T> {
    /// What could be read.
    pub value: T,
    /// What could not, or should not be so, in the order of the text.
    pub problems: Vec<Problem>,
}

/// One thing that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The component it is in (`VEVENT`); empty outside every component.
    pub component: String,
    /// The property it is about, where it is about one.
    pub property: Option<String>,
    /// The line of the text, from 1; 0 where no text is known.
    pub line: usize,
    /// The rule's name, in kebab case. It never changes its meaning.
    pub rule: &'static str,
    /// What is wrong, as a sentence without a full stop.
    pub text: String,
}
