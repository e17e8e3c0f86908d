//! What networks tell beside texts and answers, and what people see of it.

use chrono::TimeDelta;
use convene::{
    chat::{Action, SendError},
    clock::Clock as _,
    model::{MessageId, NetworkId, RoomRef},
    testing::World,
};
use expect_test::expect;

mod calendar;
mod controls;
mod corrections;
mod files;
mod meant;
mod outages;
mod outside;
mod overheard;
mod proposals;
mod reactions;
mod removed;
mod rooms;
mod shared;
mod threads;
mod undo;
mod wanted;

fn room(id: &str) -> RoomRef {
    RoomRef { network: NetworkId::new("stage"), id: id.to_owned() }
}

#[tokio::test]
async fn what_cannot_be_decrypted_is_said_with_what_to_do() {
    let world = World::without_buttons().await;
    expect![[r#"
        [m1 only for ana in thread of u0]
        I cannot decrypt what you wrote, because the key for it has not reached me. Write it again; where that does not help, verify me first, or allow your program to write to sessions that are not verified.
    "#]]
    .assert_eq(&world.acts("ana", Action::Unreadable { withheld: false }).await);
    expect![[r#"
        [m2 only for ana in thread of u1]
        I cannot decrypt what you wrote: your program never sends keys to sessions that are not verified. Verify me, or switch that off for this room, and write it again.
    "#]].assert_eq(&world.acts("ana", Action::Unreadable { withheld: true }).await);
    world.end().await;
}

#[tokio::test]
async fn a_file_that_is_too_big_is_said_to_be() {
    let world = World::new().await;
    let action = Action::Oversized { name: "all.ics".to_owned(), octets: 5_000_000 };
    expect![[r#"
        [m1 only for ana]
        `all.ics` is too big: 5000 kB, and 1048 kB are allowed. Export only the one meeting and drop that file.
    "#]].assert_eq(&world.acts("ana", action).await);
    world.end().await;
}
