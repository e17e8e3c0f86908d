//! A proposal that fell, because the meeting has changed since: whoever made it is told, with what to type for the same time.

use std::slice;

use super::{Call, Done, Failure, call::name_of_who, call::time_text, decide::dates_of};
use crate::{
    itip::{Meeting, Notice, Object, Proposal, Scope, Status, Who},
    model::{CalTime, Span},
    store::StoredObject,
    view::{Dates, Problem, View},
    when,
};

/// A proposal that fell.
#[derive(Debug)]
pub(super) struct Fallen {
    /// Who had made it.
    who: Who,
    /// What it was, where it had been kept.
    proposal: Option<Proposal>,
}

impl Fallen {
    /// Those that fell by a step, from the object as it was before.
    pub(super) fn of(before: &Object, notices: &[Notice]) -> Vec<Self> {
        let fallen = |notice: &Notice| {
            let Notice::ProposalStale { instance, from } = notice else { return None };
            let is_it = |open: &&Proposal| open.instance == *instance && open.from == from.address;
            let proposal = before.proposals.iter().find(is_it).cloned();
            Some(Self { who: from.clone(), proposal })
        };
        notices.iter().filter_map(fallen).collect()
    }
}

impl Call<'_> {
    /// Tells those whose proposals fell.
    pub(super) async fn tell_fallen(&mut self, stored: &StoredObject, fallen: Vec<Fallen>) -> Done {
        for Fallen { who, proposal } in fallen {
            let again = match &proposal {
                Some(proposal) => self.again(stored, &who, proposal).await?,
                None => None,
            };
            let span = proposal.as_ref().and_then(Proposal::span);
            let problem = Problem::StaleProposal {
                number: stored.number,
                title: self.meeting(stored).summary,
                who: name_of_who(&who),
                when: span.map(|span| Box::new(time_text(&span, self.room_zone(), self.now))),
                again,
            };
            self.announce(View::Problem(problem), stored, slice::from_ref(&who.address)).await?;
        }
        Ok(())
    }

    /// What somebody types to have the time after all that they had proposed; `None` where no line says it.
    async fn again(
        &mut self,
        stored: &StoredObject,
        who: &Who,
        proposal: &Proposal,
    ) -> Result<Option<String>, Failure> {
        let (shown, meeting) = self.shown(stored);
        let scope = Scope::of(&proposal.event);
        let dates = match dates_of(stored, &scope) {
            Dates::Only => "",
            Dates::This if scope == shown => "this ",
            Dates::Following if scope.id() == shown.id() => "this and following ",
            Dates::This | Dates::Following | Dates::All => return Ok(None),
        };
        let Some(span) = proposal.span().filter(|_| meeting.status != Status::Cancelled) else {
            return Ok(None);
        };
        let person = self.tx.find_person_by_address(&who.address).await?;
        let zone = person.and_then(|person| person.zone?.parse().ok());
        let cx = when::Cx { zone: zone.unwrap_or(self.room_zone()), ..self.when() };
        let Some(phrase) = phrase_for(&span, &meeting.span, &cx) else { return Ok(None) };
        let number = stored.number;
        Ok(Some(if hosts(&meeting, who) {
            format!("move #{number} {dates}to {phrase}")
        } else {
            format!("propose #{number} {dates}{phrase}")
        }))
    }
}

/// A phrase for a time to come that is read as that time where a meeting is at another; `None` where there is none.
fn phrase_for(span: &Span, now_at: &Span, cx: &when::Cx) -> Option<String> {
    let at = |time: &CalTime| time.instant(cx.zone);
    let phrase = when::phrase_of(span, cx);
    let read = when::read_move(&phrase, now_at, cx).ok()?.span;
    let same = (at(&read.start), at(&read.end)) == (at(&span.start), at(&span.end));
    (same && at(&span.end)? > cx.now).then_some(phrase)
}

/// Whether somebody may move a meeting, as far as its list says.
fn hosts(meeting: &Meeting, who: &Who) -> bool {
    meeting.attendees.iter().any(|attendee| attendee.chair && attendee.address == who.address)
}
