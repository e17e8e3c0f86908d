//! Convene: the meeting bot that a whole team can answer. The modules are listed in reading order.

pub mod clock;
pub mod model;

pub mod ical;
pub mod itip;
pub mod serve;
pub mod when;

pub mod chat;
pub mod store;
pub mod view;

pub mod app;
pub mod command;
pub mod work;

pub mod config;
pub mod network;
