//! What templates can do with a value beyond what the template language has: each filter knows its flavour.

use tera::{Error, Kwargs, State, StringInput, Tera, TeraResult, Value};

use crate::chat::Flavour;

use super::escape::{Lines, clean};

/// The filters that are added.
#[cfg(test)]
pub(super) const NAMES: &[&str] =
    &["strong", "strike", "code", "meet", "quote", "time", "moment", "here", "relative"];

/// How a command is shown that somebody could give.
#[derive(Debug, Clone, Copy)]
pub struct Prompts<'p> {
    /// What commands begin with where they are typed.
    pub prefix: &'p str,
    /// A typed line as the command that does the same where networks have commands of their own: those of Markdown.
    pub own: fn(&str) -> String,
}

/// Gives a template engine the filters of a flavour.
///
/// `strong` makes a text stand out (in plain text by quotation marks), `strike` strikes it through, `code` shows it as something to type, `meet` does so as a command,
/// and `quote` sets a text of several lines apart. `time`, `moment` (shorter) and `relative` write a time, in Markdown so that
/// each reader's own clock shows it; `here` is the same on the clock of the room, where that has to be said. `safe` is taken away.
pub(super) fn register(tera: &mut Tera, flavour: Flavour, prompts: Prompts<'_>) {
    tera.register_filter("strong", move |text: StringInput<'_>, _: Kwargs, state: &State<'_>| {
        let inner = text.rendered(state)?;
        TeraResult::Ok(Value::safe_string(&match flavour {
            Flavour::Text => format!("“{inner}”"),
            Flavour::Html => format!("<strong>{inner}</strong>"),
            Flavour::Markdown => format!("**{inner}**"),
        }))
    });
    tera.register_filter("strike", move |text: StringInput<'_>, _: Kwargs, state: &State<'_>| {
        let inner = text.rendered(state)?;
        TeraResult::Ok(Value::safe_string(&match flavour {
            Flavour::Text => inner.into_owned(),
            Flavour::Html => format!("<del>{inner}</del>"),
            Flavour::Markdown => format!("~~{inner}~~"),
        }))
    });
    tera.register_filter("code", move |text: &str, _: Kwargs, state: &State<'_>| {
        code(flavour, text, state)
    });
    let Prompts { prefix, own } = prompts;
    let prefix = prefix.to_owned();
    tera.register_filter("meet", move |text: &str, _: Kwargs, state: &State<'_>| match flavour {
        Flavour::Markdown => code(flavour, &own(text), state),
        Flavour::Text | Flavour::Html => code(flavour, &format!("{prefix} {text}"), state),
    });
    tera.register_filter("quote", move |text: StringInput<'_>, _: Kwargs, state: &State<'_>| {
        let inner = text.rendered(state)?;
        TeraResult::Ok(Value::safe_string(&quote(flavour, &inner)))
    });
    tera.register_filter("time", move |when: &Value, _: Kwargs, state: &State<'_>| {
        time(flavour, when, ("text", 'F'), state)
    });
    tera.register_filter("moment", move |when: &Value, _: Kwargs, state: &State<'_>| {
        time(flavour, when, ("text", 'f'), state)
    });
    tera.register_filter("relative", move |when: &Value, _: Kwargs, state: &State<'_>| {
        time(flavour, when, ("relative", 'R'), state)
    });
    tera.register_filter("here", move |when: &Value, _: Kwargs, _: &State<'_>| {
        let shown = flavour == Flavour::Markdown && field(when, "instant")?.is_truthy();
        TeraResult::Ok(if shown { Value::none() } else { field(when, "here")?.clone() })
    });
    tera.register_filter("safe", |_: &Value, _: Kwargs, _: &State<'_>| {
        TeraResult::<Value>::Err(Error::message("a text is never shown without being escaped"))
    });
}

fn code(flavour: Flavour, text: &str, state: &State<'_>) -> TeraResult<Value> {
    // Between two backticks a backslash is only a backslash, so a backtick cannot stand there.
    let shown = clean(text, Lines::One).replace('`', "'");
    Ok(Value::safe_string(&match flavour {
        Flavour::Html => format!("<code>{}</code>", state.escape(&shown)?),
        Flavour::Text | Flavour::Markdown => format!("`{shown}`"),
    }))
}

/// A time: a field of it that has the words, or what has the network write it in the style of a letter.
fn time(
    flavour: Flavour,
    when: &Value,
    (words, style): (&'static str, char),
    state: &State<'_>,
) -> TeraResult<Value> {
    if flavour == Flavour::Markdown && field(when, "instant")?.is_truthy() {
        let start = field(when, "start")?.as_i64().unwrap_or_default();
        return Ok(Value::safe_string(&format!("<t:{start}:{style}>")));
    }
    let words = field(when, words)?.as_str().unwrap_or_default();
    Ok(Value::safe_string(&state.escape(words)?))
}

fn field<'v>(when: &'v Value, name: &'static str) -> TeraResult<&'v Value> {
    when.get_from_path(name).ok_or_else(|| Error::message(format!("a time has no `{name}`")))
}

fn quote(flavour: Flavour, inner: &str) -> String {
    let lines = |before: &str| {
        inner.lines().map(|line| format!("{before}{line}")).collect::<Vec<_>>().join("\n")
    };
    match flavour {
        Flavour::Text => lines("  "),
        Flavour::Html => format!("<blockquote>{inner}</blockquote>"),
        Flavour::Markdown => lines("> "),
    }
}
