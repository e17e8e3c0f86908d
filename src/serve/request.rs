//! Requests, read field by field.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::answer::Failure;
use crate::{
    ical::{self, Component},
    itip::{Busy, Policy, Progress, Ranges, Scope, Uninvited},
    model::{CalAddress, Partstat},
};

/// What a user can do to an object that is in their calendar.
pub(super) const ACTIONS: [&str; 9] = [
    "delete",
    "respond",
    "delegate",
    "refresh",
    "counter",
    "accept_counter",
    "decline_counter",
    "add",
    "publish",
];

/// One line in.
#[derive(Debug)]
pub(super) struct Request {
    fields: Map<String, Value>,
}

impl Request {
    pub(super) fn read(line: &str) -> Result<Self, Failure> {
        match serde_json::from_str(line) {
            Ok(Value::Object(fields)) => Ok(Self { fields }),
            Ok(_) => Err(Failure::bad_request("the line is no JSON object")),
            Err(error) => Err(Failure::bad_request(format!("the line is no JSON: {error}"))),
        }
    }

    /// What the asker calls this request.
    pub(super) fn id(&self) -> &Value {
        self.fields.get("id").unwrap_or(&Value::Null)
    }

    /// A field that is not there, or null, is `None`.
    fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn optional_text(&self, name: &str) -> Result<Option<&str>, Failure> {
        let Some(value) = self.field(name) else { return Ok(None) };
        let text = value.as_str();
        text.map(Some).ok_or_else(|| Failure::bad_request(format!("{name:?} is no text")))
    }

    pub(super) fn text(&self, name: &str) -> Result<&str, Failure> {
        let text = self.optional_text(name)?;
        text.ok_or_else(|| Failure::bad_request(format!("{name:?} is missing")))
    }

    pub(super) fn user(&self) -> Result<CalAddress, Failure> {
        self.address("user")
    }

    pub(super) fn address(&self, name: &str) -> Result<CalAddress, Failure> {
        let text = self.text(name)?;
        if text.trim().is_empty() {
            return Err(Failure::bad_request(format!("{name:?} is empty")));
        }
        Ok(canonical(text))
    }

    /// One address, or a list of them.
    pub(super) fn addresses(&self, name: &str) -> Result<Vec<CalAddress>, Failure> {
        let Some(Value::Array(list)) = self.field(name) else {
            return Ok(vec![self.address(name)?]);
        };
        let texts: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
        let texts =
            texts.ok_or_else(|| Failure::bad_request(format!("{name:?} is no list of texts")))?;
        Ok(texts.into_iter().map(canonical).collect())
    }

    pub(super) fn instant(&self, name: &str) -> Result<DateTime<Utc>, Failure> {
        let text = self.text(name)?;
        DateTime::parse_from_rfc3339(text)
            .map(|at| at.to_utc())
            .map_err(|_| Failure::bad_request(format!("{name:?} is no time of RFC 3339")))
    }

    pub(super) fn partstat(&self, name: &str) -> Result<Partstat, Failure> {
        let text = self.text(name)?;
        text.parse().map_err(|_| Failure::bad_request(format!("{name:?} is no PARTSTAT")))
    }

    /// How far somebody is with a to-do, where the request says so. Done means done now.
    pub(super) fn progress(
        &self,
        partstat: Partstat,
        now: DateTime<Utc>,
    ) -> Result<Option<Progress>, Failure> {
        let percent = self.field("percent_complete").map(|value| {
            let percent = value.as_u64().filter(|percent| *percent <= 100);
            let percent = percent.and_then(|percent| u8::try_from(percent).ok());
            percent.ok_or_else(|| Failure::bad_request("\"percent_complete\" is not 0 to 100"))
        });
        let completed = match self.field("completed") {
            Some(_) => Some(self.instant("completed")?),
            None => Some(now).filter(|_| partstat == Partstat::Completed),
        };
        let progress = Progress { percent: percent.transpose()?, completed, status: None };
        Ok(Some(progress).filter(|progress| *progress != Progress::default()))
    }

    pub(super) fn calendar(&self, name: &str) -> Result<Component, Failure> {
        let text = self.text(name)?;
        ical::parse(text).map(|read| read.value).map_err(|refused| Failure::unreadable(&refused))
    }

    /// The most instances that are wanted.
    pub(super) fn limit(&self) -> Result<usize, Failure> {
        let Some(value) = self.field("limit") else { return Ok(usize::MAX) };
        let limit = value.as_u64().and_then(|limit| usize::try_from(limit).ok());
        limit.ok_or_else(|| Failure::bad_request("\"limit\" is no whole number"))
    }

    /// Puts what a request says of the policy; what it does not name stays.
    pub(super) fn policy(&self, policy: &mut Policy) -> Result<(), Failure> {
        for (name, who) in
            [("uninvited", &mut policy.uninvited), ("proposals", &mut policy.proposals)]
        {
            match self.optional_text(name)? {
                None => {}
                Some("accept") => *who = Uninvited::Accept,
                Some("refuse") => *who = Uninvited::Refuse,
                Some(_) => {
                    let text = format!("{name:?} is neither \"accept\" nor \"refuse\"");
                    return Err(Failure::bad_request(text));
                }
            }
        }
        match self.field("tell_others") {
            None => {}
            Some(Value::Bool(tell)) => policy.tell_others = *tell,
            Some(Value::String(text)) if text == "true" => policy.tell_others = true,
            Some(Value::String(text)) if text == "false" => policy.tell_others = false,
            Some(_) => {
                return Err(Failure::bad_request("\"tell_others\" is neither true nor false"));
            }
        }
        match self.optional_text("busy")? {
            None => {}
            Some("everyone") => policy.busy = Busy::Everyone,
            Some("nobody") => policy.busy = Busy::Nobody,
            Some(_) => {
                let text = "\"busy\" is neither \"everyone\" nor \"nobody\"";
                return Err(Failure::bad_request(text));
            }
        }
        match self.optional_text("ranges")? {
            None => {}
            Some("keep") => policy.ranges = Ranges::Keep,
            Some("split") => policy.ranges = Ranges::Split,
            Some(_) => {
                let text = "\"ranges\" is neither \"keep\" nor \"split\"";
                return Err(Failure::bad_request(text));
            }
        }
        Ok(())
    }

    /// Which occurrences are meant. A wall time is in the zone of the object.
    pub(super) fn scope(&self) -> Result<Scope, Failure> {
        let range = self.optional_text("range")?;
        let future = range.is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
        if range.is_some() && !future {
            return Err(Failure::bad_request("\"range\" is not THISANDFUTURE"));
        }
        let Some(text) = self.optional_text("recurrence_id")? else {
            return match range {
                None => Ok(Scope::Whole),
                Some(_) => Err(Failure::bad_request("\"range\" needs a \"recurrence_id\"")),
            };
        };
        let time = ical::parse_time(text, None)
            .ok_or_else(|| Failure::bad_request("\"recurrence_id\" is no time of iCalendar"))?;
        Ok(if future { Scope::ThisAndFuture(time) } else { Scope::This(time) })
    }
}

/// An address as messages have it: a bare mail address gets its scheme.
fn canonical(text: &str) -> CalAddress {
    let text = text.trim();
    if text.contains('@') && !text.contains(':') {
        CalAddress::new(format!("mailto:{text}"))
    } else {
        CalAddress::new(text)
    }
}
