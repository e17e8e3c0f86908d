//! REPLY (RFC 5546 §3.2.3).

use std::{
    collections::{HashMap, HashSet},
    slice,
};

use chrono::{DateTime, Utc};

use super::{delegation, nothing, present};
use crate::{
    ical::{Component, Property},
    itip::{
        Authority, Code, Cx, Message, Method, Notice, Object, Outcome, Progress, Received, Refusal,
        RequestStatus, Role, Scope, Series, Status, Step, Trust, Uninvited, Who,
        change::roster,
        draft, fields,
        incoming::Incoming,
        instances, kind, message,
        state::{Version, stamp_of_range},
    },
    model::{CalAddress, CalTime, InstanceId, Partstat},
};

/// An answer, and how it stands to the object.
struct Answer<'a> {
    /// The ATTENDEE of the message whose answer it is.
    told: &'a Property,
    /// Their address as the object has it; as the message has it, where they are not in the object.
    own: CalAddress,
    partstat: Partstat,
    comment: Option<String>,
    progress: Option<Progress>,
    version: Version,
    seat: Seat,
    /// What it is about, in the form of the object.
    scope: Scope,
    /// What that is remembered by.
    instance: InstanceId,
}

impl Answer<'_> {
    /// When it counts as said of the single occurrences that it is about.
    fn spread_at(&self) -> DateTime<Utc> {
        self.scope.id().map_or(DateTime::<Utc>::MIN_UTC, stamp_of_range)
    }

    /// Whether it leaves an occurrence as they said before: of that one alone, or of a range that begins later.
    fn leaves(&self, row: &Received) -> bool {
        row.answer.is_some() && row.stamp > self.spread_at()
    }
}

/// How somebody who answers stands to the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seat {
    /// In the list of attendees.
    Invited,
    /// The organizer, answering for themself without being in the list.
    Organizer,
    /// Sent by an attendee, who has not said so yet (RFC 5546 §5.2.2).
    Delegate,
    /// None of these: the "party crasher".
    Uninvited,
}

/// Writes an answer into the object.
pub(super) fn receive(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let told = replier(stored, incoming, authority)?;
    let Some(object) = present(stored) else { return Ok(nothing(stored, Outcome::Ignored)) };
    let organizer = fields::whole(&object.calendar).and_then(fields::organizer);
    if incoming.organizer.is_some() && incoming.organizer_address() != organizer {
        return Err(Refusal::OrganizerChanged);
    }
    let scope = instances::resolve(&object.calendar, &incoming.scope)?;
    let event = instances::effective(&object.calendar, &scope)?;
    let answer = read(object, &event, scope, told, incoming, authority)?;
    if object.role == Role::Attendee && !concerns_owner(&event, &answer, authority) {
        return Ok(nothing(stored, Outcome::Ignored));
    }
    let last = object.last_version(&answer.instance, &answer.own);
    // A SEQUENCE that nobody has given says nothing of the order.
    let invented = incoming.version.sequence > answer.version.sequence;
    let earlier_than =
        |last: Version| answer.version < last || (invented && answer.version.stamp < last.stamp);
    if last.is_some_and(earlier_than) {
        return Ok(nothing(stored, Outcome::Stale));
    }
    // The same once more.
    let again =
        |last: Version| last == answer.version || (invented && answer.version.stamp == last.stamp);
    let known = last.is_some_and(again) && is_known(object, &answer);
    if object.is_cancelled() {
        // "Messages related to a previously canceled event MUST be ignored" (§4.2.9).
        return Ok(nothing(stored, Outcome::Ignored));
    }
    if incoming.version.sequence < object.rescheduled_at(&answer.scope, &event) {
        // One that was counted before the time changed, and comes again, asks for nothing.
        return if known {
            Ok(nothing(stored, Outcome::Stale))
        } else {
            earlier(object, &answer, cx)
        };
    }
    if known {
        return Ok(nothing(stored, Outcome::Unchanged));
    }
    match (answer.seat, cx.policy.uninvited) {
        (Seat::Uninvited, Uninvited::Refuse) => Err(Refusal::NotInvited),
        (Seat::Delegate, Uninvited::Refuse) => {
            // It waits until the attendee says that they sent them.
            let mut object = object.clone();
            object.hold(&answer.own, incoming.calendar, cx);
            Ok(nothing(Some(&object), Outcome::Held))
        }
        _ => apply(object, &answer, incoming, cx),
    }
}

