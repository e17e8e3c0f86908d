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

/// A sync on Tuesdays, the first of which is today.
async fn sync() -> World {
    let world = World::new().await;
    world.says("ana", "!meet Sync every tuesday 14:00 @bo").await;
    world
}

#[tokio::test]
async fn a_proposal_for_a_date_that_the_card_does_not_show_is_accepted_as_it_says() {
    for way in ["line", "short", "button"] {
        let world = sync().await;
        let said = world.says("bo", "!meet propose on 8 dec to 16:00").await;
        says(&said, "bo proposes another time for “Sync” (#1):\nTue 8 Dec 2026, 16:00–17:00 CET");
        says(&said, "`!meet accept #1 on 8 Dec 2026 bo` or `!meet decline #1 on 8 Dec 2026 bo`");
        let show = world.says("ana", "!meet show #1").await;
        says(&show, "bo proposes for 8 Dec 2026 Tue 8 Dec 2026, 16:00–17:00 CET");
        let accepted = match way {
            "line" => world.says("ana", "!meet accept #1 on 8 Dec 2026 bo").await,
            "short" => world.says("ana", "!meet accept #1 bo").await,
            _ => {
                let button = "accept #1 on 8 Dec 2026 mailto:bo@stage.invalid";
                world.presses("ana", "m3", button).await
            }
        };
        says(&accepted, "Tue 8 Dec 2026, 16:00–17:00 CET");
        let list = world.says("ana", "!meet list this month").await;
        says(&list, "Tue 1 Dec 2026, 14:00–15:00 CET");
        says(&list, "Tue 8 Dec 2026, 16:00–17:00 CET");
        says_not(&list, "Tue 8 Dec 2026, 14:00");
        world.end().await;
    }
}

#[tokio::test]
async fn of_several_proposals_none_is_taken_for_another() {
    let world = sync().await;
    world.says("bo", "!meet propose 15:00").await;
    world.says("bo", "!meet propose on 8 dec to 16:00").await;
    let asked = world.says("ana", "!meet accept #1 bo").await;
    says(&asked, "`!meet accept #1 on 1 Dec 2026 bo` or `!meet accept #1 on 8 Dec 2026 bo`");
    let declined = world.says("ana", "!meet decline #1 on 8 Dec 2026 bo too late").await;
    says(&declined, "too late");
    says(&world.says("ana", "!meet accept #1 bo").await, "Tue 1 Dec 2026, 15:00–16:00 CET");
    world.end().await;
}

#[tokio::test]
async fn a_day_behind_on_and_a_time_are_the_date_and_where_it_goes() {
    for line in ["propose on 8 dec 16:00", "propose #1 on 8 dec 16:00"] {
        let world = sync().await;
        let said = world.says("bo", &format!("!meet {line}")).await;
        says(&said, "Tue 8 Dec 2026, 16:00–17:00 CET\ninstead of Tue 8 Dec 2026, 14:00–15:00 CET.");
        world.end().await;
    }
    for line in ["move on 8 dec 16:00", "move #1 on 8 dec 16:00"] {
        let world = sync().await;
        let said = world.says("ana", &format!("!meet {line}")).await;
        says(&said, "to Tue 8 Dec 2026, 16:00–17:00 CET; it was Tue 8 Dec 2026, 14:00–15:00 CET.");
        world.end().await;
    }
    let world = sync().await;
    let said = world.says("bo", "!meet propose on 9 dec 16:00").await;
    says(&said, "Wed 9 Dec 2026, 16:00–17:00 CET\ninstead of Tue 1 Dec 2026, 14:00–15:00 CET.");
    world.end().await;
}

#[tokio::test]
async fn whoever_is_sent_can_answer_by_the_line_that_they_are_told() {
    let world = sync().await;
    let sent = world.says("bo", "!meet delegate on 8 dec @eve").await;
    says(&sent, "eve can answer: `!meet yes #1 on 8 Dec 2026`");
    let said = world.says("eve", "!meet yes #1 on 8 Dec 2026").await;
    says(&said, "only Tue 8 Dec 2026, 14:00–15:00 CET");
    says_not(&said, "not invited");
    let sent = world.says("bo", "!meet delegate from 15 dec on @eve").await;
    says(&sent, "eve can answer: `!meet yes #1 from 15 Dec 2026 on`");
    let said = world.says("eve", "!meet yes #1 from 15 Dec 2026 on").await;
    says(&said, "Tue 15 Dec 2026, 14:00–15:00 CET and all later dates");
    world.end().await;
}

#[tokio::test]
async fn whoever_proposed_the_time_that_was_accepted_comes() {
    let world = with_two_proposals(false).await;
    let said = world.says("ana", "!meet accept #1 @bo").await;
    says(&said, "✅ Going (2 of 3): ana, bo\n… no answer (1): cy");
    says(&said, "bo comes; everyone else is asked to answer again.");
    world.end().await;
    let world = sync().await;
    world.says("bo", "!meet propose on 8 dec to 16:00").await;
    world.says("ana", "!meet accept #1 bo").await;
    let show = world.says("ana", "!meet show #1 on 8 dec").await;
    says(&show, "✅ Going (2)");
    let show = world.says("ana", "!meet show #1").await;
    says(&show, "… no answer (1)");
    world.end().await;
}

#[tokio::test]
async fn what_is_offered_for_some_dates_can_be_read() {
    let world = sync().await;
    let asked = world.says("ana", "!meet rename 8 dec Demo").await;
    says(&asked, "For that date: `!meet rename #1 on 8 dec Demo`, for one and all later ones:");
    let renamed = world.says("ana", "!meet rename #1 on 8 dec Demo").await;
    says(&renamed, "only Tue 8 Dec 2026");
    let moved = world.says("ana", "!meet move 8 dec one hour later").await;
    says(&moved, "to Tue 8 Dec 2026, 15:00–16:00 CET");
    let unread = world.says("ana", "!meet move yang all 30 min later").await;
    says_not(&unread, "Say which dates");
    world.end().await;
}
