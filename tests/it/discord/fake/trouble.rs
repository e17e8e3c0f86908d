//! What a test makes go wrong with requests.

use std::time::Duration;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing is done, and this is answered, with a page and not with JSON: 500, 502, 503.
    Broken(u16),
    /// It is done, and the connection is cut before the answer.
    Lost,
    /// Nothing is done, and the connection is cut.
    Cut,
    /// It is done after so long.
    Slow(Duration),
    /// It is done, and the answer waits until [`Troubles::release`].
    Held,
    /// A 429 of whatever stands in front of Discord: a page without the headers of a bucket.
    Page429,
    /// A 429 because others used up what is shared.
    Shared(Duration),
    /// A 429 because the bot asked too fast over all: nothing is taken for so long.
    Global(Duration),
}

/// What is still to go wrong.
#[derive(Debug, Default)]
pub(crate) struct Troubles {
    planned: Vec<(String, Trouble, usize)>,
}

impl Troubles {
    /// The next so many requests of a route (`POST /channels/{id}/messages`, `*` for any) go wrong.
    pub(crate) fn plan(&mut self, route: &str, trouble: Trouble, times: usize) {
        self.planned.push((route.to_owned(), trouble, times));
    }

    /// What goes wrong with this request.
    pub(crate) fn next(&mut self, route: &str) -> Option<Trouble> {
        let due =
            |(on, _, left): &&mut (String, Trouble, usize)| (on == route || on == "*") && *left > 0;
        let (_, trouble, left) = self.planned.iter_mut().find(due)?;
        *left -= 1;
        Some(*trouble)
    }

    /// Ends all trouble that is still planned.
    pub(crate) fn end(&mut self) {
        self.planned.clear();
    }
}
