//! Whole lives of a meeting, in any order.

use convene::{
    ical,
    itip::{self, Authority, Edit, Message, Object, Outcome, Scope},
    model::{CalAddress, Partstat},
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{
    fixtures::{made, span, who},
    totality::valid,
    vocabulary::{PEOPLE, address, cx},
};

#[derive(Debug, Clone)]
enum Doing {
    Edit(Edit),
    Answer(&'static str, Partstat, Option<String>),
    Propose(&'static str, u32),
    Accept(&'static str),
    Decline(&'static str),
    Delegate(&'static str, &'static str),
    Refresh(&'static str),
    /// Some message that was sent comes to somebody, perhaps again.
    Deliver(usize),
}

fn doing() -> impl Strategy<Value = Doing> {
    let person = || select(&PEOPLE[..]);
    let partstat = select(vec![
        Partstat::Accepted,
        Partstat::Declined,
        Partstat::Tentative,
        Partstat::NeedsAction,
    ]);
    let edit = prop_oneof![
        (8u32..20).prop_map(|hour| Edit::Move(span(hour))),
        "[a-z]{0,6}".prop_map(Edit::Rename),
        prop::option::of("\\PC{0,6}").prop_map(Edit::Place),
        person().prop_map(|person| Edit::Invite(vec![who(person)])),
        person().prop_map(|person| Edit::Uninvite(vec![address(person)])),
        (person(), any::<bool>()).prop_map(|(person, chair)| Edit::Cohost(address(person), chair)),
        prop::option::of("\\PC{0,6}").prop_map(|comment| Edit::Cancel { comment }),
    ];
    prop_oneof![
        3 => edit.prop_map(Doing::Edit),
        3 => (person(), partstat, prop::option::of(Just("secret-comment".to_owned())))
            .prop_map(|(person, partstat, comment)| Doing::Answer(person, partstat, comment)),
        1 => (person(), 8u32..20).prop_map(|(person, hour)| Doing::Propose(person, hour)),
        1 => person().prop_map(Doing::Accept),
        1 => person().prop_map(Doing::Decline),
        1 => (person(), person()).prop_map(|(from, to)| Doing::Delegate(from, to)),
        1 => person().prop_map(Doing::Refresh),
        8 => any::<prop::sample::Index>().prop_map(|index| Doing::Deliver(index.index(1000))),
    ]
}

/// The organizer and everyone else, with their copies, and all that was ever sent.
struct World {
    copies: Vec<(CalAddress, Option<Object>)>,
    sent: Vec<Message>,
}

impl World {
    fn new() -> Self {
        let (object, sent) = made(span(9), None);
        let copies = PEOPLE.iter().map(|person| (address(person), None)).collect();
        let mut world = Self { copies, sent };
        world.copies[0].1 = Some(object);
        world
    }

    fn copy(&self, person: &CalAddress) -> Option<&Object> {
        self.copies.iter().find(|(address, _)| address == person)?.1.as_ref()
    }

    /// Does one thing; what is refused leaves everything as it is.
    fn play(&mut self, doing: &Doing, second: i64) {
        let cx = cx(second);
        let whole = Scope::Whole;
        let organizer = address("a");
        let (person, step) = match doing {
            Doing::Edit(edit) => {
                let Some(object) = self.copy(&organizer) else { return };
                (organizer, itip::edit(object, &Scope::Whole, edit, &cx))
            }
            Doing::Answer(person, partstat, comment) => {
                let Some(object) = self.copy(&address(person)) else { return };
                let comment = comment.as_deref();
                let step = itip::respond(object, &whole, &who(person), *partstat, comment, &cx);
                (address(person), step)
            }
            Doing::Propose(person, hour) => {
                let Some(object) = self.copy(&address(person)) else { return };
                let comment = Some("secret-proposal");
                let message =
                    itip::counter(object, &whole, &who(person), &span(*hour), comment, &cx);
                self.sent.extend(message.into_iter().filter(|_| *person != "a"));
                return;
            }
            Doing::Accept(person) | Doing::Decline(person) => {
                let Some(object) = self.copy(&organizer) else { return };
                let step = match doing {
                    Doing::Accept(_) => itip::accept_counter(object, &address(person), &whole, &cx),
                    _ => itip::decline_counter(object, &address(person), &whole, None, &cx),
                };
                (organizer, step)
            }
            Doing::Delegate(from, to) => {
                let Some(object) = self.copy(&address(from)) else { return };
                (address(from), itip::send_delegate(object, &whole, &who(from), &[who(to)], &cx))
            }
            Doing::Refresh(person) => {
                let Some(object) = self.copy(&address(person)) else { return };
                self.sent.extend(itip::refresh(object, &who(person), &cx));
                return;
            }
            Doing::Deliver(number) => return self.deliver(*number, second),
        };
        if let Ok(step) = step {
            self.keep(&person, step, second);
        }
    }

    fn deliver(&mut self, number: usize, second: i64) {
        let message = self.sent[number % self.sent.len()].clone();
        let senders = [message.sender.clone()];
        for person in &message.recipients {
            let owner = [person.clone()];
            let authority = Authority::proven(&senders).to(&owner);
            let stored = self.copy(person).cloned();
            let Ok(step) =
                itip::receive(stored.as_ref(), &message.calendar, &authority, &cx(second))
            else {
                continue;
            };
            let object = step.object.clone();
            self.keep(person, step, second);
            let again =
                itip::receive(object.as_ref(), &message.calendar, &authority, &cx(second + 1))
                    .unwrap();
            assert_eq!(
                again.object.as_ref().map(|o| &o.calendar),
                object.as_ref().map(|o| &o.calendar)
            );
            assert!(
                matches!(
                    again.outcome,
                    Outcome::Unchanged | Outcome::Stale | Outcome::Ignored | Outcome::Held
                ),
                "{}",
                again.outcome.as_str()
            );
        }
    }

    fn keep(&mut self, person: &CalAddress, step: itip::Step, second: i64) {
        valid(&step);
        let Some((_, copy)) = self.copies.iter_mut().find(|(address, _)| address == person) else {
            return;
        };
        if let (Some(before), Some(after)) = (&copy, &step.object)
            && !after.is_placeholder()
        {
            assert!(after.sequence() >= before.sequence(), "SEQUENCE fell");
            let text = ical::write(&after.calendar);
            assert_eq!(ical::parse(&text).unwrap().value, after.calendar, "{text}");
            // Saving the same again says nothing to anybody.
            let again = itip::change(Some(after), Some(&after.calendar), person, &cx(second));
            assert_eq!(again.map(|step| step.messages), Ok(Vec::new()));
        }
        *copy = step.object;
        self.sent.extend(step.messages);
    }
}

proptest! {
    #![proptest_config(crate::cases(150))]

    #[test]
    fn a_meeting_lives(script in vec(doing(), 1..40)) {
        let mut world = World::new();
        for (second, doing) in (1..).zip(&script) {
            world.play(doing, second * 10);
        }
        // What somebody said to the organizer, nobody else hears.
        for message in &world.sent {
            let to_organizer = message.recipients == [address("a")];
            let from_delegate = message.method == itip::Method::Reply;
            let text = message.write();
            prop_assert!(to_organizer || from_delegate || !text.contains("secret"), "{text}");
        }
    }

    #[test]
    fn answers_of_different_people_come_in_any_order(
        answers in vec((0..3usize, 0..4usize, 1..50i64), 1..8),
        order in Just(()).prop_perturb(|(), mut rng| (0..8).map(|_| rng.next_u32()).collect::<Vec<_>>()),
    ) {
        let (object, _) = made(span(9), None);
        let partstats = [Partstat::Accepted, Partstat::Declined, Partstat::Tentative, Partstat::NeedsAction];
        // One answer a person and second, so that none of one person's comes to be the newer by coming later.
        let mut seen = std::collections::HashSet::new();
        let messages: Vec<Message> = answers
            .iter()
            .filter(|(person, _, second)| seen.insert((*person, *second)))
            .map(|(person, partstat, second)| {
                let who = who(PEOPLE[1 + person]);
                let comment = format!("{partstat} at {second}");
                itip::reply(&object, &Scope::Whole, &who, partstats[*partstat], Some(&comment), &cx(*second))
                    .unwrap()
            })
            .collect();
        let apply = |messages: &[&Message]| {
            let mut object = object.clone();
            for message in messages {
                let sender = [message.sender.clone()];
                let step =
                    itip::receive(Some(&object), &message.calendar, &Authority::proven(&sender), &cx(100)).unwrap();
                object = step.object.unwrap();
            }
            object.received.sort_by(|one, other| one.from.cmp(&other.from));
            object
        };
        let mut shuffled: Vec<&Message> = messages.iter().collect();
        let straight = apply(&shuffled);
        shuffled.sort_by_key(|message| {
            let at = messages.iter().position(|other| std::ptr::eq(other, *message)).unwrap_or_default();
            order.get(at).copied()
        });
        prop_assert_eq!(apply(&shuffled), straight);
    }
}
