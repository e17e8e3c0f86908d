//! The Matrix network, tried with a real homeserver and with clients that are not ours.
//!
//! `scripts/install-matrix` puts both into the project's cache. Without them the tests say so and pass; with `CI=true`
//! that is a failure. Every test has a homeserver of its own, started from a copy of an empty database.

use std::path::PathBuf;

use crate::machine;

mod away;
mod bot;
mod contract;
#[cfg(feature = "discord")]
mod discord;
mod files;
mod homeserver;
mod hostile;
mod humans;
mod keys;
mod killed;
mod meeting;
mod people;
mod person;
mod polls;
mod rooms;
mod shared;
mod stage;

/// The folder with the homeserver and the clients, or nothing where they are not installed.
fn tools() -> Option<PathBuf> {
    machine::installed("matrix", "scripts/install-matrix brings a homeserver and other clients")
}

/// Plays a scene to its end.
fn play(scene: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(scene);
}
