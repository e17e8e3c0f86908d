//! What the machine that runs the tests has, and what is said where it lacks something.

use std::path::PathBuf;

/// A variable of the environment; an empty one is none.
#[expect(clippy::disallowed_methods, reason = "where things are, only who runs the tests knows")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Hands on what was found. Where nothing was, the test is to be left out, which is said; in CI it fails.
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
pub(crate) fn or_left_out<T>(found: Option<T>, remedy: &str) -> Option<T> {
    if found.is_none() {
        assert_ne!(variable("CI").as_deref(), Some("true"), "in CI nothing is left out: {remedy}");
        eprintln!("left out: {remedy}");
    }
    found
}

/// The folder of the project's cache that a script has installed something into, or nothing where it has not.
pub(crate) fn installed(name: &str, remedy: &str) -> Option<PathBuf> {
    let cache = variable("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| variable("HOME").map(|home| PathBuf::from(home).join(".cache")));
    let folder = cache.map(|cache| cache.join("convene").join(name));
    or_left_out(folder.filter(|folder| folder.join("installed").exists()), remedy)
}