/// The ATTENDEE whose answer it is: the sender's, or that of someone whom they act for (§6.1.2). That they act for them
/// must be known already, or the sender for sure.
fn replier<'a>(
    stored: Option<&Object>,
    incoming: &Incoming<'a>,
    authority: &Authority<'_>,
) -> Result<&'a Property, Refusal> {
    if let Some(own) = fields::attendee(incoming.event, authority.addresses) {
        return Ok(own);
    }
    let known = |property: &Property| {
        stored
            .into_iter()
            .flat_map(|object| fields::scheduled(&object.calendar))
            .find_map(|event| fields::attendee(event, &[property.address()]))
            .is_some_and(|seat| fields::is_deputy(seat, authority.addresses))
    };
    fields::attendees(incoming.event)
        .filter(|property| fields::is_deputy(property, authority.addresses))
        .find(|property| authority.trust == Trust::Proven || known(property))
        .ok_or(Refusal::NotAttendee(Method::Reply))
}

fn read<'a>(
    object: &Object,
    event: &Component,
    scope: Scope,
    told: &'a Property,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
) -> Result<Answer<'a>, Refusal> {
    let partstat = fields::partstat(told);
    if partstat != Partstat::Delegated {
        kind::may_answer(event, partstat)?;
    }
    let written = told.address();
    let acts_for_self = authority.is(&written);
    let seated = fields::attendee(event, slice::from_ref(&written))
        .or_else(|| fields::attendee(event, authority.addresses).filter(|_| acts_for_self));
    let seat = match seated {
        Some(_) => Seat::Invited,
        None if fields::organizer(event).as_ref() == Some(&written) => Seat::Organizer,
        None => {
            let from = fields::addresses(told, "DELEGATED-FROM");
            let sent = !from.is_empty() && fields::attendee(event, &from).is_some();
            if sent { Seat::Delegate } else { Seat::Uninvited }
        }
    };
    // Who raises SEQUENCE by themself answers what is there, and their next answer is no older for it.
    let sequence = incoming.version.sequence.min(object.asked_at(&scope, event));
    Ok(Answer {
        own: seated.map_or(written, fields::address),
        told,
        partstat,
        comment: fields::comment(incoming.event),
        progress: Progress::of(incoming.event),
        version: Version { sequence, ..incoming.version },
        seat,
        instance: scope.instance(),
        scope,
    })
}

/// Whether an answer that comes to an attendee is that of someone they sent (§4.2.6: it goes to them too).
fn concerns_owner(event: &Component, answer: &Answer<'_>, authority: &Authority<'_>) -> bool {
    let seat = fields::attendee(event, slice::from_ref(&answer.own));
    let from = seat.map(|seat| fields::addresses(seat, "DELEGATED-FROM")).unwrap_or_default();
    from.iter().any(|from| authority.owns(from))
}

/// Whether this very answer was applied already.
fn is_known(object: &Object, answer: &Answer<'_>) -> bool {
    object
        .last(&answer.instance, &answer.own)
        .filter(|row| row.answer == Some(answer.partstat) && row.comment == answer.comment)
        .is_some_and(|row| row.progress == answer.progress)
}

/// An answer to an earlier time is not counted; who gave it gets the current state (§5.2.2), unless they are nobody
/// that the organizer knows (§6.1.6).
fn earlier(object: &Object, answer: &Answer<'_>, cx: &Cx) -> Result<Step, Refusal> {
    let mut step = nothing(Some(object), Outcome::Stale);
    if matches!(answer.seat, Seat::Invited | Seat::Delegate) && object.role == Role::Organizer {
        step.messages.extend(message::current(object, vec![answer.own.clone()], cx)?);
    }
    step.notices.push(Notice::AnsweredEarlier {
        instance: answer.instance.clone(),
        who: named(object, answer),
        partstat: answer.partstat,
    });
    Ok(step)
}

