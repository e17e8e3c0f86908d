//! Answers, as JSON.

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    ical::{self, Problem, format_time},
    itip::{Message, Notice, Object, Outcome, Refusal, Step, Who},
    model::{CalAddress, InstanceId, Span},
};

/// What came of a request.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    pub(super) object: Option<Object>,
    pub(super) messages: Vec<Message>,
    pub(super) notices: Vec<Notice>,
    pub(super) uids: Option<Vec<String>>,
    pub(super) instances: Option<Vec<Instance>>,
    pub(super) problems: Option<Vec<Problem>>,
}

/// One time that a meeting takes place, in iCalendar form.
#[derive(Debug, Serialize)]
pub(super) struct Instance {
    pub(super) recurrence_id: String,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) tzid: Option<String>,
}

#[derive(Serialize)]
struct Written<'a> {
    id: &'a Value,
    ok: bool,
    outcome: &'static str,
    object: Option<String>,
    messages: Vec<WrittenMessage<'a>>,
    notices: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instances: Option<Vec<Instance>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<Vec<WrittenProblem>>,
}

#[derive(Serialize)]
struct WrittenMessage<'a> {
    method: &'static str,
    component: &'a str,
    uid: &'a str,
    sequence: i64,
    sender: &'a str,
    recipients: Vec<&'a str>,
    ics: String,
}

#[derive(Serialize)]
struct WrittenProblem {
    component: String,
    property: Option<String>,
    line: usize,
    rule: &'static str,
    text: String,
}

impl Answer {
    /// The answer to what asks for nothing.
    pub(super) const fn nothing() -> Self {
        Self {
            outcome: Outcome::Unchanged,
            object: None,
            messages: Vec::new(),
            notices: Vec::new(),
            uids: None,
            instances: None,
            problems: None,
        }
    }

    /// The answer that a step is.
    pub(super) fn of(step: Step) -> Self {
        let Step { object, messages, notices, outcome } = step;
        Self { outcome, object, messages, notices, ..Self::nothing() }
    }

    pub(super) fn write(self, id: &Value) -> String {
        let object = self.object.filter(|object| !object.is_placeholder());
        let problems = self.problems.map(|problems| problems.into_iter().map(problem).collect());
        json_line(&Written {
            id,
            ok: true,
            outcome: self.outcome.as_str(),
            object: object.map(|object| ical::write(&object.calendar)),
            messages: self.messages.iter().map(message).collect(),
            notices: self.notices.iter().map(notice).collect(),
            uids: self.uids,
            instances: self.instances,
            problems,
        })
    }
}

/// A request that was not done.
#[derive(Debug)]
pub(super) struct Failure {
    name: &'static str,
    request_status: String,
    detail: String,
    /// What tells the sender of a message why it was refused.
    reply: Option<Box<Message>>,
}

impl Failure {
    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        let request_status = "5.0;Request not supported".to_owned();
        Self { name: "bad-request", request_status, detail: detail.into(), reply: None }
    }

    pub(super) fn too_long() -> Self {
        Self::bad_request("the line is too long")
    }

    pub(super) fn unreadable(refused: &ical::Refused) -> Self {
        let (name, request_status) = match refused {
            ical::Refused::NoCalendar => ("no-calendar", "3.4;Invalid calendar component sequence"),
            _ => ("too-large", "3.10;Request entity too large"),
        };
        let (request_status, detail) = (request_status.to_owned(), refused.to_string());
        Self { name, request_status, detail, reply: None }
    }

    /// The same, with the message that tells the sender.
    pub(super) fn with_reply(self, reply: Option<Message>) -> Self {
        Self { reply: reply.map(Box::new), ..self }
    }

    pub(super) fn write(&self, id: &Value) -> String {
        #[derive(Serialize)]
        struct Written<'a> {
            id: &'a Value,
            ok: bool,
            refusal: &'static str,
            request_status: &'a str,
            detail: &'a str,
            #[serde(skip_serializing_if = "Vec::is_empty")]
            messages: Vec<WrittenMessage<'a>>,
        }
        let Self { name: refusal, request_status, detail, reply } = self;
        let messages = reply.iter().map(|reply| message(reply)).collect();
        json_line(&Written { id, ok: false, refusal, request_status, detail, messages })
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self {
            name: refusal.name(),
            request_status: refusal.request_status().to_string(),
            detail: refusal.to_string(),
            reply: None,
        }
    }
}

