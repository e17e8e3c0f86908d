//! What is kept between runs: SQLite by default, PostgreSQL by the same statements.
//!
//! The only module that knows SQL. It never decides anything and never reads the clock.
