//! What a team does with a meeting, from the line that makes it to its end.

use super::{
    people::{Event, PASSWORD},
    person::To,
    stage::{CONTROLS, Stage, in_both_rooms},
};

async fn a_meeting_is_made_and_answered_in_every_way(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    let card = stage.meeting("Sprint review", "tomorrow 15:00-15:45 @bo in Room 5").await;
    let shown = stage.shows(&card, "Going (1 of 2): ana").await;
    for line in ["15:00–15:45 UTC", "Where      Room 5", "Organizer  ana", "no answer (1): bo"] {
        assert!(shown.contains(line), "{shown}");
    }
    let invited = stage.hears(bo, "ana invited bo").await;
    assert_eq!(invited.content["m.mentions"]["user_ids"], serde_json::json!([bo.id]));

    let reaction = bo.react(room, &card, "✅").await;
    stage.shows(&card, "Going (2 of 2): ana, bo").await;
    bo.redact(room, &reaction).await;
    stage.shows(&card, "no answer (1): bo").await;
    bo.say(room, "!meet maybe the train").await;
    stage.shows(&card, "Maybe (1): bo (the train)").await;
    bo.answer(room, To::Reply(&card), "!meet no").await;
    stage.shows(&card, "Can't (1): bo").await;
    bo.answer(room, To::Thread(&card), "!meet yes").await;
    stage.shows(&card, "Going (2 of 2): ana, bo").await;

    ana.say(room, "!meet move sprint to 16:00").await;
    let shown = stage.shows(&card, "16:00–16:45").await;
    assert!(shown.contains("no answer (1): bo"), "{shown}");
    ana.say(room, "!meet cancel sprint the room is gone").await;
    stage.shows(&card, "CANCELLED: Sprint review").await;
    assert_eq!(stage.count("\nOrganizer  ana"), 1, "one card for one meeting");
    let log = stage.bot.said();
    for private in ["@ana", "@bo", "matrix.test", "Sprint", "Room 5", room, PASSWORD] {
        assert!(!log.contains(private), "{private} is nobody's business who reads the log");
    }
}

async fn an_answer_counts_however_soon_it_comes(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    ana.say(room, "!meet new Lunch tomorrow 12:00 @bo").await;
    let card = stage.sees_card(bo, "Lunch").await;
    bo.react(room, &card.id(), "✅").await;
    stage.shows(&card.id(), "Going (2 of 2)").await;
}

async fn what_was_said_can_be_corrected_and_taken_away(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    let said = ana.say(room, "!meet new Lnch tomorrow 12:00 @bo").await;
    let card = stage.card(room, "Lnch").await;
    ana.edit(room, &said, "!meet new Lunch tomorrow 12:00 @bo in Room 5").await;
    let shown = stage.shows(&card, "Where      Room 5").await;
    assert!(shown.starts_with("Lunch\n"), "{shown}");
    ana.redact(room, &said).await;
    bo.react(room, &card, "✅").await;
    stage.shows(&card, "Going (2 of 2)").await;

    ana.redact(room, &card).await;
    ana.wait_for("its end", |event| event.redacts.as_deref() == Some(card.as_str())).await;
    ana.say(room, "!meet show #1").await;
    let again = |event: &Event| {
        stage.is_said(event)
            && event.id.as_deref() != Some(&card)
            && event.body().starts_with("Lunch\n")
    };
    let again = ana.wait_for("the card again", again).await;
    stage.has_controls(&again, &CONTROLS).await;
    bo.react(room, &again.id(), "❌").await;
    stage.shows(&again.id(), "Can't (1): bo").await;
}

async fn times_are_proposed_and_somebody_else_is_sent(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    stage.joined_by("cleo").await;
    let card = stage.meeting("Sprint review", "tomorrow 15:00-15:45 @bo").await;
    let proposes = async |time: &str| {
        bo.answer(room, To::Reply(&card), &format!("!meet propose tomorrow {time}")).await;
        let shown = stage.shows(&card, &format!("{time}–")).await;
        assert!(shown.contains("🕒 bo proposes"), "{shown}");
    };
    proposes("17:00").await;
    ana.say(room, "!meet decline #1 @bo the room is taken").await;
    stage.hears(bo, "is declined").await;
    proposes("18:00").await;
    ana.say(room, "!meet accept #1 @bo").await;
    stage.hears(bo, "is accepted").await;
    let shown = stage.shows(&card, "18:00–18:45 UTC ·").await;
    assert!(!shown.contains("proposes"), "{shown}");

    bo.say(room, "!meet delegate #1 @cleo").await;
    stage.shows(&card, "bo → cleo").await;
}

