//! An attendee's own copy (RFC 6638 §3.2.2).

use std::{
    collections::{BTreeSet, HashSet},
    slice,
};

use crate::{
    ical::{self, Component, Property},
    itip::{
        Cx, Object, Outcome, Progress, Refusal, Role, Scope, Series, Status, Step, Who, delegate,
        delivery, diff, fields, incoming, instances, kind, progress, respond,
    },
    model::{CalAddress, CalTime, InstanceId, Partstat},
};

/// Properties that an attendee may change on their copy (RFC 6638 §3.2.2.1), and those that their programs change
/// without meaning anything by it. Of EXDATE it is looked at apart what they may.
const THEIRS: [&str; 12] = [
    "CATEGORIES",
    "COMMENT",
    "COMPLETED",
    "CREATED",
    "DTSTAMP",
    "EXDATE",
    "LAST-MODIFIED",
    "ORGANIZER",
    "PERCENT-COMPLETE",
    "REQUEST-STATUS",
    "SEQUENCE",
    "TRANSP",
];

/// What an attendee did to their copy.
pub(super) fn change(
    old: Option<&Object>,
    new: Option<&Component>,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    match (old, new) {
        (None, None) => Err(Refusal::UnknownObject),
        (None, Some(new)) => create(new, user, cx),
        (Some(old), None) => delete(old, user, cx),
        (Some(old), Some(new)) => modify(old, new, user, cx),
    }
}

/// An invitation that came another way and was saved by hand (RFC 6638 §3.2.2.2). If it holds the attendee's answer,
/// the organizer is told.
fn create(new: &Component, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    let mut object = Object::new(Role::Attendee);
    object.calendar = checked(new)?;
    let mut parts = Vec::new();
    for event in fields::scheduled(&object.calendar) {
        let own = fields::attendee(event, slice::from_ref(user));
        let answered = own.filter(|own| {
            let partstat = fields::partstat(own);
            partstat != Partstat::NeedsAction && kind::may_answer(event, partstat).is_ok()
        });
        if let Some(own) = answered
            && fields::status(event) != Status::Cancelled
        {
            parts.push((Scope::of(event), vec![own.clone()]));
        }
    }
    if parts.is_empty() || !is_ours(&object.calendar) {
        forget_force(&mut object.calendar);
        return Ok(quiet(object, Outcome::Created));
    }
    forget_force(&mut object.calendar);
    let comment = fields::whole(&object.calendar).and_then(fields::comment);
    let step = respond::answer(&object, parts, comment.as_deref(), cx)?;
    Ok(Step { outcome: Outcome::Created, ..told(step, None) })
}

/// Who deletes an invitation declines it (RFC 6638 §3.2.2.4): all that they have not declined already, or sent another
/// to, or that is off.
fn delete(old: &Object, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    let gone =
        Step { object: None, messages: Vec::new(), notices: Vec::new(), outcome: Outcome::Deleted };
    let mut parts: Vec<(Scope, Vec<Property>)> = Vec::new();
    let mut above = None;
    for event in fields::scheduled(&old.calendar) {
        let scope = Scope::of(event);
        let Some(own) = fields::attendee(event, slice::from_ref(user)) else { continue };
        let declined = matches!(fields::partstat(own), Partstat::Declined | Partstat::Delegated);
        let off = fields::status(event) == Status::Cancelled;
        // To decline the whole is to decline what was not answered by itself.
        let told = above.is_some_and(|sequence| fields::sequence(event) <= sequence)
            && !respond::has_own_answer(old, &scope, event, user);
        if declined || off || told || event.property("ORGANIZER").is_none() {
            continue;
        }
        if scope == Scope::Whole {
            above = Some(fields::sequence(event));
        }
        parts.push((scope, vec![declining(own)]));
    }
    if parts.is_empty() || !is_ours(&old.calendar) {
        return Ok(gone);
    }
    let step = respond::answer(old, parts, None, cx)?;
    Ok(Step { messages: step.messages, ..gone })
}

/// Who deletes one occurrence, or one and all later ones, declines them. One goes from their copy (RFC 6638 §3.2.2.1,
/// item 8); where a series ends is not theirs to say, so later ones stay, declined.
pub(super) fn remove(
    object: &Object,
    scope: &Scope,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let (scope, event) = respond::open_component(object, scope)?;
    match (&scope, fields::attendee(&event, slice::from_ref(user))) {
        (Scope::Whole, _) => delete(object, user, cx),
        (Scope::This(id), _) if fields::master(&object.calendar).is_some() => {
            let mut calendar = object.calendar.clone();
            instances::exclude(&mut calendar, id);
            modify(object, &calendar, user, cx)
        }
        (_, None) => Err(Refusal::NotInvited),
        (_, Some(own)) => {
            let parts = vec![(scope.clone(), vec![declining(own)])];
            let mut step = told(respond::answer(object, parts, None, cx)?, None);
            if !is_ours(&object.calendar) {
                step.messages.clear();
            }
            if let (Scope::This(id), Some(copy)) = (&scope, step.object.as_mut()) {
                instances::exclude(&mut copy.calendar, id);
                if fields::whole(&copy.calendar).is_none() {
                    return Ok(Step { object: None, outcome: Outcome::Deleted, ..step });
                }
            }
            Ok(step)
        }
    }
}

