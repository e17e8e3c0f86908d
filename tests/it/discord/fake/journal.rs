//! What was asked of the fake, what it thought of it and what it answered; and what a test is told at its end.

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// How long after the start it came.
    pub(crate) at: Duration,
    /// Its method and the shape of its path: `PATCH /channels/{id}/messages/{id}`.
    pub(crate) route: String,
    /// Its path as it was sent.
    pub(crate) path: String,
    pub(crate) body: Value,
    /// The names of its files.
    pub(crate) files: Vec<String>,
    /// The answer's; 0 where none was given.
    pub(crate) status: u16,
    /// Discord's code in the answer, where it has one.
    pub(crate) code: u64,
    pub(crate) answer: Value,
}

/// All requests, and all that was wrong with them.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    pub(crate) entries: Vec<Entry>,
    complaints: Vec<String>,
    /// Refusals that a test provokes: Discord's code, or the status where there is none, and how many at most.
    expected: BTreeMap<u64, usize>,
}

impl Journal {
    /// Notes something that must not be.
    pub(crate) fn complain(&mut self, what: String) {
        self.complaints.push(what);
    }

    /// A test provokes refusals with this code: so many at most.
    pub(crate) fn expect(&mut self, code: u64, at_most: usize) {
        self.expected.insert(code, at_most);
    }

    /// All that is wrong: what was noted, refusals nobody expected, and too many 401, 403 and 429.
    pub(crate) fn verdict(&self, budget: usize) -> Vec<String> {
        let mut all = self.complaints.clone();
        let mut left = self.expected.clone();
        for entry in self.entries.iter().filter(|one| (400..500).contains(&one.status)) {
            let code = if entry.code == 0 { u64::from(entry.status) } else { entry.code };
            match left.get_mut(&code) {
                Some(left) if *left > 0 => *left -= 1,
                _ if code == 429 => {}
                _ => all.push(format!(
                    "{} was answered {} {}: {}; the body was {}",
                    entry.route, entry.status, entry.code, entry.answer, entry.body
                )),
            }
        }
        let failures = self.failures();
        let planned: usize =
            [401, 403, 429].iter().filter_map(|code| self.expected.get(code)).sum();
        if failures > budget + planned {
            all.push(format!("{failures} answers were 401, 403 or 429, and {budget} are the most"));
        }
        all
    }

    /// How many answers count towards Discord's ban of an address.
    fn failures(&self) -> usize {
        let by_code = |entry: &&Entry| !self.expected.contains_key(&entry.code) || entry.code == 0;
        let failed = self.entries.iter().filter(|one| matches!(one.status, 401 | 403 | 429));
        failed.filter(by_code).count()
    }
}
