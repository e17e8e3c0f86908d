//! "tue instead of mon", "15:00 rather than 14:00": of two times one is no longer so, and which of them is read is for
//! whoever says it.

use super::Vague;
use crate::when::{Hint, WhenError, clock, day, guard::unreadable, lexicon::ENGLISH};

impl Vague<'_, '_> {
    /// Refuses a time that is no longer so.
    pub(super) fn instead(&self) -> Result<(), WhenError> {
        let text = self.text;
        if self.found.is_none() {
            return Ok(());
        }
        for at in 0..text.len() {
            let sure = text.after_any(at, ENGLISH.instead);
            let rather = || text.after_any(at, ENGLISH.rather).filter(|next| self.read(*next));
            let Some(next) = sure.or_else(rather) else { continue };
            let lead = text.is_any(next, ENGLISH.at) || text.is_any(next, ENGLISH.on);
            let name = if lead { next + 1 } else { next };
            let day = day::day(text, name).map(|(_, end)| end);
            let time = || clock::clock(text, name).map(|(_, end)| end);
            if let Some(end) = day.or_else(time) {
                return Err(unreadable(text, at..end, Hint::Write("tue 15:00")));
            }
        }
        Ok(())
    }
}