/// Who answers, with the name that the object has for them; else the message's.
fn named(object: &Object, answer: &Answer<'_>) -> Who {
    let who = object.who(&answer.own);
    Who { name: who.name.or_else(|| fields::who(answer.told).name), ..who }
}

fn apply(
    object: &Object,
    answer: &Answer<'_>,
    incoming: &Incoming<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let who = named(object, answer);
    let mut next = object.clone();
    let (main, rest) = settle_ranges(&mut next, &answer.scope);
    // They may have answered some of it apart, or answered before some of it was moved.
    let about = |instance: &InstanceId| {
        object.last(instance, &answer.own).is_none_or(|row| !answer.leaves(row))
            && object.moved_at(instance) <= answer.version.sequence
    };
    let rest: Vec<Scope> = rest.into_iter().filter(|scope| about(&scope.instance())).collect();
    let event = instances::open(&mut next.calendar, &main)?;
    let before = fields::attendee(event, slice::from_ref(&answer.own)).map(fields::partstat);
    let trouble = trouble(incoming.event, &who);
    let counts = trouble.is_none() || answer.partstat != Partstat::NeedsAction;
    let Written { mut ask, notices } = write(event, answer, incoming, object.role, counts)?;
    for scope in rest.iter().cloned().chain(also_about(object, answer)) {
        let Ok(event) = instances::open(&mut next.calendar, &scope) else { continue };
        let listed = fields::attendee(event, slice::from_ref(&answer.own)).is_some();
        if (listed || answer.seat == Seat::Uninvited)
            && let Ok(more) = write(event, answer, incoming, object.role, counts)
        {
            ask.extend(more.ask);
        }
    }
    if answer.seat == Seat::Uninvited {
        seat_along(&mut next.calendar, answer);
    }
    let mut notices: Vec<Notice> =
        notices.into_iter().filter(|_| !is_known(object, answer)).collect();
    let changed = next.calendar != object.calendar;
    let row = object.last(&answer.instance, &answer.own);
    let said = row.and_then(|row| row.comment.as_ref()) != answer.comment.as_ref();
    let uninvited = answer.seat == Seat::Uninvited;
    let (partstat, comment) = (answer.partstat, answer.comment.clone());
    if (changed || said) && partstat != Partstat::Delegated && trouble.is_none() {
        let (instance, comment) = (answer.instance.clone(), comment.clone());
        let before = before.unwrap_or_default();
        notices.push(Notice::Answered { instance, who, partstat, before, comment, uninvited });
    }
    let further = row.and_then(|row| row.progress) != answer.progress;
    if let Some(progress) = answer.progress.filter(|_| further) {
        let (instance, who) = (answer.instance.clone(), named(object, answer));
        notices.push(Notice::Progress { instance, who, progress });
    }
    if changed || said {
        notices.extend(remark(incoming.event, &named(object, answer)));
    }
    let outcome = if changed || said || further || trouble.is_some() {
        Outcome::Updated
    } else {
        Outcome::Unchanged
    };
    notices.extend(trouble);
    for scope in rest {
        // What they say of that one alone counts, with whatever SEQUENCE it has.
        let asked = instances::effective(&next.calendar, &scope)
            .map_or(0, |event| next.asked_at(&scope, &event));
        let sequence = answer.version.sequence.min(asked);
        let version = Version { sequence, stamp: answer.spread_at() };
        let said = (partstat, comment.clone());
        next.record(&scope.instance(), &answer.own, version, Some(said));
    }
    next.record(&answer.instance, &answer.own, answer.version, Some((partstat, comment)));
    next.set_progress(&answer.instance, &answer.own, answer.progress);
    if uninvited && object.role == Role::Organizer {
        // "The Organizer SHOULD send the new CU a REQUEST" (§3.2.2.6).
        ask.push(answer.own.clone());
    }
    let mut messages = message::current(&next, unique(ask), cx)?;
    if changed && object.role == Role::Organizer && cx.policy.tell_others {
        messages.extend(tell_others(&next, answer, &messages, cx)?);
    }
    Ok(Step { object: Some(next), messages, notices, outcome })
}

