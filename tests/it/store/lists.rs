//! Lists of meetings.

use chrono::TimeDelta;
use convene::{
    itip::Status,
    model::{CalAddress, CalTime, InstanceId, Partstat},
    store::{Attending, Indexed, Listed, Occurrence, Store},
};

use super::fixtures::{
    add, add_in, at, card, indexed, lookup, meeting, object_id, person, put, room,
};

fn titles(listed: &[Listed]) -> Vec<&str> {
    listed.iter().map(|listed| listed.summary.as_str()).collect()
}

/// A meeting in a room that lasts some hours.
async fn add_long(store: &Store, uid: &str, start: i64, hours: i64) {
    let object = meeting(uid, uid, at(start), &[]);
    let index = indexed(&object);
    let ends_at = at(start + hours);
    let whole = Occurrence::single(at(start), ends_at);
    let index = Indexed { ends_at, occurrences: vec![whole], ..index };
    let mut tx = store.begin().await.unwrap();
    tx.add_object(&object_id(uid), &object, &index).await.unwrap();
    tx.add_card(&card(uid, "team")).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) async fn a_room_lists_what_runs_in_the_window(store: &Store) {
    for (uid, start, hours) in [
        ("over", -30, 30),
        ("a day", -23, 24),
        ("three weeks", -400, 504),
        ("long over", -400, 48),
        ("before", -1, 2),
        ("first", 0, 1),
        ("last", 9, 100),
        ("after", 10, 1),
        ("a week later", 168, 240),
    ] {
        add_long(store, uid, start, hours).await;
    }
    add_in(store, &meeting("elsewhere", "elsewhere", at(1), &[]), &["club"]).await;
    add(store, &meeting("nowhere", "nowhere", at(1), &[])).await;

    let mut tx = store.read().await.unwrap();
    let listed = tx.list_in_room(&room("team"), at(0), at(10), 100).await.unwrap();
    assert_eq!(titles(&listed), ["three weeks", "a day", "before", "first", "last"]);
    assert_eq!((listed[0].starts_at, listed[0].ends_at), (at(-400), at(104)));
    let listed = tx.list_in_room(&room("team"), at(0), at(10), 2).await.unwrap();
    assert_eq!(titles(&listed), ["three weeks", "a day"]);
    assert_eq!(tx.list_in_room(&room("nobody"), at(0), at(10), 2).await.unwrap(), []);
}

pub(super) async fn a_list_counts_answers(store: &Store) {
    let people = [
        ("ana", "ACCEPTED"),
        ("bo", "ACCEPTED"),
        ("cy", "TENTATIVE"),
        ("di", "DECLINED"),
        ("ed", "NEEDS-ACTION"),
        ("flo", "DELEGATED"),
    ];
    let mut object = meeting("u", "Review", at(1), &people);
    object.calendar.components[0].set(convene::ical::Property::new("STATUS", "TENTATIVE"));
    let number = add_in(store, &object, &["team", "club"]).await;
    add_in(store, &meeting("v", "Empty", at(2), &[]), &["team"]).await;

    let mut tx = store.read().await.unwrap();
    let listed = tx.list_in_room(&room("team"), at(0), at(10), 10).await.unwrap();
    let review = Listed {
        object: object_id("u"),
        instance: InstanceId::Whole,
        number,
        summary: "Review".to_owned(),
        series: "Review".to_owned(),
        starts_at: at(1),
        ends_at: at(2),
        days: None,
        status: Status::Tentative,
        going: 2,
        maybe: 1,
        declined: 1,
        waiting: 1,
    };
    assert_eq!(listed[0], review);
    assert_eq!(listed.len(), 2);
    let empty = &listed[1];
    assert_eq!((empty.going, empty.maybe, empty.declined, empty.waiting), (0, 0, 0, 0));
    assert_eq!(tx.list_in_room(&room("club"), at(0), at(10), 10).await.unwrap(), [review]);
}

