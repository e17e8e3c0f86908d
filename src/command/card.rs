//! A meeting's card, from what is stored.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    call::time_text,
    decide::{concerns, dates_of},
    edited::proposer,
};
use crate::{
    itip::{Meeting, Proposal, Scope},
    model::InstanceId,
    store::StoredObject,
    view::{Card, CardExtra, ProposalLine},
};

/// The card of a meeting, of a series that of a date or of its next one, for a room in a zone and people in others, as it is
/// at an instant.
pub fn card(
    stored: &StoredObject,
    instance: &InstanceId,
    zone: Tz,
    others: Vec<Tz>,
    now: DateTime<Utc>,
) -> Card {
    let (shown, meeting) = stored.object.meeting_of(instance, now, zone);
    let proposals = stored.object.proposals.iter();
    let proposals = proposals.filter(|open| concerns(&Scope::of(&open.event), &shown));
    let proposals = proposals.filter_map(|open| line(stored, &meeting, open, zone, now)).collect();
    let repeats = stored.object.repeats(now, zone);
    Card::of(
        &meeting,
        CardExtra {
            number: stored.number,
            now,
            zone,
            others,
            repeats,
            proposals,
            assumed: Vec::new(),
        },
    )
}

fn line(
    stored: &StoredObject,
    meeting: &Meeting,
    open: &Proposal,
    zone: Tz,
    now: DateTime<Utc>,
) -> Option<ProposalLine> {
    Some(ProposalLine {
        who: proposer(meeting, open),
        key: open.from.key().to_owned(),
        when: time_text(&open.span()?, zone, now),
        dates: dates_of(stored, &Scope::of(&open.event)),
        comment: open.comment.clone(),
    })
}
