//! One meeting in two rooms: two cards, one list of answers.

use super::stage::{Stage, in_both_rooms};

/// The word by which a meeting comes into another room, out of what the bot said of it.
pub(super) fn word_in(said: &str) -> String {
    let (_, after) = said.split_once("!meet share ").unwrap();
    after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

async fn a_second_room_has_the_same_meeting(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    let cy = stage.people.person("cy").await;
    let club = cy.create_room("Club", stage.encrypted, &[&stage.bot.id]).await;
    cy.wait_for_member(&club, &stage.bot.id).await;

    let card = stage.meeting("Lunch", "tomorrow 12:30 @bo").await;
    ana.say(room, "!meet share #1").await;
    let word = word_in(stage.hears(ana, "in another room").await.body());
    cy.say(&club, &format!("!meet share {word}")).await;
    let other = stage.sees_card(&cy, "Lunch").await;
    assert_eq!((&*other.room, other.encrypted), (&*club, stage.encrypted));

    let taken = cy.react(&club, &other.id(), "✅").await;
    cy.wait_until_shows(&other.id(), "Going (2 of 3): ana, cy").await;
    stage.shows(&card, "Going (2 of 3): ana, cy").await;
    bo.react(room, &card, "❌").await;
    stage.shows(&card, "Can't (1): bo").await;
    cy.wait_until_shows(&other.id(), "Can't (1): bo").await;
    cy.redact(&club, &taken).await;
    cy.wait_until_shows(&other.id(), "no answer (1): cy").await;
    stage.shows(&card, "no answer (1): cy").await;

    // Each room is told what concerns it, and neither sees the other's talk.
    ana.say(room, "!meet move #1 to 13:00").await;
    let moved = stage.hears(&cy, "ana moved").await;
    assert_eq!(moved.room, club);
    cy.wait_until_shows(&other.id(), "13:00–14:00").await;
    cy.answer(&club, super::person::To::Reply(&other.id()), "!meet cancel").await;
    stage.hears(&cy, "Only ana").await;
    ana.say(room, "!meet cancel #1").await;
    cy.wait_until_shows(&other.id(), "CANCELLED: Lunch").await;
    stage.shows(&card, "CANCELLED: Lunch").await;
}

in_both_rooms!(a_second_room_has_the_same_meeting);
