//! `share`: one meeting in several rooms, on one network or on several, with one list of answers.
//!
//! Where the meeting is, whoever may change it gets a word that is good for a day; typed in another room, by somebody who may
//! make meetings there, it gives the meeting a card. A word does that once in a room, and in as many rooms as it is typed in.
//! Who moderates a room that a meeting came to in this way may take it away there, and nothing else.

use chrono::TimeDelta;

use super::{
    Call, Doing, Done, Failure, Note, Offered, Spec, Who,
    fill::Values,
    find::{Naming, not_cancelled},
    offer::{MEETING, SHOWN, WORD},
    parse,
};
use crate::{
    itip::Meeting,
    model::{MessageId, RoomRef},
    store::{Card, NewMessage, ShareCode, StoreError, StoredObject},
    view::{self, Problem, Same, Unshared, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "share",
    aliases: &[],
    about: "Show a meeting in another room too: get a word for it, and type that word there.",
    usage: "[#NUMBER | LETTERS] [off] | WORD",
    examples: &["share #12", "share K7QM-2FXD", "share #12 off"],
    who: Who::Editors,
    run,
    offered: Some(Offered { fields: &[MEETING, WORD, SHOWN], form: false, private: false, fill }),
};

/// How long a word is good.
const GOOD: TimeDelta = TimeDelta::days(1);

/// The letters of a word (Crockford's base 32): none looks like another, and none makes a word of a language.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters a word has.
const LENGTH: usize = 8;

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(share(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    if let Some(word) = values.get(&WORD) {
        let code = code_in(word);
        let bad = || Problem::BadShareCode { typed: word.to_owned() };
        let known = call.tx.find_share_code(&code.ok_or_else(bad)?, call.now - GOOD).await?;
        return show_here(call, &known.ok_or_else(bad)?).await;
    }
    let moderates = call.caller.moderator;
    let stored = call.filled_meeting(values).await?;
    if values.get(&SHOWN).is_some() {
        return take_away(call, &stored, moderates).await;
    }
    give_word(call, &stored).await
}

async fn share(call: &mut Call<'_>, text: &str) -> Done {
    if let Some(code) = code_in(text) {
        let known = call.tx.find_share_code(&code, call.now - GOOD).await?;
        match known {
            Some(known) => return show_here(call, &known).await,
            // Only what looks like nothing else is told to be a wrong word.
            None if text.contains('-') => {
                return Err(Problem::BadShareCode { typed: text.to_owned() }.into());
            }
            None => {}
        }
    }
    let (text, off) = without_off(text);
    // Whoever moderates this room may no more change a meeting that came here by a word than others may.
    let moderates = call.caller.moderator;
    let (stored, _) = call.find(text, if off { Naming::Whole } else { Naming::First }).await?;
    if off {
        return take_away(call, &stored, moderates).await;
    }
    give_word(call, &stored).await
}

/// Tells the caller the word for a meeting.
async fn give_word(call: &mut Call<'_>, stored: &StoredObject) -> Done {
    let meeting = call.meeting(stored);
    call.may_change(&stored.object.meeting(call.room_zone()))?;
    still_ahead(call, stored, &meeting)?;
    let code = code_of(call, stored).await?;
    let hours = (code.at + GOOD - call.now).num_hours().max(1);
    let (number, title) = (stored.number, meeting.summary);
    let code = dashed(&code.code);
    call.tell(View::ShareCode(view::ShareCode { number, title, code, hours })).await
}

/// The word for a meeting: the one there is, or a new one.
async fn code_of(call: &mut Call<'_>, stored: &StoredObject) -> Result<ShareCode, Failure> {
    if let Some(known) = call.tx.share_code_of(&stored.id, call.now - GOOD).await? {
        return Ok(known);
    }
    let code = ShareCode {
        code: fresh(call.ids.uuid().as_u128()),
        object: stored.id.clone(),
        at: call.now,
    };
    call.tx.add_share_code(&code).await?;
    Ok(code)
}

/// Gives the meeting a card in this room; one that is here already is shown again where it was taken away.
async fn show_here(call: &mut Call<'_>, code: &ShareCode) -> Done {
    let Some(stored) = call.tx.lookup_object(&code.object).await? else {
        return Err(Problem::BadShareCode { typed: dashed(&code.code) }.into());
    };
    let meeting = call.meeting(&stored);
    still_ahead(call, &stored, &meeting)?;
    if let Some(card) = call.tx.find_card_in_room(&stored.id, &call.room.at).await? {
        if call.tx.unhide_card(&card.id).await? {
            call.tx.enqueue_card(&card.id, call.now).await?;
        }
        return call.tell(call.same(&stored, Same::Here)).await;
    }
    let card = call.add_card(&stored.id).await?;
    call.tx.mark_shared(&card).await?;
    call.did(Some(&stored.id)).await?;
    Ok(())
}

/// Takes the meeting's card out of this room: its hosts may, and who moderates the room.
async fn take_away(
    call: &mut Call<'_>,
    stored: &StoredObject,
    moderates: bool,
) -> Done {
    let (number, title) = (stored.number, call.meeting(stored).summary);
    let unknown = || Problem::UnknownMeeting { reference: format!("#{number}") };
    let card = call.tx.find_card_in_room(&stored.id, &call.room.at).await?.ok_or_else(unknown)?;
    if !moderates {
        call.may_change(&stored.object.meeting(call.room_zone()))?;
    }
    if call.tx.cards_of(&stored.id).await?.len() < 2 {
        return Err(Problem::OnlyRoom { number, title }.into());
    }
    let view = View::Unshared(Unshared { number, title });
    for one in call.tx.all_cards_of(&stored.id).await? {
        if one.room == card.room {
            replace(call, &one, view.clone()).await?;
        }
    }
    call.tx.delete_card(&card.id).await?;
    call.did(Some(&stored.id)).await?;
    call.tell(view).await
}

/// Has the card's message say something else.
pub(super) async fn replace(call: &mut Call<'_>, card: &Card, view: View) -> Done {
    let Some(message) = &card.message else { return Ok(()) };
    replace_message(call, &card.room, message, view).await
}

/// Has a message say something else; what could be used on it goes.
pub(super) async fn replace_message(
    call: &mut Call<'_>,
    room: &RoomRef,
    message: &MessageId,
    view: View,
) -> Done {
    let note = NewMessage {
        key: call.ids.token(),
        room: room.clone(),
        payload: Note::to_all(view).to_payload().map_err(StoreError::from)?,
        object: None,
        due: call.now,
    };
    Ok(call.tx.enqueue_replacement(&note, message).await?)
}

/// What is called off or over is shown nowhere else.
fn still_ahead(
    call: &Call<'_>,
    stored: &StoredObject,
    meeting: &Meeting,
) -> Result<(), Problem> {
    not_cancelled(stored.number, meeting)?;
    if meeting.end <= call.now {
        let title = meeting.summary.clone();
        return Err(Problem::PastMeeting { number: stored.number, title });
    }
    Ok(())
}

/// The text before `off`, and whether that is there.
fn without_off(text: &str) -> (&str, bool) {
    let text = text.trim();
    let (before, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
    if last.eq_ignore_ascii_case("off") { (before.trim_end(), true) } else { (text, false) }
}

/// The word that was typed, as it is kept; nothing where the text cannot be one.
fn code_in(text: &str) -> Option<String> {
    let (word, rest) = parse::split_word(text);
    let code: String = word.chars().filter(|c| *c != '-').map(meant).collect();
    let is_code = code.len() == LENGTH && code.bytes().all(|c| LETTERS.contains(&c));
    (is_code && rest.is_empty()).then_some(code)
}

/// The letter that is meant by one that looks like it.
const fn meant(c: char) -> char {
    match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    }
}

/// A word from random bits. The octets of a UUID that are all random are taken (RFC 9562 §5.4).
fn fresh(bits: u128) -> String {
    let octets = bits.to_be_bytes();
    let random = octets.iter().enumerate().filter(|(at, _)| !matches!(at, 6 | 8));
    let letter = |(_, octet): (usize, &u8)| LETTERS.get(usize::from(octet % 32)).copied();
    random.filter_map(letter).take(LENGTH).map(char::from).collect()
}

/// A word as people read it out.
fn dashed(code: &str) -> String {
    let (first, second) = code.split_at_checked(LENGTH / 2).unwrap_or((code, ""));
    format!("{first}-{second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_however_it_is_typed() {
        for typed in ["K7QM-2FXD", "k7qm-2fxd", "k7qm2fxd", "K7-QM-2F-XD"] {
            assert_eq!(code_in(typed).as_deref(), Some("K7QM2FXD"), "{typed}");
        }
        assert_eq!(code_in("OIl0-0000").as_deref(), Some("01100000"));
        for other in ["", "#12", "K7QM-2FX", "K7QM-2FXDD", "K7QM-2FXD off", "K7QM-2FXU", "ääääääää"] {
            assert_eq!(code_in(other), None, "{other}");
        }
    }

    #[test]
    fn a_fresh_word_is_read_again() {
        for bits in [0, u128::MAX, 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210] {
            let code = fresh(bits);
            assert_eq!(code_in(&dashed(&code)), Some(code));
        }
    }

    #[test]
    fn off_is_the_last_word() {
        assert_eq!(without_off("#12 off"), ("#12", true));
        assert_eq!(without_off("OFF"), ("", true));
        assert_eq!(without_off("kick-off"), ("kick-off", false));
        assert_eq!(without_off(""), ("", false));
    }
}
