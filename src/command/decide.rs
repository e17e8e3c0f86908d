//! The organizer's word on a counter-proposal.

use super::{
    Call, Done, Failure,
    edited::{addresses, proposer},
    find::Naming,
    text::{bounded, one_line},
};
use crate::{
    itip::{self, Proposal, Scope},
    store::StoredObject,
    view::{Problem, ProposalDecided, View},
};

/// What the organizer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Accept,
    Decline,
}

pub(super) async fn decide(call: &mut Call<'_>, text: &str, verdict: Verdict) -> Done {
    let (stored, meeting, rest) = call.find_mine(text, Naming::BeforeMore).await?;
    let (proposal, why) = which(call, &stored, rest, verdict)?;
    bounded(why, "comment")?;
    let comment = Some(one_line(why)).filter(|why| !why.is_empty());
    let cx = call.cx();
    let from = &proposal.from;
    let scope = Scope::of(&proposal.event);
    let step = match verdict {
        Verdict::Accept => itip::accept_counter(&stored.object, from, &scope, &cx)?,
        Verdict::Decline => {
            itip::decline_counter(&stored.object, from, &scope, comment.as_deref(), &cx)?
        }
    };
    let stored = call.keep(stored, step).await?.stored;
    let now = call.meeting(&stored);
    let everyone = addresses(&now);
    let view = ProposalDecided {
        number: stored.number,
        when: call.time_text(&now),
        title: now.summary,
        who: proposer(&meeting, &proposal),
        accepted: verdict == Verdict::Accept,
        comment,
    };
    // A new time concerns everyone; a declined one who proposed it.
    let ping = match verdict {
        Verdict::Accept => everyone,
        Verdict::Decline => vec![from.clone()],
    };
    call.announce(View::ProposalDecided(view), &stored, &ping).await
}

/// The proposal that is meant: by who made it (a mention, or the key of an address on a button), or the only one.
fn which<'t>(
    call: &Call<'_>,
    stored: &StoredObject,
    text: &'t str,
    verdict: Verdict,
) -> Result<(Proposal, &'t str), Failure> {
    let open = &stored.object.proposals;
    let meeting = call.meeting(stored);
    let none = |who| Problem::NoSuchProposal {
        number: stored.number,
        title: meeting.summary.clone(),
        who,
    };
    let (word, rest) = super::parse::split_word(text);
    if let Some(mention) = call.mentions.iter().find(|mention| mention.text == word) {
        let of = open.iter().find(|open| open.from == mention.user.address);
        let who = Some(mention.user.name.clone());
        return Ok((of.cloned().ok_or_else(|| none(who))?, rest));
    }
    if let Some(key) = word.split_once(':').map(|_| word) {
        // A button's id may have cut a long address.
        let of = open.iter().find(|open| open.from.key().starts_with(key));
        return Ok((of.cloned().ok_or_else(|| none(None))?, rest));
    }
    let name = word.trim_start_matches('@').to_lowercase();
    let named = |open: &&Proposal| proposer(&meeting, open).to_lowercase() == name;
    if let Some(proposal) = open.iter().find(named) {
        return Ok((proposal.clone(), rest));
    }
    match open.as_slice() {
        [] => Err(none(None).into()),
        // What follows `decline` may be the reason; what follows `accept` can only be who.
        [_] if verdict == Verdict::Accept && !word.is_empty() => {
            Err(none(Some(word.trim_start_matches('@').to_owned())).into())
        }
        [only] => Ok((only.clone(), text)),
        _ => {
            let names = open.iter().map(|open| proposer(&meeting, open)).collect();
            Err(Problem::SeveralProposals {
                command: call.command.to_owned(),
                number: stored.number,
                names,
            }
            .into())
        }
    }
}
