//! A title that begins with a command's word: `Skip level with Bo fri 15:00`, where no meeting is called "level".

use super::{Call, Failure, Spec, dates, parse::split_word};
use crate::when;

/// Words that go on with a command and begin no title.
const GO_ON: [&str; 14] = [
    "me", "us", "to", "on", "from", "until", "for", "next", "last", "everyone", "never", "list",
    "by", "default",
];

/// Whether a line that begins with a command's word is the sentence of a new meeting: the word is written with a capital,
/// a time is in it, and no meeting fits.
pub(super) async fn is_one(call: &mut Call<'_>, spec: &Spec, line: &str) -> Result<bool, Failure> {
    if call.about.is_some() || call.memo.is_some() || !reads_so(call, spec, line) {
        return Ok(false);
    }
    let (_, rest) = split_word(line);
    // An answer needs no name: any meeting to come fits.
    let fits = if spec.is_answer() {
        !call.ahead(1).await?.is_empty()
    } else {
        call.begins_with_a_meeting(rest).await?
    };
    Ok(!fits)
}

/// The same, whatever meetings there are.
pub(super) fn reads_so(call: &Call<'_>, spec: &Spec, line: &str) -> bool {
    let (word, rest) = split_word(line);
    let (next, _) = split_word(rest);
    let capital =
        word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase);
    let goes_on = next.starts_with(['#', '@', '+'])
        || GO_ON.contains(&next)
        || dates::leading(rest, call.language()).0.is_some();
    if !capital || word.len() < 2 || goes_on || spec.name == "new" {
        return false;
    }
    match when::read_sentence(rest, &call.when()) {
        Ok(Some(reading)) => {
            // "Later in 3 days": once more of nothing would be nothing.
            let other = spec.name == "snooze" && !word.eq_ignore_ascii_case(spec.name);
            let titled = other || reading.said.first().is_some_and(|said| said.start > 0);
            titled && !(spec.is_answer() && reading.span.start.is_date())
        }
        _ => false,
    }
}
