//! A meeting's card, from what is stored.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    call::time_text,
    decide::{concerns, dates_of, day_of, is_ahead},
    edited::proposer,
};
use crate::{
    itip::{Meeting, Proposal, Scope, Status, Taken},
    model::InstanceId,
    store::StoredObject,
    view::{Card, CardExtra, Dates, ProposalLine},
};

/// The card of a meeting, of a series that of a date or of its next one, for a room in a zone and people in others, as it is
/// at an instant. A date that was `taken` out is shown as it was.
pub fn card(
    stored: &StoredObject,
    instance: &InstanceId,
    taken: &[Taken],
    zone: Tz,
    others: Vec<Tz>,
    now: DateTime<Utc>,
) -> Card {
    let (shown, meeting) = stored.object.meeting_of(instance, now, zone);
    let one_date = *instance != InstanceId::Whole && stored.object.is_recurring();
    let is_off = one_date && meeting.status == Status::Cancelled;
    let was = if is_off { stored.object.as_taken(&shown, taken, zone) } else { None };
    let meeting = was.unwrap_or(meeting);
    let proposals = stored.object.proposals.iter();
    let proposals = proposals.filter(|open| concerns(&Scope::of(&open.event), &shown));
    let proposals = proposals.filter_map(|open| line(stored, &meeting, open, zone, now)).collect();
    let repeats = stored.object.repeats(now, zone);
    let card = Card::of(
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
    );
    Card { one_date, ..card }
}

/// All that people propose and nobody has decided on, whichever date it is for.
pub(super) fn proposals(stored: &StoredObject, zone: Tz, now: DateTime<Utc>) -> Vec<ProposalLine> {
    let meeting = stored.object.meeting(zone);
    let ahead = |open: &&Proposal| is_ahead(stored, &Scope::of(&open.event), zone, now);
    let open = stored.object.proposals.iter().filter(ahead);
    open.filter_map(|open| line(stored, &meeting, open, zone, now)).collect()
}

fn line(
    stored: &StoredObject,
    meeting: &Meeting,
    open: &Proposal,
    zone: Tz,
    now: DateTime<Utc>,
) -> Option<ProposalLine> {
    let scope = Scope::of(&open.event);
    let dates = dates_of(stored, &scope);
    Some(ProposalLine {
        who: proposer(meeting, open),
        key: open.from.key().to_owned(),
        when: time_text(&open.span()?, zone, now),
        dates,
        day: day_of(stored, &scope, zone).filter(|_| dates == Dates::This),
        comment: open.comment.clone(),
    })
}
