//! Convene: the meeting bot that a whole team can answer. The modules are listed in reading order.

/// A place where a test can have the process killed; nothing at all in a build without `testing`.
macro_rules! stop_point {
    ($name:literal) => {
        #[cfg(feature = "testing")]
        crate::testing::pass($name);
    };
}

pub mod clock;
pub mod model;

pub mod ical;
pub mod itip;
pub mod serve;
pub mod when;

pub mod chat;
pub mod store;
pub mod view;

pub mod interpret;

pub mod app;
pub mod command;
pub mod work;

pub mod config;
pub mod network;

#[cfg(feature = "testing")]
pub mod testing;