pub(super) async fn an_instance_counts_its_own_answers(store: &Store) {
    let object = meeting("u", "Standup", at(0), &[("ana", "ACCEPTED"), ("bo", "ACCEPTED")]);
    let mut index = indexed(&object);
    let on = |day: i64| InstanceId::Instance(CalTime::Utc(at(day * 24).naive_utc()));
    index.occurrences = (0..3)
        .map(|day| Occurrence {
            instance: on(day),
            roster: if day == 1 { on(1) } else { InstanceId::Whole },
            summary: (day == 1).then(|| "Retro".to_owned()),
            ..Occurrence::single(at(day * 24), at(day * 24 + 1))
        })
        .collect();
    for (who, partstat) in [("ana", Partstat::Accepted), ("bo", Partstat::Declined)] {
        let address = CalAddress::new(format!("mailto:{who}@example.com"));
        index.attendees.push(Attending {
            instance: on(1),
            address,
            name: None,
            partstat,
            chair: false,
        });
    }
    let mut tx = store.begin().await.unwrap();
    let ana = person("ana");
    tx.add_person(&ana).await.unwrap();
    tx.add_address(&ana.id, &CalAddress::new("mailto:bo@example.com")).await.unwrap();
    tx.add_object(&object_id("u"), &object, &index).await.unwrap();
    tx.add_card(&card("u", "team")).await.unwrap();

    let listed = tx.list_in_room(&room("team"), at(0), at(100), 10).await.unwrap();
    let counts: Vec<_> = listed.iter().map(|l| (l.instance.clone(), l.going, l.declined)).collect();
    assert_eq!(counts, [(on(0), 2, 0), (on(1), 1, 1), (on(2), 2, 0)]);
    assert_eq!(titles(&listed), ["Standup", "Retro", "Standup"]);
    let mine = tx.list_mine(&ana.id, at(0), 10).await.unwrap();
    let answers: Vec<_> =
        mine.iter().map(|mine| (mine.listed.instance.clone(), mine.partstat)).collect();
    let (yes, no) = (Partstat::Accepted, Partstat::Declined);
    assert_eq!(answers, [(on(0), yes), (on(1), no), (on(2), yes)]);
}

/// A series that is every day for an hour from noon of the first of December 2026 on.
const DAILY: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20261201T120000Z\r\n\
    DTEND:20261201T130000Z\r\nRRULE:FREQ=DAILY\r\nEXDATE:20261203T120000Z\r\nSUMMARY:Standup\r\n\
    ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@example.com\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID:20261202T120000Z\r\nDTSTART:20261202T150000Z\r\n\
    DTEND:20261202T160000Z\r\nSUMMARY:Standup\r\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.com\r\n\
    END:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261205T120000Z\r\n\
    DTSTART:20261205T120000Z\r\nDTEND:20261205T130000Z\r\nSUMMARY:Stand up\r\n\
    ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

