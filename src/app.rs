//! From a happening to what is kept of it: one transaction a step.
//!
//! It orders the calls; the rules are in `itip`, the words in `view`.
