//! Proposals that fall because the meeting has changed since.

use super::*;
use crate::said::{says, says_not};

/// Tea on Friday, for which bo proposes Saturday and cy Wednesday.
async fn with_two_proposals(cohost: bool) -> World {
    let world = World::new().await;
    world.says("ana", "!meet Tea fri 15:00-15:45 @bo @cy").await;
    if cohost {
        world.says("ana", "!meet cohost #1 @bo").await;
    }
    world.says("cy", "!meet propose #1 wed 15:00").await;
    world.says("bo", "!meet propose #1 sat 15:00").await;
    world
}

#[tokio::test]
async fn whoever_proposed_a_time_that_fell_is_told_which_and_how_to_have_it() {
    let world = with_two_proposals(false).await;
    let said = world.says("ana", "!meet accept #1 @cy").await;
    says(&said, "pings bo]");
    says(&said, "since bo proposed Sat 5 Dec 2026, 15:00–15:45 CET, so that proposal is void.");
    says(&said, "bo, if you still want it: `!meet propose #1 Sat 5 Dec 2026 15:00-15:45`");
    says_not(&said, "!meet move");
    let again = world.says("bo", "!meet propose #1 Sat 5 Dec 2026 15:00-15:45").await;
    says(&again, "bo proposes Sat 5 Dec 2026, 15:00–15:45 CET");
    world.end().await;
}

#[tokio::test]
async fn a_co_host_whose_proposal_fell_may_move_the_meeting() {
    let world = with_two_proposals(true).await;
    let said = world.says("ana", "!meet accept #1 @cy").await;
    says(&said, "bo, if you still want it: `!meet move #1 to Sat 5 Dec 2026 15:00-15:45`");
    let moved = world.says("bo", "!meet move #1 to Sat 5 Dec 2026 15:00-15:45").await;
    says(&moved, "When       Sat 5 Dec 2026, 15:00–15:45 CET");
    world.end().await;
}

#[tokio::test]
async fn a_time_that_is_over_is_not_offered_again() {
    let world = with_two_proposals(false).await;
    world.clock.set("2026-12-03T10:00:00Z".parse().unwrap());
    world.look().await;
    let said = world.says("ana", "!meet move #1 to sat 15:00").await;
    says(&said, "since cy proposed Wed 2 Dec 2026, 15:00–15:45 CET, so that proposal is void.");
    says_not(&said, "cy, if you still want it");
    world.end().await;
}
