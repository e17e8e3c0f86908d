//! What a template is given: the view as a tree of values, with every text cleaned and cut to a limit.

use serde_json::{Map, Value};

use super::{
    View,
    escape::{Lines, clean, cut},
};

/// How much of everything is shown: columns of a text, entries of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    description: usize,
    comment: usize,
    people: usize,
    rows: usize,
    proposals: usize,
    text: usize,
    title: usize,
    name: usize,
}

/// What a list is cut to says how much is left out: an object that holds a list and this field counts it there.
const MORE: &str = "more";

/// The fields that no template draws: the insides of files and of buttons.
const UNSEEN: [&str; 3] = ["content", "key", "from_key"];

impl Limits {
    const ALL: Self = Self {
        description: 4000,
        comment: 300,
        people: 500,
        rows: usize::MAX,
        proposals: 50,
        text: 300,
        title: 300,
        name: 80,
    };
    const CARD: Self = Self {
        description: 1200,
        comment: 60,
        people: 20,
        rows: 20,
        proposals: 5,
        title: 100,
        name: 40,
        ..Self::ALL
    };
    const SENTENCE: Self = Self { comment: 300, ..Self::CARD };

    /// The limits of a view where there is room enough.
    pub(super) const fn full(view: &View) -> Self {
        match view {
            View::Show(_) => Self::ALL,
            View::Card(_) => Self::CARD,
            View::Settings(_) | View::Doctor(_) => Self { rows: usize::MAX, ..Self::SENTENCE },
            _ => Self::SENTENCE,
        }
    }

    /// The limits to try, one after the other, until the text fits. The description goes first, then the comments,
    /// then the names, then whatever can go.
    pub(super) fn ladder(view: &View) -> impl Iterator<Item = Self> {
        let full = Self::full(view);
        let shorter = [1200, 500, 200, 80, 0].map(|description| Self { description, ..Self::ALL });
        let none = Self { description: 0, ..Self::ALL };
        let fewer = [
            Self { comment: 40, people: 100, rows: 15, proposals: 10, ..none },
            Self { comment: 0, people: 40, rows: 10, proposals: 5, ..none },
            Self { comment: 0, people: 20, rows: 8, proposals: 5, text: 150, title: 80, ..none },
            Self {
                comment: 0,
                people: 10,
                rows: 6,
                proposals: 3,
                text: 100,
                title: 60,
                name: 40,
                ..none
            },
            Self {
                comment: 0,
                people: 4,
                rows: 4,
                proposals: 2,
                text: 60,
                title: 40,
                name: 24,
                ..none
            },
            Self {
                comment: 0,
                people: 1,
                rows: 2,
                proposals: 1,
                text: 60,
                title: 30,
                name: 16,
                ..none
            },
            Self {
                comment: 0,
                people: 0,
                rows: 1,
                proposals: 0,
                text: 60,
                title: 20,
                name: 10,
                ..none
            },
        ];
        [Self::ALL].into_iter().chain(shorter).chain(fewer).map(move |step| full.at_most(step))
    }

    fn at_most(self, other: Self) -> Self {
        Self {
            description: self.description.min(other.description),
            comment: self.comment.min(other.comment),
            people: self.people.min(other.people),
            rows: self.rows.min(other.rows),
            proposals: self.proposals.min(other.proposals),
            text: self.text.min(other.text),
            title: self.title.min(other.title),
            name: self.name.min(other.name),
        }
    }

    fn entries(&self, field: &str) -> usize {
        match field {
            "people" | "list" | "names" => self.people,
            "rows" | "findings" => self.rows,
            "proposals" => self.proposals,
            _ => usize::MAX,
        }
    }

    /// Cleans and cuts a text by the field that it stands in. What is empty then is nothing, or says so.
    fn text(&self, field: &str, text: &str) -> Value {
        let (lines, width, empty) = match field {
            "title" => (Lines::One, self.title, Some("(no title)")),
            "name" | "names" | "list" | "who" | "organizer" | "by" | "from" | "to" | "sent_by" => {
                (Lines::One, self.name, Some("(no name)"))
            }
            "description" => (Lines::Many, self.description, None),
            "comment" | "reason" => (Lines::One, self.comment, None),
            _ => (Lines::One, self.text, Some("…")),
        };
        let cleaned = clean(text, lines);
        match empty {
            Some(empty) if cleaned.is_empty() => Value::from(empty),
            None if cleaned.is_empty() || width == 0 => Value::Null,
            _ => Value::from(cut(&cleaned, width)),
        }
    }
}

/// The view as its template sees it.
pub(super) fn context(view: &View, limits: &Limits) -> Result<Value, serde_json::Error> {
    Ok(fit(serde_json::to_value(view)?, "", limits))
}

fn fit(value: Value, field: &str, limits: &Limits) -> Value {
    match value {
        Value::String(text) => limits.text(field, &text),
        Value::Array(list) => {
            let shown = list.into_iter().take(limits.entries(field));
            Value::Array(shown.map(|entry| fit(entry, field, limits)).collect())
        }
        Value::Object(fields) => Value::Object(fit_fields(fields, limits)),
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

fn fit_fields(mut fields: Map<String, Value>, limits: &Limits) -> Map<String, Value> {
    fields.retain(|field, _| !UNSEEN.contains(&field.as_str()));
    let left_out: usize = fields
        .iter()
        .filter_map(|(field, value)| {
            Some(value.as_array()?.len().saturating_sub(limits.entries(field)))
        })
        .sum();
    if let Some(more) = fields.get_mut(MORE) {
        *more = Value::from(more.as_u64().unwrap_or(0) + left_out as u64);
    }
    fields
        .into_iter()
        .map(|(field, value)| {
            let fitted = fit(value, &field, limits);
            (field, fitted)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Names, Reminder, Samples, samples};

    fn reminder(names: usize) -> View {
        let mut reminder = Reminder::samples().remove(0);
        reminder.names = Names { list: vec!["Ana".to_owned(); names], more: 1 };
        View::Reminder(reminder)
    }

    #[test]
    fn a_list_counts_what_it_leaves_out() {
        let context = context(&reminder(25), &Limits::CARD).unwrap();
        assert_eq!(context["names"]["list"].as_array().unwrap().len(), 20);
        assert_eq!(context["names"]["more"], 6);
    }

    #[test]
    fn only_a_description_has_lines() {
        let mut card = samples::sprint_review();
        card.title = "Sprint\r\nreview".to_owned();
        card.description = Some("a\r\n\r\n\r\n b \nc".to_owned());
        let context = context(&View::Card(card), &Limits::CARD).unwrap();
        assert_eq!(context["title"], "Sprint review");
        assert_eq!(context["description"], "a\n\n b\nc");
    }

    #[test]
    fn what_is_empty_when_cleaned_is_nothing_or_says_so() {
        let mut card = samples::sprint_review();
        card.title = "\u{202e} \u{3164}".to_owned();
        card.description = Some("\u{200b}\n".to_owned());
        let context = context(&View::Card(card), &Limits::CARD).unwrap();
        assert_eq!(context["title"], "(no title)");
        assert_eq!(context["description"], Value::Null);
    }

    #[test]
    fn each_step_of_the_ladder_shows_no_more_than_the_last() {
        for view in View::samples() {
            let size = |limits| context(&view, &limits).unwrap().to_string().chars().count();
            let sizes: Vec<_> = Limits::ladder(&view).map(size).collect();
            assert!(sizes.is_sorted_by(|a, b| a + 4 >= *b), "{}: {sizes:?}", view.name());
        }
    }
}
