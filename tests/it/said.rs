//! What was said in a room, looked at.

use convene::{chat::File, testing::World};

#[track_caller]
pub(crate) fn says(said: &str, words: &str) {
    assert!(said.contains(words), "no “{words}” in:\n{said}");
}

#[track_caller]
pub(crate) fn says_not(said: &str, words: &str) {
    assert!(!said.contains(words), "“{words}” in:\n{said}");
}

/// The file in the newest message.
pub(crate) fn last_file(world: &World) -> File {
    world.stage.messages().last().unwrap().message.files[0].clone()
}
