//! What only tests need: the World, a network that is a value, and places where the process can be made to stop.
//!
//! Built with the feature `testing` alone.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod ahead;
mod points;
mod stage;
mod world;

pub use ahead::Ahead;
pub use points::{pass, stop_at};
pub use stage::{Shown, Stage};
pub use world::World;