/// Texts, numbers and lists only, so that writing cannot fail.
fn json_line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn message(message: &Message) -> WrittenMessage<'_> {
    WrittenMessage {
        method: message.method.as_str(),
        component: message.component_name(),
        uid: &message.uid.0,
        sequence: message.sequence,
        sender: message.sender.as_str(),
        recipients: message.recipients.iter().map(CalAddress::as_str).collect(),
        ics: message.write(),
    }
}

fn problem(problem: Problem) -> WrittenProblem {
    let Problem { component, property, line, rule, text } = problem;
    WrittenProblem { component, property, line, rule, text }
}

fn notice(notice: &Notice) -> Value {
    let mut written = match notice {
        Notice::Answered { instance, who, partstat, before, comment, uninvited } => json!({
            "recurrence_id": recurrence_id(instance), "who": person(who), "partstat": partstat.as_str(),
            "before": before.as_str(), "comment": comment, "uninvited": uninvited,
        }),
        Notice::Progress { instance, who, progress } => json!({
            "recurrence_id": recurrence_id(instance), "who": person(who), "percent": progress.percent,
            "completed": progress.completed.map(|at| at.to_rfc3339()),
            "status": progress.status.map(ical::Status::as_str),
        }),
        Notice::AnsweredEarlier { instance, who, partstat } => json!({
            "recurrence_id": recurrence_id(instance), "who": person(who), "partstat": partstat.as_str(),
        }),
        Notice::Delegated { instance, from, to } => json!({
            "recurrence_id": recurrence_id(instance), "from": person(from), "to": person(to),
        }),
        Notice::Proposed { instance, from, span: when, comment } => json!({
            "recurrence_id": recurrence_id(instance), "from": person(from), "when": span(when.as_ref()),
            "comment": comment,
        }),
        Notice::ProposalDecided { instance, from, accepted, comment } => json!({
            "recurrence_id": recurrence_id(instance), "from": person(from), "accepted": accepted,
            "comment": comment,
        }),
        Notice::ProposalStale { instance, from } => json!({
            "recurrence_id": recurrence_id(instance), "from": person(from),
        }),
        Notice::Rescheduled { instance, before, after } => json!({
            "recurrence_id": recurrence_id(instance), "before": span(before.as_ref()),
            "after": span(after.as_ref()),
        }),
        Notice::Added { instance, span: when } => json!({
            "recurrence_id": recurrence_id(instance), "when": span(when.as_ref()),
        }),
        Notice::Changed { instance, properties } => json!({
            "recurrence_id": recurrence_id(instance), "properties": properties,
        }),
        Notice::Invited { instance, who } | Notice::Removed { instance, who } => json!({
            "recurrence_id": recurrence_id(instance), "who": person(who),
        }),
        Notice::Cancelled { instance, comment } => json!({
            "recurrence_id": recurrence_id(instance), "comment": comment,
        }),
        Notice::Busy { who } | Notice::RefreshAsked { who } => json!({ "who": person(who) }),
        Notice::OrganizerChanged { from, to } => {
            json!({ "from": from.as_str(), "to": to.as_str() })
        }
        Notice::Trouble { who, status } => json!({
            "who": person(who), "request_status": status.to_string(),
        }),
        Notice::HeldExpired { from, since } => json!({
            "from": from.as_str(), "since": since.to_rfc3339(),
        }),
    };
    if let Value::Object(fields) = &mut written {
        fields.insert("notice".to_owned(), notice.name().into());
    }
    written
}

fn person(who: &Who) -> Value {
    json!({ "address": who.address.as_str(), "name": who.name })
}

fn recurrence_id(instance: &InstanceId) -> Option<String> {
    match instance {
        InstanceId::Whole => None,
        InstanceId::Instance(time) => Some(format_time(time)),
    }
}

fn span(span: Option<&Span>) -> Value {
    let Some(Span { start, end }) = span else { return Value::Null };
    json!({ "start": format_time(start), "end": format_time(end), "tzid": start.tzid() })
}
