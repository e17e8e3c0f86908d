//! What comes in: one JSON object a line. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::{
    super::{
        files,
        name::{self, Name, NotAName},
        said::said,
    },
    duration,
};
use crate::{
    chat::{Action, File},
    model::{MessageId, RoomRef},
};

/// What a line asks for.
#[derive(Debug)]
pub(super) enum Request {
    /// The time is set.
    Now(DateTime<Utc>),
    /// The time goes on.
    Advance(TimeDelta),
    /// Somebody did something.
    Happening(Box<Happening>),
}

/// Something somebody did.
#[derive(Debug)]
pub(super) struct Happening {
    /// The line's own id, where it has one.
    pub(super) id: Option<String>,
    pub(super) who: Name,
    pub(super) room: RoomRef,
    pub(super) moderator: bool,
    pub(super) action: Action,
}

/// Why a line is not acted on: what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
pub(super) enum BadLine {
    #[error("this line is longer than 6 MB; send less")]
    Long,
    #[error("this line is not UTF-8; write it in UTF-8")]
    NotUtf8,
    #[error("this line is not JSON: {0}; write one JSON object a line")]
    NotJson(#[source] serde_json::Error),
    #[error(
        "this line is not a JSON object; write one like {{\"from\":\"ana\",\"say\":\"!meet list\"}}"
    )]
    NotAnObject,
    #[error(
        "nothing happens in this line; give `now`, `advance`, or `from` with one of `say`, `reply`, `react`, \
         `unreact`, `press` or `upload`"
    )]
    Nothing,
    #[error("`{0}` and `{1}` cannot both be in one line; write two lines")]
    Two(&'static str, &'static str),
    #[error("`{0}` is missing; `{1}` needs it")]
    Missing(&'static str, &'static str),
    #[error("`{0}` must be {1}")]
    Kind(&'static str, &'static str),
    #[error("`{0}` does not belong in a line with `{1}`; leave it out")]
    Unknown(String, &'static str),
    #[error("`{0}`: {1}")]
    Name(&'static str, #[source] NotAName),
    #[error("the clock cannot go that far; give a shorter duration")]
    TooFar,
}

/// What can happen; a line has one of them.
const VERBS: [&str; 8] = ["now", "advance", "say", "reply", "react", "unreact", "press", "upload"];

/// Reads a line where the bot is called `bot`.
pub(super) fn parse(line: &str, bot: &str) -> Result<Request, BadLine> {
    let Value::Object(mut fields) = serde_json::from_str(line).map_err(BadLine::NotJson)? else {
        return Err(BadLine::NotAnObject);
    };
    // `"id":null` is no id.
    fields.retain(|_, value| !value.is_null());
    let mut verbs = VERBS.into_iter().filter(|verb| fields.contains_key(*verb));
    let verb = match (verbs.next(), verbs.next()) {
        (None, _) => return Err(BadLine::Nothing),
        (Some(one), Some(other)) => return Err(BadLine::Two(one, other)),
        (Some(verb), None) => verb,
    };
    drop(verbs);
    let mut fields = Fields { left: fields, verb, bot };
    let request = match verb {
        "now" => Request::Now(fields.now()?),
        "advance" => Request::Advance(fields.advance()?),
        _ => Request::Happening(Box::new(fields.happening()?)),
    };
    fields.finish()?;
    Ok(request)
}

/// The fields of a line that were not read yet, and what happens in it.
struct Fields<'a> {
    left: Map<String, Value>,
    verb: &'static str,
    bot: &'a str,
}

impl Fields<'_> {
    fn now(&mut self) -> Result<DateTime<Utc>, BadLine> {
        let text = self.text("now")?;
        let kind = "a time with its offset, like \"2026-12-01T10:00:00+01:00\"";
        let at = DateTime::parse_from_rfc3339(&text).map_err(|_| BadLine::Kind("now", kind))?;
        Ok(at.to_utc())
    }

    fn advance(&mut self) -> Result<TimeDelta, BadLine> {
        let text = self.text("advance")?;
        let kind = "a duration like \"PT2H\", \"PT90M\", \"P1D\" or \"P1W\", not below zero";
        duration::parse(&text).ok_or(BadLine::Kind("advance", kind))
    }

    fn happening(&mut self) -> Result<Happening, BadLine> {
        let who = Name::new(&self.text("from")?).and_then(|name| name.unless(self.bot));
        Ok(Happening {
            who: who.map_err(|why| BadLine::Name("from", why))?,
            room: self.room()?,
            id: self.id()?,
            moderator: self.moderator()?,
            action: self.action()?,
        })
    }

    fn room(&mut self) -> Result<RoomRef, BadLine> {
        let name = if self.left.contains_key("room") {
            self.text("room")?
        } else {
            name::DEFAULT_ROOM.to_owned()
        };
        name::room(&name).map_err(|why| BadLine::Name("room", why))
    }

    fn id(&mut self) -> Result<Option<String>, BadLine> {
        const KIND: BadLine =
            BadLine::Kind("id", "a text of 1 to 200 characters, or a whole number");
        let id = match self.left.remove("id") {
            None => return Ok(None),
            Some(Value::String(id)) => id,
            Some(Value::Number(id)) if !id.is_f64() => id.to_string(),
            Some(_) => return Err(KIND),
        };
        if (1..=200).contains(&id.chars().count()) { Ok(Some(id)) } else { Err(KIND) }
    }

    fn moderator(&mut self) -> Result<bool, BadLine> {
        match self.left.remove("moderator") {
            None => Ok(false),
            Some(Value::Bool(moderator)) => Ok(moderator),
            Some(_) => Err(BadLine::Kind("moderator", "true or false")),
        }
    }

    fn action(&mut self) -> Result<Action, BadLine> {
        let value = self.text(self.verb)?;
        Ok(match self.verb {
            "reply" => Action::Say(said(&value, Some(self.to()?), self.bot)),
            // Only what the bot wrote has an id here.
            "react" => Action::React { to: self.to()?, emoji: value, ours: true },
            "unreact" => Action::Unreact { to: self.to()?, emoji: value },
            "press" => Action::Press { to: self.to()?, button: value },
            "upload" => Action::Upload(self.file(value)?),
            _ => Action::Say(said(&value, None, self.bot)),
        })
    }

    fn to(&mut self) -> Result<MessageId, BadLine> {
        self.text("to").map(MessageId)
    }

    fn file(&mut self, content: String) -> Result<File, BadLine> {
        let name = self.text("name")?;
        files::dropped(&name, content)
            .ok_or(BadLine::Kind("name", "the name of a file, like \"invite.ics\""))
    }

    /// Takes a field that must be there and be a text.
    fn text(&mut self, field: &'static str) -> Result<String, BadLine> {
        match self.left.remove(field) {
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(BadLine::Kind(field, "a text")),
            None => Err(BadLine::Missing(field, self.verb)),
        }
    }

    /// Nothing may be left: a misspelt field would be a happening that did something else.
    fn finish(self) -> Result<(), BadLine> {
        match self.left.into_iter().next() {
            None => Ok(()),
            Some((field, _)) => Err(BadLine::Unknown(short(&field), self.verb)),
        }
    }
}

fn short(field: &str) -> String {
    field.chars().filter(|c| !c.is_control()).take(40).collect()
}
