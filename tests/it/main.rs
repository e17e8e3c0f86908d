//! Everything that is tested from outside of the crate, in one binary.

#![cfg(test)]

mod ical;
mod interop;
mod layers;
mod machine;
mod manual;
mod pages;
mod store;
mod transcripts;
