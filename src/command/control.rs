//! Reactions that stand for a command line, on messages of networks without buttons.

use super::{
    Call, Failure,
    answer::{partstat_of, plain},
};
use crate::{model::MessageId, view::Problem};

/// The reactions that are controls and no answers.
const OTHERS: [&str; 3] = ["🗑", BACK, AGAIN];

/// The reaction that takes something back.
const BACK: &str = "↩";

/// The reaction that stands for once more.
const AGAIN: &str = "⏰";

/// Whether a reaction can mean the bot: as an answer, or as a control.
pub fn is_meant(emoji: &str) -> bool {
    partstat_of(emoji).is_some() || OTHERS.contains(&plain(emoji).as_str())
}

/// The command line that a reaction to a message stands for; `None` where it stands for none.
///
/// # Errors
///
/// A question that somebody else was asked, or the store's.
pub async fn control(
    call: &mut Call<'_>,
    to: &MessageId,
    emoji: &str,
) -> Result<Option<String>, Failure> {
    let room = call.room.at.clone();
    let controls = call.tx.controls_of(&room, to).await?;
    let Some(control) = controls.into_iter().find(|control| is_same(&control.emoji, emoji)) else {
        return Ok(None);
    };
    if control.only_for.is_some_and(|user| user != call.caller.user.account) {
        return Err(Problem::NotYourQuestion.into());
    }
    Ok(Some(control.line))
}

/// Whether a reaction to a card takes back what its giver did last.
pub fn takes_back(emoji: &str) -> bool {
    plain(emoji) == BACK
}

/// The command line that ⏰ on a message stands for: once more of what the message is about, be it a card, a reminder or any
/// other; `None` for other reactions, and where it is about nothing.
///
/// # Errors
///
/// The store's.
pub async fn once_more(
    call: &mut Call<'_>,
    to: &MessageId,
    emoji: &str,
) -> Result<Option<String>, Failure> {
    if plain(emoji) != AGAIN {
        return Ok(None);
    }
    if call.about.is_some() || call.memo.is_some() {
        return Ok(Some("snooze".to_owned()));
    }
    let room = call.room.at.clone();
    let Some(object) = call.tx.find_object_by_message(&room, to).await? else { return Ok(None) };
    let stored = call.tx.lookup_object(&object).await?;
    Ok(stored.map(|stored| format!("snooze #{}", stored.number)))
}

/// Whether two reactions say the same: 👍 is as good as ✅.
fn is_same(one: &str, other: &str) -> bool {
    let (meant, said) = (partstat_of(one), partstat_of(other));
    plain(one) == plain(other) || (meant.is_some() && meant == said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chat::{Capabilities, Flavour},
        view::{Samples as _, View},
    };

    #[test]
    fn every_control_is_meant() {
        let can = Capabilities {
            flavour: Flavour::Html,
            buttons: false,
            reactions: true,
            ephemeral: false,
            threads: true,
            polls: true,
            panels: false,
            forms: false,
            events: false,
            remembers: true,
            max_text: 4000,
            edit_interval: std::time::Duration::ZERO,
        };
        let controls: Vec<_> =
            View::samples().iter().flat_map(|view| view.controls(&can)).collect();
        assert!(!controls.is_empty());
        for control in controls {
            assert!(is_meant(&control.emoji), "{}", control.emoji);
        }
        assert!(!is_meant("🎉"));
    }

    #[test]
    fn a_reaction_is_the_same_in_every_dress() {
        assert!(is_same("✅", "👍🏽"));
        assert!(is_same("🗑️", "🗑"));
        assert!(!is_same("✅", "❌"));
        assert!(!is_same("🗑️", "❌"));
    }
}
