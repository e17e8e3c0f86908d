//! Calendars that answer by themselves: rooms, and when somebody is busy.

use chrono::{DateTime, TimeDelta, Utc};
use convene::{
    ical,
    itip::{self, Authority, BusyTime, Object, Role, Series},
    model::{CalAddress, Partstat},
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{
    totality::valid,
    vocabulary::{address, cx},
};

const ROOM: &str = "r";

/// A wish for the room: whose, when, and how often.
#[derive(Debug, Clone)]
struct Wish {
    who: &'static str,
    start: u32,
    minutes: u32,
    rule: &'static str,
}

fn wish() -> impl Strategy<Value = Wish> {
    let rule = select(vec![
        "",
        "RRULE:FREQ=DAILY;COUNT=8\r\n",
        "RRULE:FREQ=WEEKLY\r\n",
        "RRULE:FREQ=DAILY;BYDAY=MO,TH\r\n",
        "RRULE:FREQ=MINUTELY;INTERVAL=50;COUNT=6\r\n",
    ]);
    (select(vec!["a", "b", "c"]), 0..14 * 48_u32, 0..5_u32, rule)
        .prop_map(|(who, start, quarters, rule)| Wish { who, start, minutes: quarters * 15, rule })
}

fn request(number: usize, wish: &Wish) -> ical::Component {
    let start = cx(0).now + TimeDelta::minutes(i64::from(wish.start) * 30);
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:{number}\r\n\
        DTSTAMP:20260301T090000Z\r\nORGANIZER:mailto:{}@example.com\r\n\
        ATTENDEE;CUTYPE=ROOM;RSVP=TRUE:mailto:{ROOM}@example.com\r\nDTSTART:{}\r\nDURATION:PT{}M\r\n{}\
        SUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        wish.who,
        start.format("%Y%m%dT%H%M%SZ"),
        wish.minutes,
        wish.rule
    );
    ical::parse(&text).unwrap().value
}

/// When the room has said that it is taken, by one object.
fn accepted(object: &Object, owner: &CalAddress) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let from = cx(0).now;
    let series = Series::of(&object.calendar);
    series
        .between(from, from + TimeDelta::days(200), chrono_tz::UTC)
        .filter(|occurrence| {
            occurrence
                .component
                .attendees()
                .any(|seat| seat.address() == *owner && seat.partstat() == Partstat::Accepted)
        })
        .map(|occurrence| (occurrence.start, occurrence.end))
        .collect()
}

fn overlap(
    (start, end): &(DateTime<Utc>, DateTime<Utc>),
    (from, to): &(DateTime<Utc>, DateTime<Utc>),
) -> bool {
    start < end && from < to && start < to && from < end
}

proptest! {
    #![proptest_config(crate::cases(100))]

    #[test]
    fn a_room_is_never_given_twice(wishes in vec(wish(), 1..10)) {
        let room = [address(ROOM)];
        let mut objects: Vec<Object> = Vec::new();
        for (number, wish) in wishes.iter().enumerate() {
            let sender = [address(wish.who)];
            let authority = Authority::proven(&sender).to(&room);
            let others: Vec<&Object> = objects.iter().collect();
            let step = itip::deliver(None, &others, &request(number, wish), &authority, &cx(0)).unwrap();
            valid(&step);
            objects.push(step.object.unwrap());
        }
        let taken: Vec<_> = objects.iter().map(|object| accepted(object, &room[0])).collect();
        for (number, ours) in taken.iter().enumerate() {
            for theirs in taken.iter().skip(number + 1) {
                let both = ours.iter().find(|one| theirs.iter().any(|other| overlap(one, other)));
                prop_assert!(both.is_none(), "{:?}", both);
            }
        }
    }

    #[test]
    fn busy_time_is_in_order_and_inside(wishes in vec(wish(), 1..10), hours in 1..400_i64) {
        let owner = [address("a")];
        let objects: Vec<Object> = wishes
            .iter()
            .enumerate()
            .map(|(number, wish)| {
                let calendar = request(number, wish);
                let (role, empty) = (Role::Organizer, Vec::new());
                Object { calendar, role, received: empty, rescheduled: Vec::new(), proposals: Vec::new(), held: Vec::new() }
            })
            .collect();
        let objects: Vec<&Object> = objects.iter().collect();
        let window = (cx(0).now, cx(0).now + TimeDelta::hours(hours));
        let times = itip::busy(&objects, &owner, window, chrono_tz::UTC);
        for time in &times {
            prop_assert!(time.start < time.end && window.0 <= time.start && time.end <= window.1);
        }
        let apart = |pair: &[BusyTime]| pair[0].end < pair[1].start;
        prop_assert!(times.windows(2).all(apart), "{times:?}");
        let own = objects.iter().filter(|object| object.calendar.components[0].organizer().unwrap().address() == owner[0]);
        for object in own {
            let series = Series::of(&object.calendar);
            for occurrence in series.between(window.0, window.1, chrono_tz::UTC).filter(|o| o.start < o.end) {
                let start = occurrence.start.max(window.0);
                prop_assert!(times.iter().any(|time| time.start <= start && start < time.end));
            }
        }
    }
}

#[test]
fn busy_time_of_a_calendar_that_is_busy_every_second_ends() {
    let wish = Wish { who: "a", start: 0, minutes: 1, rule: "RRULE:FREQ=SECONDLY\r\n" };
    let calendar = request(0, &wish);
    let sender = [address("a")];
    let room = [address(ROOM)];
    let authority = Authority::proven(&sender).to(&room);
    let step = itip::deliver(None, &[], &calendar, &authority, &cx(0)).unwrap();
    let object = step.object.unwrap();
    let window = (cx(0).now, cx(0).now + TimeDelta::days(100_000));
    let times = itip::busy(&[&object, &object], &room, window, chrono_tz::UTC);
    assert_eq!(times.len(), 1, "all its minutes are one stretch");
}
