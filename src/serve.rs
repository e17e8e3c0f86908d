//! `convene itip serve`: the engine alone, as lines of JSON.

/// To come.
pub fn run(_input: impl std::io::BufRead, _output: impl std::io::Write) -> std::io::Result<()> {
    Ok(())
}