pub(super) async fn a_series_is_listed_by_its_dates(store: &Store) {
    let object = series(DAILY);
    let index = Indexed::of(&object, chrono_tz::UTC, at(0));
    assert_eq!((index.starts_at, index.occurrences.len()), (at(0), 50));
    assert!(index.ends_at > at(24 * 365 * 1000), "it never ends");
    let mut tx = store.begin().await.unwrap();
    let ana = person("ana");
    tx.add_person(&ana).await.unwrap();
    tx.add_address(&ana.id, &CalAddress::new("mailto:ana@example.com")).await.unwrap();
    tx.add_object(&object_id("u"), &object, &index).await.unwrap();
    tx.add_card(&card("u", "team")).await.unwrap();

    let listed = tx.list_in_room(&room("team"), at(0), at(24 * 6), 100).await.unwrap();
    let shown: Vec<_> = listed
        .iter()
        .map(|l| (l.starts_at, l.summary.as_str(), (l.going, l.maybe, l.declined)))
        .collect();
    assert_eq!(
        shown,
        [
            (at(0), "Standup", (1, 0, 0)),
            (at(27), "Standup", (0, 0, 1)),
            (at(72), "Standup", (1, 0, 0)),
            (at(96), "Stand up", (0, 1, 0)),
            (at(120), "Stand up", (0, 1, 0)),
        ]
    );
    let mine = tx.list_mine(&ana.id, at(2), 3).await.unwrap();
    let answers: Vec<_> = mine.iter().map(|mine| (mine.listed.starts_at, mine.partstat)).collect();
    let (yes, no, maybe) = (Partstat::Accepted, Partstat::Declined, Partstat::Tentative);
    assert_eq!(answers, [(at(27), no), (at(72), yes), (at(96), maybe)]);
    let found = tx.find_by_title(&room("team"), "stand", at(2), 10).await.unwrap();
    assert_eq!(found.iter().map(|l| l.starts_at).collect::<Vec<_>>(), [at(27)]);
    assert_eq!(tx.open_cards(&super::fixtures::CONSOLE, at(100_000)).await.unwrap().len(), 1);

    // A month later the lists have the dates around that day.
    let index = Indexed::of(&object, chrono_tz::UTC, at(24 * 30));
    tx.set_occurrences(&object_id("u"), &index.occurrences).await.unwrap();
    let listed = tx.list_in_room(&room("team"), at(0), at(24 * 400), 100).await.unwrap();
    let days = |at_hours: i64| (at(at_hours) - at(0)).num_days();
    assert_eq!((listed[0].starts_at - at(0)).num_days(), days(24 * 16));
    assert_eq!(listed.len(), 14 + 50);
}

pub(super) async fn a_series_comes_back_as_it_was_stored(store: &Store) {
    let mut object = series(DAILY);
    object.received = vec![convene::itip::Received {
        instance: InstanceId::Instance(CalTime::Utc(at(24).naive_utc())),
        from: CalAddress::new("mailto:ana@example.com"),
        sequence: 1,
        stamp: at(1),
        answer: Some(Partstat::Declined),
        comment: None,
        progress: None,
        decided: None,
    }];
    let index = Indexed::of(&object, chrono_tz::UTC, at(0));
    let mut tx = store.begin().await.unwrap();
    tx.add_object(&object_id("u"), &object, &index).await.unwrap();
    tx.commit().await.unwrap();
    let mut stored = lookup(store, "u").await;
    assert_eq!(stored.object, object);

    // Written again as it is, and with a date less.
    for gone in [0, 1] {
        for _ in 0..gone {
            stored.object.calendar.components.remove(1);
        }
        let index = Indexed::of(&stored.object, chrono_tz::UTC, at(0));
        let mut tx = store.begin().await.unwrap();
        tx.put_object(&mut stored, &index).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lookup(store, "u").await.object, stored.object);
    }
}

pub(super) async fn a_series_of_whole_days_is_listed_by_its_days(store: &Store) {
    let object = series(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART;VALUE=DATE:20261202\r\n\
         RRULE:FREQ=WEEKLY;COUNT=2\r\nSUMMARY:Holiday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    );
    let index = Indexed::of(&object, chrono_tz::UTC, at(0));
    assert_eq!(index.ends_at, at(8 * 24 + 12));
    let mut tx = store.begin().await.unwrap();
    tx.add_object(&object_id("u"), &object, &index).await.unwrap();
    tx.add_card(&card("u", "team")).await.unwrap();
    let listed = tx.list_in_room(&room("team"), at(0), at(24 * 20), 100).await.unwrap();
    let days: Vec<_> = listed.iter().map(|l| l.days.unwrap().0.to_string()).collect();
    assert_eq!(days, ["2026-12-02", "2026-12-09"]);
}

fn series(text: &str) -> convene::itip::Object {
    convene::itip::Object {
        calendar: super::fixtures::calendar(text),
        ..meeting("u", "", at(0), &[])
    }
}