async fn a_sentence_makes_a_series(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    let card = stage.meeting("Standup", "every friday 9:15 for 15m 10 times").await;
    let shown = stage.shows(&card, "Repeats    every week on Fri until").await;
    assert!(shown.contains("09:15–09:30 UTC") && shown.contains("Length     15 min"), "{shown}");
    let back = stage.hears(ana, "; then Fri ").await;
    assert!(back.body().contains("every week on Fri"), "{}", back.body());
    bo.answer(room, To::Reply(&card), "!meet no all").await;
    stage.shows(&card, "Can't (1): bo").await;
    ana.say(room, "!meet skip #1 next").await;
    let shown = stage.shows(&card, ", not on Fri ").await;
    assert!(shown.contains("Can't (1): bo"), "{shown}");
    ana.say(room, "!meet add #1 2031-03-05 10:00").await;
    stage.shows(&card, "also on").await;
}

async fn a_date_of_a_series_has_a_card_of_its_own(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    let card = stage.meeting("Standup", "every friday 9:15 for 15m 10 times").await;
    ana.say(room, "!meet settings cards each 1 week").await;
    let is_another = |event: &Event| {
        let is_card = stage.is_said(event) && event.body().starts_with("Standup\n");
        is_card && event.id.as_deref() != Some(&card)
    };
    let date = ana.wait_for("the card of the date", is_another).await;
    stage.has_controls(&date, &CONTROLS).await;
    let date = date.id();
    bo.react(room, &date, "✅").await;
    stage.shows(&date, "Going (2 of 2): ana, bo").await;
    ana.answer(room, To::Reply(&date), "!meet move to 11:00").await;
    stage.shows(&date, "11:00–11:15 UTC").await;
    ana.answer(room, To::Reply(&date), "!meet skip").await;
    stage.shows(&date, "CANCELLED: Standup").await;
    let shown = stage.shows(&card, ", not on Fri ").await;
    assert!(shown.contains("09:15–09:30 UTC"), "{shown}");
}

async fn a_card_that_takes_answers_again_has_its_controls_again(stage: Stage) {
    let Stage { ana, bo, room, bot, .. } = &stage;
    let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
    let control = |event: &Event| {
        event.sender == bot.id
            && event.relates("m.annotation") == Some(card.as_str())
            && event.content["m.relates_to"]["key"] == "✅"
    };
    let first = ana.wait_for("✅", control).await.id();
    ana.say(room, "!meet cancel #1").await;
    stage.shows(&card, "CANCELLED: Lunch").await;
    ana.wait_for("its end", |event| event.redacts.as_deref() == Some(first.as_str())).await;
    ana.say(room, "!meet undo").await;
    ana.wait_for("✅ again", |event| control(event) && event.id() != first).await;
    bo.react(room, &card, "✅").await;
    stage.shows(&card, "Going (2 of 2)").await;
}

async fn everybody_answers_at_once(stage: Stage) {
    let names = ["cleo", "dan", "eve", "finn", "gil", "hal"];
    let mut crowd = vec![stage.bo.clone()];
    for name in names {
        crowd.push(stage.joined_by(name).await);
    }
    let invited: Vec<String> = names.iter().map(|name| format!("@{name}")).collect();
    let card = stage.meeting("Party", &format!("tomorrow 20:00 @bo {}", invited.join(" "))).await;
    let mut answers = tokio::task::JoinSet::new();
    for person in crowd {
        let (room, card) = (stage.room.clone(), card.clone());
        answers.spawn(async move { person.react(&room, &card, "✅").await });
    }
    answers.join_all().await;
    let shown = stage.shows(&card, "Going (8 of 8)").await;
    assert!(names.iter().all(|name| shown.contains(name)), "{shown}");
}

in_both_rooms!(
    a_meeting_is_made_and_answered_in_every_way,
    times_are_proposed_and_somebody_else_is_sent,
    a_sentence_makes_a_series,
    a_date_of_a_series_has_a_card_of_its_own,
    everybody_answers_at_once,
    a_card_that_takes_answers_again_has_its_controls_again,
    an_answer_counts_however_soon_it_comes,
    what_was_said_can_be_corrected_and_taken_away,
);
