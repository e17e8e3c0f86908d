//! Answers of those whom nobody invited.

use convene::testing::World;

use super::with_standup;
use crate::said::says;

async fn with_moved(dates: &str) -> World {
    let world = with_standup().await;
    world.says("ana", &format!("!meet move standup {dates} to 10:00")).await;
    world
}

#[tokio::test]
async fn who_is_not_invited_answers_all_dates_also_those_that_moved() {
    for dates in ["this", "this and following"] {
        let world = with_moved(dates).await;
        let said = world.says("dan", "!meet no standup all").await;
        says(&said, "Fri 4 Dec 2026, 10:00");
        says(&said, "❌ Can't (1): dan");
        says(&said, "You were not invited");
        world.clock.set("2026-12-05T10:00:00Z".parse().unwrap());
        let said = world.look().await;
        says(&said, "Fri 11 Dec 2026");
        says(&said, "❌ Can't (1): dan");
        // Changed their mind: they are on all of it now.
        let said = world.says("dan", "!meet yes standup all").await;
        says(&said, "✅ Going");
        says(&said, "dan");
        world.end().await;
    }
}

#[tokio::test]
async fn a_date_that_is_off_stays_as_it_was() {
    let world = with_standup().await;
    world.says("ana", "!meet skip #1").await;
    let said = world.says("dan", "!meet maybe #1 all").await;
    says(&said, "Fri 11 Dec 2026");
    says(&said, "🤔 Maybe (1): dan");
    world.end().await;
}