pub(super) async fn a_move_moves_the_list(store: &Store) {
    add_in(store, &meeting("u", "Review", at(1), &[]), &["team", "club"]).await;
    let mut stored = lookup(store, "u").await;
    stored.object = meeting("u", "Review", at(30), &[]);
    let mut tx = store.begin().await.unwrap();
    put(&mut tx, &mut stored).await.unwrap();
    for at_room in ["team", "club"] {
        assert_eq!(tx.list_in_room(&room(at_room), at(0), at(10), 10).await.unwrap(), []);
        let listed = tx.list_in_room(&room(at_room), at(10), at(40), 10).await.unwrap();
        assert_eq!(listed[0].starts_at, at(30), "{at_room}");
    }
}

pub(super) async fn mine_are_the_meetings_i_am_in(store: &Store) {
    let bo = person("bo");
    for (uid, start, people) in [
        ("later", 9, &[("bo", "DECLINED"), ("ana", "ACCEPTED")][..]),
        ("over", -9, &[("bo", "ACCEPTED")]),
        ("theirs", 2, &[("ana", "ACCEPTED")]),
        ("twice", 1, &[("bo", "NEEDS-ACTION"), ("bo.b", "ACCEPTED")]),
    ] {
        add_in(store, &meeting(uid, uid, at(start), people), &["team", "club"]).await;
    }
    let mut tx = store.begin().await.unwrap();
    tx.add_person(&bo).await.unwrap();
    for who in ["bo", "bo.b"] {
        let address = CalAddress::new(format!("mailto:{who}@example.com"));
        tx.add_address(&bo.id, &address).await.unwrap();
    }
    let mine = tx.list_mine(&bo.id, at(0), 10).await.unwrap();
    let answers: Vec<_> = mine.iter().map(|m| (m.listed.summary.as_str(), m.partstat)).collect();
    assert_eq!(answers, [("twice", Partstat::Accepted), ("later", Partstat::Declined)]);
    assert_eq!((mine[1].listed.going, mine[1].listed.declined), (1, 1));
    assert_eq!(tx.list_mine(&bo.id, at(0), 1).await.unwrap().len(), 1);
    // What is running is not over.
    assert_eq!(tx.list_mine(&bo.id, at(9) + TimeDelta::minutes(59), 10).await.unwrap().len(), 1);
    assert_eq!(tx.list_mine(&person("ana").id, at(0), 10).await.unwrap(), []);
}

pub(super) async fn titles_are_found_in_any_case(store: &Store) {
    for (uid, title, start) in [
        ("past", "ÖLWECHSEL past", -30),
        ("recent", "Ölwechsel recent", -3),
        ("next", "Der ölwechsel next", 20),
        ("soon", "ÖLwechsel soon", 2),
        ("other", "100% of_it", 1),
        ("once", "done once", -40),
        ("again", "Done again", -2),
    ] {
        add_in(store, &meeting(uid, title, at(start), &[]), &["team"]).await;
    }
    add_in(store, &meeting("else", "Ölwechsel elsewhere", at(1), &[]), &["club"]).await;
    let mut tx = store.read().await.unwrap();
    for (text, found) in [
        ("ölWECHSEL", &["ÖLwechsel soon", "Der ölwechsel next"][..]),
        // What is over, only where nothing is to come.
        ("WECHSEL R", &["Ölwechsel recent"]),
        ("done", &["Done again", "done once"]),
        ("0% of_", &["100% of_it"]),
        ("%", &["100% of_it"]),
        ("_", &["100% of_it"]),
        ("\\", &[]),
        ("elsewhere", &[]),
    ] {
        let listed = tx.find_by_title(&room("team"), text, at(0), 10).await.unwrap();
        assert_eq!(titles(&listed), found, "{text}");
    }
    let listed = tx.find_by_title(&room("team"), "ölw", at(0), 1).await.unwrap();
    assert_eq!(titles(&listed), ["ÖLwechsel soon"]);
}
