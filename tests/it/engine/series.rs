//! Whole lives of a series on the organizer's side: any occurrence, any range, any order.

use std::collections::HashSet;

use convene::{
    ical::{self, Component},
    itip::{self, Authority, Edit, Message, Method, Object, Outcome, Scope, Series},
    model::{CalAddress, CalTime, Partstat, Recurrence, Span},
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{
    fixtures::{in_berlin, made, who},
    totality::valid,
    vocabulary::{PEOPLE, address, cx},
};

/// How often it takes place.
const OCCURRENCES: u64 = 6;

fn at(week: u64, hour: u32) -> CalTime {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 10, 9).unwrap() + chrono::Days::new(7 * week);
    in_berlin(day, hour)
}

fn span(week: u64, hour: u32) -> Span {
    Span { start: at(week, hour), end: at(week, hour + 1) }
}

/// A weekly series over a change of clocks.
fn weekly() -> (Object, Vec<Message>) {
    let rrule = Some(format!("FREQ=WEEKLY;COUNT={OCCURRENCES}"));
    made(span(0, 9), Some(Recurrence { rrule, ..Recurrence::default() }))
}

#[derive(Debug, Clone)]
enum Doing {
    Edit(Scope, Edit),
    Delete(Scope),
    Answer(&'static str, Scope, Partstat),
    Propose(&'static str, Scope, u64, u32),
    Accept(&'static str, Scope),
    Decline(&'static str, Scope),
    Refresh(&'static str),
    /// A message of an attendee that came already comes again.
    Repeat(prop::sample::Index),
}

fn scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        2 => Just(Scope::Whole),
        4 => (0..OCCURRENCES).prop_map(|week| Scope::This(at(week, 9))),
        2 => (1..OCCURRENCES).prop_map(|week| Scope::ThisAndFuture(at(week, 9))),
    ]
}

fn partstat() -> impl Strategy<Value = Partstat> {
    select(vec![Partstat::Accepted, Partstat::Declined, Partstat::Tentative, Partstat::NeedsAction])
}

fn doing() -> impl Strategy<Value = Doing> {
    let person = || select(&PEOPLE[1..]);
    let edit = prop_oneof![
        3 => (0..OCCURRENCES, 10u32..20).prop_map(|(week, hour)| Edit::Move(span(week, hour))),
        2 => "[a-z]{0,6}".prop_map(Edit::Rename),
        2 => prop::option::of("[a-z]{0,6}").prop_map(Edit::Place),
        2 => person().prop_map(|person| Edit::Invite(vec![who(person)])),
        2 => person().prop_map(|person| Edit::Uninvite(vec![address(person)])),
    ];
    prop_oneof![
        6 => (scope(), edit)
            // All of it stays where it is, so that its occurrences keep their names.
            .prop_filter("moves", |(scope, edit)| *scope != Scope::Whole || !matches!(edit, Edit::Move(_)))
            .prop_map(|(scope, edit)| Doing::Edit(scope, edit)),
        1 => scope().prop_filter("all", |scope| *scope != Scope::Whole).prop_map(Doing::Delete),
        6 => (person(), scope(), partstat())
            .prop_map(|(person, scope, partstat)| Doing::Answer(person, scope, partstat)),
        2 => (person(), scope(), 0..OCCURRENCES, 10u32..20)
            .prop_filter("moves", |(_, scope, ..)| *scope != Scope::Whole)
            .prop_map(|(person, scope, week, hour)| Doing::Propose(person, scope, week, hour)),
        2 => (person(), scope()).prop_map(|(person, scope)| Doing::Accept(person, scope)),
        1 => (person(), scope()).prop_map(|(person, scope)| Doing::Decline(person, scope)),
        1 => person().prop_map(Doing::Refresh),
        2 => any::<prop::sample::Index>().prop_map(Doing::Repeat),
    ]
}

/// A message of an attendee about a series, by hand.
fn message(
    object: &Object,
    method: &str,
    person: &str,
    scope: &Scope,
    more: &str,
    second: i64,
) -> Option<Component> {
    let sequence = object.meeting_at(scope, chrono_tz::UTC).ok()?.sequence;
    let stamp = cx(second).now.format("%Y%m%dT%H%M%SZ");
    let id = scope.property().map(|id| {
        let mut one = Component::new("X");
        one.properties.push(id);
        ical::write(&one).lines().nth(1).unwrap().to_owned() + "\r\n"
    });
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:u\r\n\
         DTSTAMP:{stamp}\r\nSEQUENCE:{sequence}\r\n{}ORGANIZER:mailto:a@example.com\r\n{more}\
         END:VEVENT\r\nEND:VCALENDAR\r\n",
        id.unwrap_or_default()
    )
    .replace("WHO", &format!("mailto:{person}@example.com"));
    Some(ical::parse(&text).unwrap().value)
}

fn reply(
    object: &Object,
    person: &str,
    scope: &Scope,
    partstat: Partstat,
    second: i64,
) -> Option<Component> {
    let more = format!("ATTENDEE;PARTSTAT={}:WHO\r\n", partstat.as_str());
    message(object, "REPLY", person, scope, &more, second)
}

fn counter(
    object: &Object,
    person: &str,
    scope: &Scope,
    to: &Span,
    second: i64,
) -> Option<Component> {
    let [start, end] = [&to.start, &to.end].map(ical::format_time);
    let more = format!(
        "DTSTART;TZID=Europe/Berlin:{start}\r\nDTEND;TZID=Europe/Berlin:{end}\r\nSUMMARY:x\r\nATTENDEE:WHO\r\n"
    );
    message(object, "COUNTER", person, scope, &more, second)
}

fn receive(object: &Object, person: &str, message: &Component, second: i64) -> Option<itip::Step> {
    let sender = [address(person)];
    itip::receive(Some(object), message, &Authority::proven(&sender), &cx(second)).ok()
}

struct World {
    object: Object,
    came: Vec<(&'static str, Component)>,
}

impl World {
    fn play(&mut self, doing: &Doing, second: i64) {
        let organizer = address("a");
        let cx = cx(second);
        let object = &self.object;
        let (person, message) = match doing {
            Doing::Edit(scope, edit) => {
                return self.keep(itip::edit(object, scope, edit, &cx).ok(), second);
            }
            Doing::Delete(scope) => {
                let step = itip::delete(object, scope, &organizer, &cx).ok();
                return self.keep(step.filter(|step| step.outcome != Outcome::Deleted), second);
            }
            Doing::Accept(person, scope) => {
                let step = itip::accept_counter(object, &address(person), scope, &cx).ok();
                return self.keep(step, second);
            }
            Doing::Decline(person, scope) => {
                let step = itip::decline_counter(object, &address(person), scope, None, &cx).ok();
                return self.keep(step, second);
            }
            Doing::Answer(person, scope, partstat) => {
                (*person, reply(object, person, scope, *partstat, second))
            }
            Doing::Propose(person, scope, week, hour) => {
                (*person, counter(object, person, scope, &span(*week, *hour), second))
            }
            Doing::Refresh(person) => (
                *person,
                message(object, "REFRESH", person, &Scope::Whole, "ATTENDEE:WHO\r\n", second),
            ),
            Doing::Repeat(index) => {
                if let Some((person, message)) =
                    self.came.get(index.index(self.came.len().max(1))).cloned()
                {
                    self.repeat(person, &message, second);
                }
                return;
            }
        };
        let Some(message) = message else { return };
        let step = receive(object, person, &message, second);
        self.keep(step, second);
        self.repeat(person, &message, second);
        self.came.push((person, message));
    }

    /// What came comes again, and changes nothing.
    fn repeat(&mut self, person: &str, message: &Component, second: i64) {
        let Some(step) = receive(&self.object, person, message, second + 1) else { return };
        assert!(
            matches!(step.outcome, Outcome::Unchanged | Outcome::Stale | Outcome::Ignored),
            "{}",
            step.outcome.as_str()
        );
        assert_eq!(step.object.unwrap(), self.object);
    }

    fn keep(&mut self, step: Option<itip::Step>, second: i64) {
        let Some(step) = step else { return };
        valid(&step);
        let after = step.object.clone().unwrap();
        for (scope, sequence) in sequences(&self.object) {
            let now = sequences(&after).into_iter().find(|(other, _)| *other == scope);
            assert!(now.is_none_or(|(_, now)| now >= sequence), "SEQUENCE of {scope:?} fell");
        }
        let highest = |object: &Object| sequences(object).into_iter().map(|(_, s)| s).max();
        assert!(highest(&after) >= highest(&self.object), "SEQUENCE fell");
        let text = ical::write(&after.calendar);
        assert_eq!(ical::parse(&text).unwrap().value, after.calendar, "{text}");
        let again =
            itip::change(Some(&after), Some(&after.calendar), &address("a"), &cx(second)).unwrap();
        assert_eq!((again.outcome, again.messages), (Outcome::Unchanged, Vec::new()), "{text}");
        for message in &step.messages {
            leaks_nothing(&after, message);
        }
        self.object = after;
    }
}

fn sequences(object: &Object) -> Vec<(Scope, i64)> {
    let parts = object.calendar.components.iter().filter(|part| part.name == "VEVENT");
    parts.map(|part| (Scope::of(part), part.sequence())).collect()
}

/// Nobody is told of an occurrence that they are not in, nor what a program tells its server.
fn leaks_nothing(object: &Object, message: &Message) {
    let text = message.write();
    assert!(!text.contains("SCHEDULE-"), "{text}");
    if message.method != Method::Request {
        return;
    }
    let series = Series::of(&message.calendar);
    let (from, to) = (cx(-100_000_000_000).now, cx(1_000_000_000).now);
    for occurrence in series.between(from.min(to), to, chrono_tz::UTC) {
        let id = Scope::This(occurrence.recurrence_id.clone());
        let seen = object.meeting_at(&id, chrono_tz::UTC).unwrap();
        for recipient in &message.recipients {
            let is_in = seen.attendees.iter().any(|person| person.address == *recipient);
            assert!(is_in, "{} is told of {id:?}\n{text}", recipient.as_str());
        }
    }
}

proptest! {
    #![proptest_config(crate::cases(80))]

    #[test]
    fn a_series_lives(script in vec(doing(), 1..30)) {
        let mut world = World { object: weekly().0, came: Vec::new() };
        for (second, doing) in (1..).zip(&script) {
            world.play(doing, second * 10);
        }
    }

    #[test]
    fn answers_of_different_people_to_any_occurrences_come_in_any_order(
        answers in vec((0..3usize, scope(), partstat()), 1..8),
        mut order in vec(any::<u32>(), 8),
    ) {
        let (object, _) = weekly();
        // One answer of a person for an occurrence or range, so that all of them count.
        let mut seen = HashSet::new();
        let mut messages: Vec<(&str, Component)> = (1..)
            .zip(answers.iter().filter(|(person, scope, _)| seen.insert((*person, scope.instance()))))
            .map(|(second, (person, scope, partstat))| {
                let person = PEOPLE[1 + person];
                (person, reply(&object, person, scope, *partstat, second).unwrap())
            })
            .collect();
        let apply = |messages: &[(&str, Component)]| {
            let mut object = object.clone();
            for (person, message) in messages {
                object = receive(&object, person, message, 100).unwrap().object.unwrap();
            }
            answers_of(&object)
        };
        let straight = apply(&messages);
        // What one person says stays in its order.
        for person in PEOPLE {
            let places = || (0..messages.len()).filter(|at| messages[*at].0 == person);
            let mut keys: Vec<u32> = places().map(|at| order[at]).collect();
            keys.sort_unstable();
            places().zip(keys).for_each(|(at, key)| order[at] = key);
        }
        let mut keys = order.iter().copied();
        messages.sort_by_cached_key(|_| keys.next());
        prop_assert_eq!(apply(&messages), straight);
    }
}

/// Of two ranges of one person the nearer counts, also where it came after others had answered single dates of both.
#[test]
fn a_nearer_range_counts_where_others_answered_its_dates_apart() {
    let (object, _) = weekly();
    let answers = [
        ("b", Scope::Whole, Partstat::Accepted),
        ("d", Scope::ThisAndFuture(at(1, 9)), Partstat::Accepted),
        ("d", Scope::ThisAndFuture(at(2, 9)), Partstat::Declined),
        ("b", Scope::This(at(2, 9)), Partstat::Accepted),
        ("b", Scope::This(at(1, 9)), Partstat::Accepted),
    ];
    let after = |order: [usize; 5]| {
        let after = order.into_iter().zip(1..).fold(object.clone(), |before, (at, second)| {
            let (person, scope, partstat) = &answers[at];
            let message = reply(&object, person, scope, *partstat, second).unwrap();
            receive(&before, person, &message, 100).unwrap().object.unwrap()
        });
        answers_of(&after)
    };
    let straight = after([0, 1, 2, 3, 4]);
    assert_eq!(after([0, 1, 3, 4, 2]), straight);
    let of_d: Vec<Partstat> = straight
        .iter()
        .map(|date| date.iter().find(|(who, _)| *who == address("d")).unwrap().1)
        .collect();
    assert_eq!(of_d[..2], [Partstat::NeedsAction, Partstat::Accepted]);
    assert_eq!(of_d[2..], [Partstat::Declined; 4]);
}

/// Who answered what to each occurrence.
fn answers_of(object: &Object) -> Vec<Vec<(CalAddress, Partstat)>> {
    (0..OCCURRENCES)
        .map(|week| {
            let meeting = object.meeting_at(&Scope::This(at(week, 9)), chrono_tz::UTC).unwrap();
            meeting.attendees.into_iter().map(|person| (person.address, person.partstat)).collect()
        })
        .collect()
}
