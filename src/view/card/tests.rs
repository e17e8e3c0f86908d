use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Europe::Berlin;

use super::*;
use crate::model::{CalTime, Span, Uid};

fn participant(name: &str, partstat: Partstat) -> Participant {
    Participant {
        address: CalAddress::new(format!("mailto:{}@example.com", name.to_lowercase())),
        name: Some(name.to_owned()),
        partstat,
        chair: false,
        delegated_to: Vec::new(),
        delegated_from: Vec::new(),
        comment: None,
        progress: None,
    }
}

fn address(name: &str) -> CalAddress {
    participant(name, Partstat::NeedsAction).address
}

fn meeting(attendees: Vec<Participant>) -> Meeting {
    let at = |hour, minute| {
        let date = NaiveDate::from_ymd_opt(2026, 12, 4).unwrap();
        let local = date.and_hms_opt(hour, minute, 0).unwrap();
        CalTime::Zoned { local, tzid: "Europe/Berlin".to_owned() }
    };
    let span = Span { start: at(15, 0), end: at(15, 45) };
    Meeting {
        uid: Uid("12@example.com".to_owned()),
        sequence: 0,
        status: Status::Confirmed,
        summary: "Sprint review".to_owned(),
        description: None,
        location: Some("Room 5".to_owned()),
        start: span.start.instant(Berlin).unwrap(),
        end: span.end.instant(Berlin).unwrap(),
        span,
        organizer: Some(participant("Ana", Partstat::Accepted)),
        attendees,
    }
}

fn card(meeting: &Meeting, from_start: TimeDelta) -> Card {
    let now = meeting.start + from_start;
    let (proposals, assumed) = (Vec::new(), Vec::new());
    Card::of(
        meeting,
        CardExtra { number: 12, now, zone: Berlin, others: Vec::new(), repeats: None, proposals, assumed },
    )
}

fn names(answers: &Answers) -> Vec<&str> {
    answers.people.iter().map(|one| one.name.as_str()).collect()
}

#[test]
fn everyone_stands_behind_their_answer() {
    let sick = Participant {
        comment: Some("sick today".to_owned()),
        ..participant("Dee", Partstat::Declined)
    };
    let attendees = vec![
        participant("Ana", Partstat::Accepted),
        participant("Bo", Partstat::Tentative),
        participant("Cy", Partstat::Accepted),
        sick,
        participant("Eve", Partstat::NeedsAction),
    ];
    let card = card(&meeting(attendees), TimeDelta::days(-3));
    assert_eq!(names(&card.going), ["Ana", "Cy"]);
    assert_eq!(names(&card.maybe), ["Bo"]);
    assert_eq!(card.declined.people[0].comment.as_deref(), Some("sick today"));
    assert_eq!((card.waiting.count, card.invited), (1, 5));
    assert_eq!(card.when.text, "Fri 4 Dec 2026, 15:00–15:45 CET");
    assert_eq!(card.when.relative, "in 3 days");
    assert_eq!(card.when.length.as_deref(), Some("45 min"));
    assert_eq!(card.organizer.as_deref(), Some("Ana"));
}

#[test]
fn a_delegate_stands_for_two() {
    let ana = Participant {
        delegated_to: vec![address("Sam")],
        ..participant("Ana", Partstat::Delegated)
    };
    let sam = Participant {
        delegated_from: vec![address("Ana")],
        ..participant("Sam", Partstat::Accepted)
    };
    let card = card(&meeting(vec![ana, sam]), TimeDelta::days(-3));
    assert_eq!(names(&card.going), ["Sam"]);
    assert_eq!(card.going.people[0].sent_by.as_deref(), Some("Ana"));
    assert_eq!((card.invited, card.waiting.count), (1, 0));
}

#[test]
fn a_delegate_who_is_not_in_the_list_is_waited_for() {
    let ana = Participant {
        delegated_to: vec![CalAddress::new("matrix:u/sam:example.org")],
        ..participant("Ana", Partstat::Delegated)
    };
    let card = card(&meeting(vec![ana]), TimeDelta::days(-3));
    assert_eq!(names(&card.waiting), ["@sam:example.org"]);
    assert_eq!(card.waiting.people[0].sent_by.as_deref(), Some("Ana"));
}

#[test]
fn a_meeting_is_over_when_it_has_ended() {
    let meeting = meeting(Vec::new());
    let state = |minutes| card(&meeting, TimeDelta::minutes(minutes)).state;
    assert_eq!(state(-1), CardState::Upcoming);
    assert_eq!(state(44), CardState::Upcoming);
    assert_eq!(state(45), CardState::Past);
    let cancelled = Meeting { status: Status::Cancelled, ..meeting.clone() };
    assert_eq!(card(&cancelled, TimeDelta::days(9)).state, CardState::Cancelled);
}

#[test]
fn a_person_without_a_name_is_called_by_their_address() {
    let name = |address: &str| person_name(Some("  "), &CalAddress::new(address));
    assert_eq!(name("MAILTO:Kim@Example.com"), "kim@example.com");
    assert_eq!(name("matrix:u/kim:example.org"), "@kim:example.org");
    assert_eq!(name("https://discord.com/users/1"), "https://discord.com/users/1");
    assert_eq!(person_name(Some(" Kim "), &CalAddress::new("mailto:k@example.com")), "Kim");
}

#[test]
fn a_forgotten_organizer_is_not_shown() {
    let organizer = Participant {
        address: CalAddress::new("mailto:nobody@convene.invalid"),
        name: None,
        ..participant("Ana", Partstat::Accepted)
    };
    let meeting = Meeting { organizer: Some(organizer), ..meeting(Vec::new()) };
    assert_eq!(card(&meeting, TimeDelta::days(-1)).organizer, None);
}
