//! `convene itip serve`: the engine alone, as lines of JSON.
//!
//! Each line in is one request, each line out its answer. Every `user` has a calendar of their own, in memory; the
//! clock stands still but for `now`. It never sends anything and never reads the machine's clock.

use std::{
    collections::{BTreeMap, HashMap},
    io::{self, Read, Write},
    slice,
};

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{
    ical::{self, Component, Limits},
    itip::{
        self, Authority, Cx, Object, Outcome, Policy, Refusal, Report, Role, Step, Uninvited, Who,
    },
    model::{CalAddress, Uid},
};

mod answer;
mod expand;
mod lines;
mod request;
#[cfg(test)]
mod tests;

use answer::{Answer, Failure};
use lines::LONGEST_LINE;
pub use lines::{Line, answer_lines};
use request::Request;

/// Answers every line of `input` on `output`, until it ends.
///
/// # Errors
/// Reading or writing fails. A line that is too long, no UTF-8 or no request is answered, and is no error.
pub fn run(input: impl Read, output: impl Write) -> io::Result<()> {
    let mut session = Session::default();
    answer_lines(input, output, |line| match line {
        Line::Text(text) if text.trim().is_empty() => None,
        Line::Text(text) => Some(session.answer(text)),
        Line::NoText => Some(Failure::bad_request("the line is no UTF-8").write(&Value::Null)),
        Line::TooLong => Some(Failure::too_long().write(&Value::Null)),
    })
}

/// Calendar users with their calendars, and a clock.
#[derive(Debug)]
pub struct Session {
    now: DateTime<Utc>,
    policy: Policy,
    calendars: HashMap<CalAddress, BTreeMap<String, Object>>,
}

impl Default for Session {
    fn default() -> Self {
        // Anybody may answer, only the invited may propose.
        let policy = Policy { proposals: Uninvited::Refuse, ..Policy::default() };
        Self { now: DateTime::UNIX_EPOCH, policy, calendars: HashMap::new() }
    }
}

impl Session {
    /// Answers one request, as JSON without a line end. What is no request is answered too.
    pub fn answer(&mut self, line: &str) -> String {
        if line.len() > LONGEST_LINE {
            return Failure::too_long().write(&Value::Null);
        }
        let request = match Request::read(line) {
            Ok(request) => request,
            Err(failure) => return failure.write(&Value::Null),
        };
        match self.perform(&request) {
            Ok(answer) => answer.write(request.id()),
            Err(failure) => failure.write(request.id()),
        }
    }

    fn perform(&mut self, request: &Request) -> Result<Answer, Failure> {
        match request.text("op")? {
            "reset" => *self = Self::default(),
            "now" => self.now = request.instant("at")?,
            "policy" => request.policy(&mut self.policy)?,
            "get" => return self.get(request),
            "list" => return self.list(request),
            "validate" => return validate(request.text("ics")?),
            "expand" => return self.expand(request),
            "freebusy" => return self.busy(request),
            "put" => return self.put(request),
            "receive" => return self.receive(request),
            op => return self.act(op, request),
        }
        Ok(Answer::nothing())
    }

    fn cx(&self) -> Cx {
        Cx { now: self.now, policy: self.policy }
    }

    fn stored(&self, user: &CalAddress, uid: &str) -> Option<&Object> {
        self.calendars.get(user)?.get(uid)
    }

    /// The object that a request names; one that is not only waiting for its invitation.
    fn object(&self, request: &Request) -> Result<&Object, Failure> {
        let object = self.stored(&request.user()?, request.text("uid")?);
        let object = object.filter(|object| !object.is_placeholder());
        Ok(object.ok_or(Refusal::UnknownObject)?)
    }

    fn get(&self, request: &Request) -> Result<Answer, Failure> {
        let object = self.stored(&request.user()?, request.text("uid")?);
        Ok(Answer { object: object.cloned(), ..Answer::nothing() })
    }

    fn list(&self, request: &Request) -> Result<Answer, Failure> {
        let calendar = self.calendars.get(&request.user()?);
        let objects = calendar.into_iter().flatten().filter(|(_, object)| !object.is_placeholder());
        let uids = objects.map(|(uid, _)| uid.clone()).collect();
        Ok(Answer { uids: Some(uids), ..Answer::nothing() })
    }

    fn expand(&self, request: &Request) -> Result<Answer, Failure> {
        let object = self.object(request)?;
        let (from, to) = (request.instant("from")?, request.instant("to")?);
        let instances = expand::expand(object, from, to, request.limit()?);
        Ok(Answer { instances: Some(instances), ..Answer::nothing() })
    }

    /// When a user is busy, for publication.
    fn busy(&self, request: &Request) -> Result<Answer, Failure> {
        let user = request.user()?;
        let window = (request.instant("from")?, request.instant("to")?);
        let uid = request.optional_text("uid")?;
        let uid = uid.map_or_else(|| format!("busy-{}", user.key()), str::to_owned);
        let objects: Vec<&Object> = self.objects(&user).collect();
        let who = Who { address: user, name: None };
        let message = itip::publish_busy(&objects, &who, window, &Uid(uid), &self.cx())?;
        Ok(Answer { messages: vec![message], ..Answer::nothing() })
    }

    fn objects(&self, user: &CalAddress) -> impl Iterator<Item = &Object> {
        self.calendars.get(user).into_iter().flat_map(BTreeMap::values)
    }

