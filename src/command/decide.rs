//! The organizer's word on a counter-proposal.

use super::{
    Call, Done, Failure,
    call::{as_calendar_user, name_of_who},
    dates::Found,
    edited::{addresses, proposer},
    fill::Values,
    find::Naming,
    offer::{COMMENT, WHO},
    text::{bounded, one_line},
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::{
    itip::{self, Authority, Date, Proposal, Scope},
    model::{InstanceId, Partstat, wall_clock},
    store::{Direction, StoredObject},
    view::{Dates, Problem, ProposalDecided, View},
};

/// What the organizer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Accept,
    Decline,
}

pub(super) async fn decide(call: &mut Call<'_>, text: &str, verdict: Verdict) -> Done {
    let found = call.find_dates(text, Naming::BeforeMore).await?;
    call.to_change(&found.stored)?;
    let open = open(call, &found)?;
    let Found { stored, rest, .. } = found;
    let (proposal, why) = which(call, &stored, &open, rest, verdict)?;
    settle(call, stored, &proposal, why, verdict).await
}

/// The same by a form.
pub(super) async fn by_form(call: &mut Call<'_>, values: &Values<'_>, verdict: Verdict) -> Done {
    let people = call.filled_people(values, &[WHO]).await?;
    let found = call.filled_found(values).await?;
    call.to_change(&found.stored)?;
    let open = open(call, &found)?;
    let stored = found.stored;
    let proposal = match people.first() {
        Some(who) => of(call, &stored, &open, who)?,
        None => which(call, &stored, &open, "", verdict)?.0,
    };
    settle(call, stored, &proposal, &values.line(&COMMENT), verdict).await
}

async fn settle(
    call: &mut Call<'_>,
    stored: StoredObject,
    proposal: &Proposal,
    why: &str,
    verdict: Verdict,
) -> Done {
    let meeting = call.meeting(&stored);
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
    let (stored, comes) = match verdict {
        Verdict::Accept => let_come(call, stored, proposal).await?,
        Verdict::Decline => (stored, false),
    };
    let now = match verdict {
        Verdict::Accept => call.changed_date(&stored, &scope),
        Verdict::Decline => call.meeting(&stored),
    };
    let everyone = addresses(&now);
    let asked = now.attendees.iter().any(|who| who.partstat == Partstat::NeedsAction);
    let view = ProposalDecided {
        number: stored.number,
        when: call.time_text(&now),
        title: now.summary,
        who: proposer(&meeting, proposal),
        accepted: verdict == Verdict::Accept,
        comment,
        comes,
        asked: comes && asked,
        dates: dates_of(&stored, &scope),
    };
    // A new time concerns everyone; a declined one who proposed it.
    let ping = match verdict {
        Verdict::Accept => everyone,
        Verdict::Decline => vec![from.clone()],
    };
    call.announce(View::ProposalDecided(view), &stored, &ping).await
}

/// Whoever proposes a time to the others here says that they can come then. Their COUNTER is no answer, and whoever proposed is
/// asked like everyone (RFC 5546 §4.2.4), so they answer it at once. Gives whether they come.
async fn let_come(
    call: &mut Call<'_>,
    stored: StoredObject,
    proposal: &Proposal,
) -> Result<(StoredObject, bool), Failure> {
    let (who, scope, cx) = (proposal.who(), Scope::of(&proposal.event), call.cx());
    let Ok(reply) = itip::reply(&stored.object, &scope, &who, Partstat::Accepted, None, &cx) else {
        return Ok((stored, false));
    };
    let authority = Authority::proven(std::slice::from_ref(&who.address));
    let step = itip::receive(Some(&stored.object), &reply.calendar, &authority, &cx)?;
    call.log(Direction::In, &reply, step.outcome).await?;
    let kept = call.keep(stored, step).await?;
    Ok((kept.stored, kept.changed))
}

/// The open proposals that can be meant: those for the dates that were named, or for the date whose card was answered, else
/// all that can still be.
fn open(call: &Call<'_>, found: &Found<'_>) -> Result<Vec<Proposal>, Failure> {
    let Found { stored, dates, on, .. } = found;
    let (shown, _) = call.named_or_shown(stored, on.as_ref())?;
    let of_date = call.instance_of(stored) != InstanceId::Whole;
    let is_meant = |open: &&Proposal| {
        let scope = Scope::of(&open.event);
        match dates {
            None if of_date => concerns(&scope, &shown),
            None => is_ahead(stored, &scope, call.room_zone(), call.now),
            Some(dates) => dates_of(stored, &scope) == *dates && concerns(&scope, &shown),
        }
    };
    Ok(stored.object.proposals.iter().filter(is_meant).cloned().collect())
}

/// Whether what somebody proposes is about a date to come.
pub(super) fn is_ahead(stored: &StoredObject, scope: &Scope, zone: Tz, now: DateTime<Utc>) -> bool {
    let date = || stored.object.meeting_at(scope, zone);
    !matches!(scope, Scope::This(_)) || date().is_ok_and(|date| date.end > now)
}

