//! What `convene check` finds out about a network.

use std::error::Error;

/// Something that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Whether it is as it should be.
    pub ok: bool,
    /// What was found, as a sentence.
    pub what: String,
    /// What to do, as a sentence.
    pub remedy: Option<String>,
}

impl Check {
    pub(super) fn fine(what: impl Into<String>) -> Self {
        Self { ok: true, what: what.into(), remedy: None }
    }

    pub(super) fn wrong(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { ok: false, what: what.into(), remedy: Some(remedy.into()) }
    }

    /// An error of which the sentence says what to do.
    pub(super) fn error(error: &dyn Error) -> Self {
        let causes = std::iter::successors(error.source(), |cause| (*cause).source());
        let what = causes.fold(error.to_string(), |what, cause| format!("{what}: {cause}"));
        Self { ok: false, what: format!("{what}."), remedy: None }
    }
}
