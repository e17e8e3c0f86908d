//! Everything that is tested from outside of the crate, in one binary.

#![cfg(test)]

mod engine;
mod interop;
mod layers;
mod store;
mod transcripts;