/// Sees to it that an answer to one occurrence, with which a range begins, is not about the range; and that one to a range
/// that begins with an occurrence that differs leaves it as it is. Gives the component to write to, and the rest of
/// the range.
fn settle_ranges(object: &mut Object, scope: &Scope) -> (Scope, Vec<Scope>) {
    match scope {
        Scope::Whole => (Scope::Whole, Vec::new()),
        Scope::This(id) => {
            if instances::push_back(&mut object.calendar, id) {
                for other in instances::still_about(&object.calendar, id) {
                    object.remember_alike(&other, id);
                }
            }
            (scope.clone(), Vec::new())
        }
        Scope::ThisAndFuture(id) => {
            let own = instances::find(&object.calendar, scope);
            if own.is_none_or(Component::is_this_and_future) {
                return (scope.clone(), Vec::new());
            }
            let own = instances::overrides(&object.calendar)
                .filter_map(|(scope, _)| Some((scope.id()?.clone(), scope)))
                .collect::<HashMap<CalTime, Scope>>();
            let rest = instances::still_about(&object.calendar, id).into_iter();
            let rest = rest.map(|id| own.get(&id).cloned().unwrap_or(Scope::ThisAndFuture(id)));
            (Scope::This(id.clone()), rest.collect())
        }
    }
}

/// Somebody who was not invited is on the list of all that they answer, also where it was moved since and what they say does
/// not count: there they are asked.
fn seat_along(calendar: &mut Component, answer: &Answer<'_>) {
    let series = Series::of(calendar);
    let without: Vec<Scope> = instances::overrides(calendar)
        .filter(|(_, event)| fields::status(event) != Status::Cancelled)
        .filter(|(_, event)| fields::attendee(event, slice::from_ref(&answer.own)).is_none())
        .map(|(scope, _)| scope)
        .filter(|this| this.id().is_some_and(|id| instances::covers(&series, &answer.scope, id)))
        .collect();
    for scope in without {
        if let Ok(event) = instances::open(calendar, &scope) {
            event.properties.push(seat(answer));
        }
    }
}

/// Each address once.
fn unique(mut addresses: Vec<CalAddress>) -> Vec<CalAddress> {
    let mut met = HashSet::new();
    addresses.retain(|address| met.insert(address.clone()));
    addresses
}

/// The overrides that an answer to the series, or to a range of it, is about too: those that the attendee has given no
/// answer of their own to, and that were not moved since they were asked.
fn also_about(object: &Object, answer: &Answer<'_>) -> Vec<Scope> {
    if matches!(answer.scope, Scope::This(_)) {
        return Vec::new();
    }
    let series = Series::of(&object.calendar);
    // What they have answered apart, and whether that is a range.
    let own: Vec<(&CalTime, bool)> = object
        .received
        .iter()
        .filter(|row| row.from == answer.own && answer.leaves(row))
        .filter(|row| {
            row.instance != answer.instance && row.sequence >= object.moved_at(&row.instance)
        })
        .filter_map(|row| match &row.instance {
            InstanceId::Instance(id) => Some((id, object.is_range(id))),
            InstanceId::Whole => None,
        })
        .collect();
    let about = |id: &CalTime| match &answer.scope {
        Scope::ThisAndFuture(first) => series.is_before(first, id),
        _ => true,
    };
    let answered_apart = |id: &CalTime| {
        own.iter().any(|(first, range)| {
            *first == id || *range && about(first) && !series.is_before(id, first)
        })
    };
    instances::overrides(&object.calendar)
        .filter(|(scope, _)| {
            scope.id().is_some_and(|id| {
                about(id)
                    && !answered_apart(id)
                    && object.moved_at(&scope.instance()) <= answer.version.sequence
            })
        })
        .map(|(scope, _)| scope)
        .collect()
}

/// The other attendees, who are told of an answer where the policy says so: SEQUENCE stays (§2.1.4).
fn tell_others(
    object: &Object,
    answer: &Answer<'_>,
    sent: &[Message],
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let event = instances::effective(&object.calendar, &answer.scope)?;
    let organizer = fields::organizer(&event);
    let told: HashSet<&CalAddress> = sent.iter().flat_map(|message| &message.recipients).collect();
    let others = fields::attendees(&event)
        .filter(|seat| fields::is_ours(seat) && roster::wants_updates(seat))
        .map(fields::address)
        .filter(|address| *address != answer.own && Some(address) != organizer.as_ref())
        .filter(|address| !told.contains(address));
    let others: Vec<CalAddress> = others.collect();
    match &answer.scope {
        Scope::Whole => message::current(object, others, cx),
        scope => message::current_instance(object, scope, &others, cx),
    }
}

