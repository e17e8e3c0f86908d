//! `move`: another time. Everyone is asked again (RFC 5546 §2.1.4).

use super::{
    Call, Doing, Done, Failure, Spec, Who,
    edited::{Told, addresses},
    find::Naming,
};
use crate::{
    itip::{self, Edit, Meeting, Scope},
    model::Span,
    view::{Change, Same},
    when::{self, Assumed},
};

pub(super) const SPEC: Spec = Spec {
    name: "move",
    aliases: &["reschedule"],
    about: "Move a meeting to another time; everyone is asked again.",
    usage: "[#NUMBER | LETTERS to] WHEN",
    examples: &["move #12 to 16:00", "move sprint to fri 15:00-15:45", "move mon 10:00 for 2h"],
    who: Who::Editors,
    run,
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(move_to(call, text))
}

async fn move_to(call: &mut Call<'_>, text: &str) -> Done {
    // "10:00 to 11:00" is a time; anything else before "to" names a meeting.
    let named = letters_before_to(text)
        .filter(|(letters, _)| when::read_phrase(letters, &call.when()).is_err());
    let (stored, meeting, phrase) = match named {
        Some((letters, phrase)) => {
            let (stored, meeting, _) = call.find_mine(letters, Naming::Whole).await?;
            (stored, meeting, phrase)
        }
        None => call.find_mine(text, Naming::Not).await?,
    };
    let (span, assumed) = call.new_time(phrase, &meeting, &SPEC)?;
    let step = itip::edit(&stored.object, &Scope::Whole, &Edit::Move(span), &call.cx())?;
    let before = call.time_text(&meeting);
    let told = Told {
        ping: addresses(&meeting),
        ..Told::of(Change::Moved, Some(before.text.clone()))
    };
    let number = stored.number;
    call.edited(stored, step, told, Same::Time { when: before }).await?;
    match call.tx.find_object_by_number(number).await? {
        Some(moved) => call.say_back(&moved, &assumed).await,
        None => Ok(()),
    }
}

/// "sprint to 16:00": what stands before "to" names the meeting.
fn letters_before_to(text: &str) -> Option<(&str, &str)> {
    let (before, after) = text.split_once(" to ")?;
    let named = !before.trim().is_empty() && super::parse::number(before.trim()).is_none();
    named.then_some((before.trim(), after))
}

impl Call<'_> {
    /// Reads a new time for a meeting: what the phrase leaves open stays as it is.
    pub(super) fn new_time(
        &self,
        phrase: &str,
        meeting: &Meeting,
        spec: &Spec,
    ) -> Result<(Span, Vec<Assumed>), Failure> {
        let phrase = phrase.trim();
        let phrase = phrase.strip_prefix("to ").unwrap_or(phrase);
        if phrase.is_empty() || phrase == "to" {
            return Err(Call::missing(spec, "the time").into());
        }
        let reading = when::read_move(phrase, &meeting.span, &self.when())
            .map_err(|error| Self::unreadable(&error, phrase))?;
        Ok((reading.span, reading.assumed))
    }
}

#[cfg(test)]
mod tests {
    use super::letters_before_to;

    #[test]
    fn only_letters_before_to_name_a_meeting() {
        assert_eq!(letters_before_to("sprint to 16:00"), Some(("sprint", "16:00")));
        assert_eq!(letters_before_to("#12 to 16:00"), None);
        assert_eq!(letters_before_to("to 16:00"), None);
        assert_eq!(letters_before_to("16:00"), None);
    }
}