fn declining(own: &Property) -> Property {
    let mut own = own.clone();
    own.set_parameter("PARTSTAT", Partstat::Declined.as_str());
    own
}

fn modify(old: &Object, new: &Component, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    let mut calendar = checked(new)?;
    instances::normalize(&mut calendar);
    if fields::whole(&old.calendar).and_then(Component::uid)
        != fields::whole(new).and_then(Component::uid)
    {
        return Err(Refusal::WrongUid);
    }
    if !is_ours(&calendar) {
        // Their own program answers (§7.1).
        return Ok(kept(old, Object { calendar, ..old.clone() }));
    }
    let edits = edits(old, &calendar, user)?;
    let forced = forced(&calendar);
    restore(&old.calendar, &mut calendar);
    ical::ensure_timezones(&mut calendar);
    let mut copy = Object { calendar, ..old.clone() };
    let mut before = old.clone();
    for (instance, own, progress) in edits.progress {
        copy.set_progress(&instance, &own, Some(progress));
        before.set_progress(&instance, &own, Some(progress));
    }
    let mut answers = edits.answers;
    if forced == Some(true) {
        force(&copy, user, &mut answers);
    }
    if answers.is_empty() && edits.declined.is_empty() && edits.delegated.is_empty() {
        return Ok(told(kept(old, copy), forced));
    }
    if fields::whole(&old.calendar).is_some_and(|e| fields::status(e) == Status::Cancelled) {
        return Err(Refusal::Cancelled);
    }
    let comment = edits.comment.as_deref();
    let mut step = quiet(copy.clone(), Outcome::Updated);
    if !(answers.is_empty() && edits.declined.is_empty()) {
        let mut parts = answers.clone();
        parts.extend(edits.declined);
        let stamped = respond::write(&mut before, &parts, comment, cx)?;
        if !answers.is_empty() {
            respond::write(&mut copy, &answers, comment, cx)?;
        }
        copy.received.clone_from(&before.received);
        let message = respond::reply_message(&before, parts, comment, &stamped)?;
        step = Step { messages: vec![message], ..quiet(copy, Outcome::Updated) };
    }
    for (scope, own) in edits.delegated {
        let to = fields::addresses(&own, "DELEGATED-TO").into_iter();
        let to: Vec<Who> = to.map(|to| new_delegate(new, to)).collect();
        let copy = step.object.clone().ok_or(Refusal::UnknownObject)?;
        step = step.then(delegate::send_delegate(&copy, &scope, &fields::who(&own), &to, cx)?);
    }
    Ok(told(step, forced))
}

/// What an attendee did that others must hear of.
#[derive(Debug, Default)]
struct Edits {
    /// Their new answers.
    answers: Vec<(Scope, Vec<Property>)>,
    /// The dates that they took out, which they decline by it.
    declined: Vec<(Scope, Vec<Property>)>,
    /// Where they send another.
    delegated: Vec<(Scope, Property)>,
    /// How far they are.
    progress: Vec<(InstanceId, CalAddress, Progress)>,
    /// What they say with it.
    comment: Option<String>,
}

/// Compares two versions of a copy, component by component. One that is only in one of them is compared with what the
/// other has for its occurrence.
///
/// # Errors
/// Something was changed that is the organizer's.
fn edits(old: &Object, calendar: &Component, user: &CalAddress) -> Result<Edits, Refusal> {
    if fields::master(&old.calendar).is_some() != fields::master(calendar).is_some() {
        return Err(Refusal::NotYours("RECURRENCE-ID".to_owned()));
    }
    let series = Series::of(&old.calendar);
    let mut edits = Edits { declined: declined(old, calendar, user)?, ..Edits::default() };
    let new = Series::of(calendar);
    for scope in both(&old.calendar, calendar) {
        if let Some(id) = scope.id() {
            if series.find(id).is_none() && !took_out(old, id, user) {
                return Err(Refusal::UnknownInstance);
            }
            if fields::master(calendar).is_some() && new.find(id).is_none() {
                // It is among those that are taken out.
                continue;
            }
        }
        let before = instances::effective(&old.calendar, &scope)?;
        let after = instances::effective(calendar, &scope)
            .map_err(|_| Refusal::NotYours("RECURRENCE-ID".to_owned()))?;
        only_theirs(&before, &after)?;
        let mut own = own_answer(&before, &after, user)?;
        if let Some((ticked, progress)) = progress::saved(&before, &after, user, own.as_ref()) {
            edits.progress.push((scope.instance(), ticked.address(), progress));
            own = Some(ticked);
        }
        let said = fields::comment(&after).filter(|_| !diff::same(&before, &after, "COMMENT"));
        edits.comment = edits.comment.or(said);
        match own {
            Some(own) if fields::partstat(&own) == Partstat::Delegated => {
                edits.delegated.push((scope, own));
            }
            Some(own) => {
                kind::may_answer(&before, fields::partstat(&own))?;
                edits.answers.push((scope, vec![own]));
            }
            None => {}
        }
    }
    Ok(edits)
}

