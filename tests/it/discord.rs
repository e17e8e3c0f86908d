//! The Discord network, tried with a Discord of our own.
//!
//! `fake` is made from Discord's description of itself and never names the bot; here the bot is put before it as the
//! program that people run. Every scene ends with `Stage::ends_well`, which holds all that went over the wire to
//! Discord's rules.

mod bot;
mod contract;
mod dates;
mod events;
pub(crate) mod fake;
mod faults;
mod files;
mod forms;
mod killed;
mod meeting;
mod reactions;
mod reminders;
mod rights;
mod series;
mod slow;
mod speed;
mod stage;
mod talk;
mod threads;

/// Plays a scene to its end.
fn play(scene: impl Future<Output = ()>) {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build().unwrap().block_on(scene);
}
