//! `convene itip serve`: the engine alone, as lines of JSON.