/// What the components of two versions are about.
fn both(old: &Component, new: &Component) -> Vec<Scope> {
    let mut met = HashSet::new();
    let parts = fields::scheduled(old).chain(fields::scheduled(new));
    parts.map(Scope::of).filter(|scope| met.insert(scope.clone())).collect()
}

/// The occurrences that an attendee took out of their copy by EXDATE: they decline these (RFC 6638 §3.2.2.3).
///
/// # Errors
/// They put something back that the organizer took out.
fn declined(
    old: &Object,
    calendar: &Component,
    user: &CalAddress,
) -> Result<Vec<(Scope, Vec<Property>)>, Refusal> {
    let series = Series::of(&old.calendar);
    let dates = |calendar: &Component| -> BTreeSet<CalTime> {
        let master = fields::master(calendar);
        let dates: Vec<CalTime> = master.into_iter().flat_map(Component::exdates).collect();
        dates.iter().map(|date| series.canonical(date)).collect()
    };
    let (before, after) = (dates(&old.calendar), dates(calendar));
    if before.difference(&after).any(|date| !took_out(old, date, user)) {
        return Err(Refusal::NotYours("EXDATE".to_owned()));
    }
    let mut declined = Vec::new();
    for date in after.difference(&before) {
        let Some(id) = series.find(date) else { continue };
        let scope = Scope::This(id);
        let event = instances::effective(&old.calendar, &scope)?;
        let own = fields::attendee(&event, slice::from_ref(user));
        let own = own.filter(|own| fields::partstat(own) != Partstat::Declined);
        if let Some(own) = own.filter(|_| fields::status(&event) != Status::Cancelled) {
            declined.push((scope.clone(), vec![declining(own)]));
        }
    }
    Ok(declined)
}

/// Whether an attendee took an occurrence out themself.
fn took_out(old: &Object, id: &CalTime, user: &CalAddress) -> bool {
    old.last(&InstanceId::Instance(id.clone()), user)
        .is_some_and(|row| row.answer == Some(Partstat::Declined))
}

/// The answers that they are made to send though nothing changed (RFC 6638 §7.2).
fn force(copy: &Object, user: &CalAddress, answers: &mut Vec<(Scope, Vec<Property>)>) {
    for event in fields::scheduled(&copy.calendar) {
        let scope = Scope::of(event);
        let own = fields::attendee(event, slice::from_ref(user));
        let answered = own.filter(|own| kind::may_answer(event, fields::partstat(own)).is_ok());
        if let Some(own) = answered
            && answers.iter().all(|(answered, _)| *answered != scope)
        {
            answers.push((scope, vec![own.clone()]));
        }
    }
}

/// Whether the copy asks to send a REPLY in any case; `Some(false)`, where it asks for what nobody knows.
fn forced(calendar: &Component) -> Option<bool> {
    let asked = fields::scheduled(calendar)
        .filter_map(|event| event.property("ORGANIZER")?.parameter("SCHEDULE-FORCE-SEND"));
    asked.map(|method| method.eq_ignore_ascii_case("REPLY")).max()
}

fn forget_force(calendar: &mut Component) {
    for event in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        if let Some(organizer) = event.property_mut("ORGANIZER") {
            organizer.remove_parameter("SCHEDULE-FORCE-SEND");
        }
    }
}

/// Whether the engine, and not the attendee's own program, tells the organizer (RFC 6638 §7.1).
fn is_ours(calendar: &Component) -> bool {
    fields::scheduled(calendar).filter_map(|event| event.property("ORGANIZER")).all(fields::is_ours)
}

/// The step, with what becomes of its messages written into the copy (RFC 6638 §3.2.9); or that the program asked for
/// something that nobody knows (§7.2).
fn told(mut step: Step, forced: Option<bool>) -> Step {
    if let Some(copy) = &mut step.object {
        delivery::pending(copy, &step.messages);
        if forced == Some(false) {
            let organizer = fields::whole(&copy.calendar).and_then(fields::organizer);
            delivery::ignored(copy, &organizer.into_iter().collect());
        }
    }
    step
}