/// What comes of writing an answer into a component.
struct Written {
    /// Whom it makes necessary to ask again.
    ask: Vec<CalAddress>,
    notices: Vec<Notice>,
}

/// Writes an answer into a component. With `counts` false it only reports a difficulty.
fn write(
    event: &mut Component,
    answer: &Answer<'_>,
    incoming: &Incoming<'_>,
    role: Role,
    counts: bool,
) -> Result<Written, Refusal> {
    if fields::attendee(event, slice::from_ref(&answer.own)).is_none() {
        event.properties.push(seat(answer));
    }
    let mut written = Written { ask: Vec::new(), notices: Vec::new() };
    if answer.partstat == Partstat::Delegated {
        written.notices = delegation::delegated(event, answer.told, incoming.event, &answer.own)?;
    } else if counts {
        written.ask = write_partstat(event, answer, role);
    }
    if role == Role::Organizer {
        report(event, answer, incoming.event);
    }
    Ok(written)
}

/// Writes down what the attendee's calendar reports (RFC 6638 §3.2.9); without a word it is a success.
fn report(event: &mut Component, answer: &Answer<'_>, reply: &Component) {
    let codes = reply.properties_named("REQUEST-STATUS").filter_map(RequestStatus::read);
    let codes: Vec<String> = codes.map(|status| status.code.to_string()).collect();
    let Some(seat) = fields::attendee_mut(event, &answer.own) else { return };
    if fields::is_ours(seat) && seat.parameter("SCHEDULE-STATUS").is_some() {
        let codes = if codes.is_empty() { "2.0".to_owned() } else { codes.join(",") };
        seat.set_parameter("SCHEDULE-STATUS", &codes);
    }
}

/// Writes an answer into the list. Gives whom it makes necessary to ask again.
fn write_partstat(event: &mut Component, answer: &Answer<'_>, role: Role) -> Vec<CalAddress> {
    delegation::release(event, &answer.own, &[]);
    if let Some(seat) = fields::attendee_mut(event, &answer.own) {
        seat.set_parameter("PARTSTAT", answer.partstat.as_str());
        if let Some(deputy) = answer.told.parameter("SENT-BY") {
            seat.set_parameter("SENT-BY", deputy);
        }
    }
    if answer.partstat == Partstat::Declined && role == Role::Organizer {
        return delegation::ask_delegators(event, &answer.own);
    }
    Vec::new()
}

/// A seat for someone who has none: what the organizer thinks right of what they say of themself (§3.2.2.6).
fn seat(answer: &Answer<'_>) -> Property {
    let mut seat = draft::attendee(&fields::who(answer.told));
    if answer.seat == Seat::Organizer {
        seat.set_parameter("ROLE", "CHAIR");
        seat.remove_parameter("RSVP");
    }
    if answer.seat == Seat::Delegate {
        let from = fields::addresses(answer.told, "DELEGATED-FROM");
        fields::set_addresses(&mut seat, "DELEGATED-FROM", &from);
    }
    seat
}

/// What the attendee's calendar reports, if it is no success (§3.6).
fn trouble(event: &Component, who: &Who) -> Option<Notice> {
    reported(event, who, |code| matches!(code.0, 3 | 5))
}

/// What the attendee's calendar reports beside an answer that counts all the same: that the time is taken, or that it
/// has not taken all of it.
fn remark(event: &Component, who: &Who) -> Option<Notice> {
    reported(event, who, |code| code.0 == 4 || matches!((code.0, code.1), (2, 8..=11)))
}

fn reported(event: &Component, who: &Who, is_it: impl Fn(Code) -> bool) -> Option<Notice> {
    event
        .properties_named("REQUEST-STATUS")
        .filter_map(RequestStatus::read)
        .find(|status| is_it(status.code))
        .map(|status| Notice::Trouble { who: who.clone(), status })
}