/// The day of the date, or of the first of them, that a scope is about, as it is typed: with its time, where there are more
/// on that day. `None` for the whole.
pub(super) fn day_of(stored: &StoredObject, scope: &Scope, zone: Tz) -> Option<String> {
    scope.id()?;
    let start = stored.object.meeting_at(scope, zone).ok()?.start;
    let at = wall_clock(start, zone);
    let around = TimeDelta::days(1);
    let dates = stored.object.dates(start - around, start + around, zone);
    let same = |date: &&Date| wall_clock(date.start, zone).date_naive() == at.date_naive();
    let form = if dates.iter().filter(same).count() > 1 { "%-d %b %Y %H:%M" } else { "%-d %b %Y" };
    Some(at.format(form).to_string())
}

/// Whether what somebody proposes is about the date that a card shows.
pub(super) fn concerns(scope: &Scope, shown: &Scope) -> bool {
    match scope {
        Scope::Whole | Scope::ThisAndFuture(_) => true,
        Scope::This(_) => scope == shown,
    }
}

/// The dates of a scope, for people.
pub(super) fn dates_of(stored: &StoredObject, scope: &Scope) -> Dates {
    match scope {
        Scope::This(_) => Dates::This,
        Scope::ThisAndFuture(_) => Dates::Following,
        Scope::Whole if stored.object.is_recurring() => Dates::All,
        Scope::Whole => Dates::Only,
    }
}

/// The proposal that somebody made.
fn of(
    call: &Call<'_>,
    stored: &StoredObject,
    open: &[Proposal],
    who: &itip::Who,
) -> Result<Proposal, Problem> {
    let found: Vec<_> = open.iter().filter(|open| open.from == who.address).cloned().collect();
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Problem::NoSuchProposal {
            number: stored.number,
            title: call.meeting(stored).summary,
            who: Some(name_of_who(who)),
        }),
        several => Err(say_which(call, stored, several)),
    }
}

/// The question which proposal is meant: of those of one person, for which dates.
fn say_which(call: &Call<'_>, stored: &StoredObject, open: &[Proposal]) -> Problem {
    let meeting = call.meeting(stored);
    let name = |one: &Proposal| {
        let (who, same) = (proposer(&meeting, one), |other: &&Proposal| other.from == one.from);
        let scope = Scope::of(&one.event);
        let dates = dates_of(stored, &scope);
        let day = day_of(stored, &scope, call.room_zone()).filter(|_| dates == Dates::This);
        if open.iter().filter(same).count() < 2 {
            return who;
        }
        match (day, dates.as_words()) {
            (Some(day), _) => format!("on {day} {who}"),
            (None, Some(words)) => format!("{words} {who}"),
            (None, None) => who,
        }
    };
    Problem::SeveralProposals {
        command: call.command.to_owned(),
        number: stored.number,
        names: open.iter().map(name).collect(),
    }
}

/// The proposal that is meant: by who made it (a mention, or the key of an address on a button), or the only one.
fn which<'t>(
    call: &Call<'_>,
    stored: &StoredObject,
    open: &[Proposal],
    text: &'t str,
    verdict: Verdict,
) -> Result<(Proposal, &'t str), Failure> {
    let meeting = call.meeting(stored);
    let none = |who| Problem::NoSuchProposal {
        number: stored.number,
        title: meeting.summary.clone(),
        who,
    };
    let (word, rest) = super::parse::split_word(text);
    if let Some(mention) = call.mentions.iter().find(|mention| mention.text == word) {
        return Ok((of(call, stored, open, &as_calendar_user(&mention.user))?, rest));
    }
    if let Some(key) = word.split_once(':').map(|_| word) {
        // A button's id may have cut a long address.
        let of = open.iter().filter(|open| open.from.key().starts_with(key)).cloned();
        return match of.collect::<Vec<_>>().as_slice() {
            [] => Err(none(None).into()),
            [only] => Ok((only.clone(), rest)),
            several => Err(say_which(call, stored, several).into()),
        };
    }
    let name = word.trim_start_matches('@').to_lowercase();
    let named = |open: &&Proposal| proposer(&meeting, open).to_lowercase() == name;
    let theirs: Vec<_> = open.iter().filter(named).cloned().collect();
    match theirs.as_slice() {
        [] => {}
        [only] => return Ok((only.clone(), rest)),
        several => return Err(say_which(call, stored, several).into()),
    }
    match open {
        [] => Err(none(None).into()),
        // What follows `decline` may be the reason; what follows `accept` can only be who.
        [_] if verdict == Verdict::Accept && !word.is_empty() => {
            Err(none(Some(word.trim_start_matches('@').to_owned())).into())
        }
        [only] => Ok((only.clone(), text)),
        several => Err(say_which(call, stored, several).into()),
    }
}