/// The new copy without METHOD, once it is sure that it is one object with a beginning.
fn checked(new: &Component) -> Result<Component, Refusal> {
    let event = fields::whole(new).ok_or(Refusal::NoComponent)?;
    incoming::one_object(new, event)?;
    for event in fields::scheduled(new) {
        kind::begins(event)?;
    }
    let mut calendar = new.clone();
    calendar.remove("METHOD");
    Ok(calendar)
}

/// Refuses a change of what is the organizer's (RFC 6638 §3.2.2.1).
fn only_theirs(before: &Component, event: &Component) -> Result<(), Refusal> {
    if fields::organizer(before) != fields::organizer(event) {
        return Err(Refusal::NotYours("ORGANIZER".to_owned()));
    }
    for name in diff::changed(before, event) {
        // A program that ticks off a to-do sets STATUS beside COMPLETED.
        let ticked = name == "STATUS" && event.name == "VTODO" && !is_off(event);
        let theirs =
            ticked || name == "ATTENDEE" || name.starts_with("X-") || THEIRS.contains(&name);
        if !theirs {
            return Err(Refusal::NotYours(name.to_owned()));
        }
    }
    Ok(())
}

fn is_off(event: &Component) -> bool {
    fields::status(event) == Status::Cancelled
}

/// The user's own ATTENDEE, where it has another answer than before. The answers of others are not theirs to change,
/// nor is the list; but who is not in it may add themself, and who sends another may add them.
fn own_answer(
    before: &Component,
    event: &Component,
    user: &CalAddress,
) -> Result<Option<Property>, Refusal> {
    let user = slice::from_ref(user);
    let own = fields::attendee(event, user);
    let sent = own.map(|own| fields::addresses(own, "DELEGATED-TO")).unwrap_or_default();
    let refused = || Refusal::NotYours("ATTENDEE".to_owned());
    let (old, new) = (fields::by_address(before), fields::by_address(event));
    for (address, theirs) in new.iter().filter(|(address, _)| !user.contains(address)) {
        match old.get(address) {
            Some(old) if fields::partstat(old) == fields::partstat(theirs) => {}
            None if sent.contains(address) => {}
            _ => return Err(refused()),
        }
    }
    if old.keys().any(|address| !new.contains_key(address)) {
        return Err(refused());
    }
    let answered = |property: &Property| {
        (fields::partstat(property), fields::addresses(property, "DELEGATED-TO"))
    };
    let old = fields::attendee(before, user).map(answered);
    Ok(own.filter(|own| old.as_ref() != Some(&answered(own))).cloned())
}

/// Puts back, in each component, what the organizer's messages are ordered by, and the list of attendees as the
/// organizer had it.
fn restore(old: &Component, calendar: &mut Component) {
    for event in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        if let Ok(before) = instances::effective(old, &Scope::of(event)) {
            restore_one(&before, event);
        }
    }
}

fn restore_one(before: &Component, event: &mut Component) {
    for name in ["SEQUENCE", "DTSTAMP"] {
        match before.property(name) {
            Some(property) => event.set(property.clone()),
            None => event.remove(name),
        }
    }
    let agent =
        event.property("ORGANIZER").and_then(|organizer| organizer.parameter("SCHEDULE-AGENT"));
    let agent = agent.map(str::to_owned);
    if let Some(organizer) = before.property("ORGANIZER") {
        let mut organizer = organizer.clone();
        match agent {
            Some(agent) => organizer.set_parameter("SCHEDULE-AGENT", &agent),
            None => organizer.remove_parameter("SCHEDULE-AGENT"),
        }
        event.set(organizer);
    }
    if fields::attendees(before).eq(fields::attendees(event)) {
        return;
    }
    let end = event.properties.len();
    let at = event.properties.iter().position(|p| p.name == "ATTENDEE").unwrap_or(end);
    event.remove("ATTENDEE");
    event.properties.splice(at..at, fields::attendees(before).cloned());
}

/// A change that nobody else hears of.
fn kept(old: &Object, copy: Object) -> Step {
    let outcome = if copy == *old { Outcome::Unchanged } else { Outcome::Updated };
    quiet(copy, outcome)
}

/// The delegate, with the name that the new copy has for them.
fn new_delegate(new: &Component, to: CalAddress) -> Who {
    let named = fields::whole(new).and_then(|event| fields::attendee(event, slice::from_ref(&to)));
    named.map_or(Who { address: to, name: None }, fields::who)
}

fn quiet(object: Object, outcome: Outcome) -> Step {
    Step { object: Some(object), messages: Vec::new(), notices: Vec::new(), outcome }
}
