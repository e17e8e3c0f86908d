//! What a team does with a meeting, from the line that makes it to its end.

use super::{
    person::To,
    stage::{Stage, in_both_rooms},
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
}

in_both_rooms!(a_meeting_is_made_and_answered_in_every_way);