    fn put(&mut self, request: &Request) -> Result<Answer, Failure> {
        let user = request.user()?;
        let calendar = request.calendar("ics")?;
        let uid = uid_of(&calendar)?;
        let step = itip::change(self.stored(&user, &uid), Some(&calendar), &user, &self.cx())?;
        Ok(self.keep(user, uid, step))
    }

    fn receive(&mut self, request: &Request) -> Result<Answer, Failure> {
        let user = request.user()?;
        let senders = request.addresses("sender")?;
        let calendar = request.calendar("ics")?;
        let uid = self.known_uid(&user, uid_of(&calendar)?);
        let authority = Authority::proven(&senders).to(slice::from_ref(&user));
        let stored = self.stored(&user, &uid);
        let calendars = self.calendars.get(&user).into_iter().flatten();
        let others: Vec<&Object> =
            calendars.filter(|(other, _)| **other != uid).map(|(_, object)| object).collect();
        let cx = self.cx();
        let step = itip::deliver(stored, &others, &calendar, &authority, &cx);
        let step = step.map_err(|refusal| {
            let reply = itip::error_reply(&calendar, &authority, &refusal, &cx);
            Failure::from(refusal).with_reply(reply)
        })?;
        Ok(self.keep(user, uid, step))
    }

    /// The UID of the object that a message with this UID is about: of the series of a range, that of the whole.
    fn known_uid(&self, user: &CalAddress, uid: String) -> String {
        let base = itip::base_uid(&uid).filter(|_| self.stored(user, &uid).is_none());
        let base = base.map(|(base, _)| base.to_owned());
        let known = |base: &String| {
            self.stored(user, base).is_some_and(|object| object.role == Role::Organizer)
        };
        base.filter(known).unwrap_or(uid)
    }

    /// What a user does to an object that is in their calendar.
    fn act(&mut self, op: &str, request: &Request) -> Result<Answer, Failure> {
        if !request::ACTIONS.contains(&op) {
            return Err(Failure::bad_request(format!("there is no op {op:?}")));
        }
        let user = request.user()?;
        let cx = self.cx();
        let object = self.object(request)?;
        let who = who(object, &user);
        let comment = request.optional_text("comment")?;
        let scope = request.scope()?;
        let step = match op {
            "delete" => itip::delete(object, &scope, &user, &cx)?,
            "respond" => {
                let partstat = request.partstat("partstat")?;
                match request.progress(partstat, self.now)? {
                    Some(progress) => {
                        let report = Report { partstat, progress, comment };
                        itip::report(object, &scope, &who, &report, &cx)?
                    }
                    None => itip::respond(object, &scope, &who, partstat, comment, &cx)?,
                }
            }
            "delegate" => {
                let to = request.addresses("to")?.into_iter();
                let to: Vec<Who> = to.map(|address| Who { address, name: None }).collect();
                itip::send_delegate(object, &scope, &who, &to, &cx)?
            }
            "counter" => itip::propose(object, &who, &request.calendar("ics")?, comment, &cx)?,
            "accept_counter" => {
                itip::accept_counter(object, &request.address("from")?, &scope, &cx)?
            }
            "decline_counter" => {
                let from = request.address("from")?;
                itip::decline_counter(object, &from, &scope, comment, &cx)?
            }
            "add" => itip::add(object, &request.calendar("ics")?, &cx)?,
            "refresh" => message_only(object, itip::refresh(object, &who, &cx)?),
            _ => {
                if object.role == Role::Attendee {
                    return Err(Refusal::NotOrganizer(itip::Method::Publish).into());
                }
                message_only(object, itip::publish(object, &cx)?)
            }
        };
        let uid = request.text("uid")?.to_owned();
        Ok(self.keep(user, uid, step))
    }

    /// Keeps what a step gives.
    fn keep(&mut self, user: CalAddress, uid: String, step: Step) -> Answer {
        let calendar = self.calendars.entry(user).or_default();
        match &step.object {
            Some(object) => calendar.insert(uid, object.clone()),
            None => calendar.remove(&uid),
        };
        Answer::of(step)
    }
}

/// A user with the name that an object has for them.
fn who(object: &Object, user: &CalAddress) -> Who {
    let meeting = object.meeting(chrono_tz::UTC);
    let people = meeting.attendees.into_iter().chain(meeting.organizer);
    let mut people = people.filter(|person| person.address == *user);
    people.next().map_or_else(
        || Who { address: user.clone(), name: None },
        |person| Who { address: person.address, name: person.name },
    )
}

fn message_only(object: &Object, message: itip::Message) -> Step {
    Step {
        object: Some(object.clone()),
        messages: vec![message],
        notices: Vec::new(),
        outcome: Outcome::Unchanged,
    }
}

/// The UID that an object or a message is about.
fn uid_of(calendar: &Component) -> Result<String, Refusal> {
    let uid = calendar.components.iter().find_map(|component| component.value("UID"));
    uid.map(str::to_owned).ok_or(Refusal::Missing("UID"))
}

fn validate(text: &str) -> Result<Answer, Failure> {
    let read = ical::parse_located(text.as_bytes(), &Limits::default());
    let (read, lines) = read.map_err(|refused| Failure::unreadable(&refused))?;
    let mut problems = read.problems;
    problems.extend(ical::validate_at(&read.value, &lines));
    for problem in itip::validate_at(&read.value, &lines) {
        // RFC 5546's tables repeat some of RFC 5545's rules; one is enough.
        let known = problems.iter().any(|other| {
            other.component == problem.component && other.property == problem.property
        });
        if !known {
            problems.push(problem);
        }
    }
    problems.sort_by_key(|problem| problem.line);
    Ok(Answer { problems: Some(problems), ..Answer::nothing() })
}
