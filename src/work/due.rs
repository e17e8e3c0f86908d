//! What is due, said: who is told what, as it stands when it is sent.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Work, outbox::Sent};
use crate::{
    chat::Network,
    command::{Note, SNOOZED, START, name_of, repeats_of},
    itip::{Meeting, Participant, Scope, Status},
    model::{Partstat, PersonId, RoomRef, UserRef},
    store::{
        Also, Due, Missed, MissedOf, OutboxRow, Own, Reminder, Room, StoreError, StoredObject, Tx,
    },
    view::{self, MissedRow, Names, TimeText, View},
};

/// How long after its start people can still be reminded of a meeting.
const LATEST: TimeDelta = TimeDelta::minutes(5);

/// How late what somebody asked to be reminded of can still come by itself.
const LATE: TimeDelta = TimeDelta::hours(1);

/// How much of what was missed is listed, the latest.
const SHOWN: usize = 20;

/// From when on it is said that it comes late.
pub(super) const PUNCTUAL: TimeDelta = TimeDelta::minutes(2);

/// What there is to say of something that is due.
enum Said {
    /// This.
    Note(Box<Note>),
    /// Nothing any more.
    Nothing,
    /// It came too late.
    Missed(Missed),
    /// Not in the quiet hours, which end then.
    Waits(DateTime<Utc>),
}

impl Work {
    pub(super) async fn send_due(
        &self,
        network: &Arc<dyn Network>,
        row: &OutboxRow,
        due: &Due,
        now: DateTime<Utc>,
    ) -> Result<Sent, StoreError> {
        let said = match due {
            Due::Reminder { card, reminder, also } => {
                self.reminder(row, card.as_ref(), (reminder, also), now).await?
            }
            Due::Memo { number, at } => self.memo(row, *number, *at, now).await?,
            Due::Missed => return self.send_missed(network, row, now).await,
        };
        match said {
            Said::Note(note) => self.send_this(network, row, *note, now).await,
            Said::Nothing => Ok(Sent::Nothing),
            Said::Missed(missed) => Ok(Sent::Missed(missed)),
            Said::Waits(until) => Ok(Sent::Quiet(until)),
        }
    }

    async fn reminder(
        &self,
        row: &OutboxRow,
        card: Option<&String>,
        (reminder, also): (&Reminder, &Also),
        now: DateTime<Utc>,
    ) -> Result<Said, StoreError> {
        let mut tx = self.store.read().await?;
        let Some(object) = &row.object else { return Ok(Said::Nothing) };
        let Some(stored) = tx.lookup_object(object).await? else { return Ok(Said::Nothing) };
        let room = tx.lookup_room(&row.room).await?;
        let zone = self.zone_of(room.as_ref());
        // A date that is called off is gone.
        let scope = Scope::from(reminder.instance.clone());
        let Ok(meeting) = stored.object.meeting_at(&scope, zone) else { return Ok(Said::Nothing) };
        if meeting.status == Status::Cancelled {
            return Ok(Said::Nothing);
        }
        if also.is_empty() && is_said_again(&tx.due_behind(row, now).await?, reminder) {
            return Ok(Said::Nothing);
        }
        let own = tx.own_reminders(object).await?;
        let told = match &reminder.person {
            None => Some(everyone(&mut tx, &meeting, &own, &row.room).await?),
            Some(person) => {
                let explicit = reminder.kind == SNOOZED || asked(&own, person);
                alone(&mut tx, &meeting, person, explicit, &row.room).await?
            }
        };
        let Some(mut told) = told else { return Ok(Said::Nothing) };
        for (person, kind) in also {
            let explicit = kind == SNOOZED || asked(&own, person);
            if let Some(other) = alone(&mut tx, &meeting, person, explicit, &row.room).await? {
                told.take_in(other);
            }
        }
        let Told { mentions, names } = told;
        let quiet = match &reminder.person {
            None => self.quiet_until(room.as_ref(), reminder.at, now),
            Some(_) => None,
        };
        if is_too_late(&meeting, reminder, quiet.unwrap_or(now)) {
            return Ok(Said::Missed(missed(&stored, &meeting, reminder)));
        }
        if let Some(until) = quiet {
            return Ok(Said::Waits(until));
        }
        let view = View::Reminder(view::Reminder {
            number: stored.number,
            when: TimeText::of(&meeting.span, meeting.start, meeting.end, zone, now),
            began: began(&meeting, now),
            title: meeting.summary,
            place: meeting.location,
            names: Names::from(names),
        });
        let note = Note::to_all(view).pinging(mentions).in_thread_of(card.cloned());
        Ok(Said::Note(Box::new(note)))
    }

    async fn memo(
        &self,
        row: &OutboxRow,
        number: i64,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Said, StoreError> {
        let mut tx = self.store.read().await?;
        let Some(memo) = tx.lookup_memo(number).await? else { return Ok(Said::Nothing) };
        let person = memo.personal.then(|| memo.person.clone());
        let room = tx.lookup_room(&row.room).await?;
        let quiet = if memo.personal { None } else { self.quiet_until(room.as_ref(), at, now) };
        if at + LATE < quiet.unwrap_or(now) {
            let (of, title) = (MissedOf::Memo, memo.text);
            return Ok(Said::Missed(Missed { of, number, title, person, at }));
        }
        if let Some(until) = quiet {
            return Ok(Said::Waits(until));
        }
        let zone = self.zone_of(room.as_ref());
        let (mut mentions, mut who) = (Vec::new(), None);
        if let Some(person) = &person {
            mentions.extend(account(&mut tx, person, &row.room).await?);
            who = tx.lookup_person(person).await?.map(|person| person.name);
        }
        let view = View::Memo(view::Memo {
            number,
            who,
            late: (at + PUNCTUAL < now).then(|| TimeText::moment(at, zone, now)),
            repeats: repeats_of(&memo, now),
            text: memo.text,
        });
        // What everybody is to be reminded of mentions nobody, and is to be heard all the same.
        let note = Note { quiet: false, ..Note::to_all(view).pinging(mentions) };
        Ok(Said::Note(Box::new(note)))
    }

    /// Tells a room in one message what came too late, once nothing more of that can come.
    async fn send_missed(
        &self,
        network: &Arc<dyn Network>,
        row: &OutboxRow,
        now: DateTime<Utc>,
    ) -> Result<Sent, StoreError> {
        let mut tx = self.store.read().await?;
        if tx.next_reminder().await?.is_some_and(|next| next <= now) {
            drop(tx);
            self.fire().await?;
            return Ok(Sent::Behind);
        }
        if tx.has_more_due(row, now).await? {
            return Ok(Sent::Behind);
        }
        let room = tx.lookup_room(&row.room).await?;
        let (missed, last) = tx.list_missed(&row.room).await?;
        let zone = self.zone_of(room.as_ref());
        let quiet = room.and_then(|room| room.quiet);
        if let Some((_, until)) = quiet.and_then(|quiet| quiet.around(now, zone)) {
            return Ok(Sent::Quiet(until));
        }
        let mut mentions: Vec<UserRef> = Vec::new();
        for person in missed.iter().filter_map(|missed| missed.person.as_ref()) {
            let account = account(&mut tx, person, &row.room).await?;
            mentions.extend(account.filter(|account| !mentions.contains(account)));
        }
        drop(tx);
        if missed.is_empty() {
            return Ok(Sent::Nothing);
        }
        let missed = each_once(&missed);
        let more = missed.len().saturating_sub(SHOWN);
        let rows = missed.iter().skip(more).map(|missed| missed_row(missed, zone, now)).collect();
        let view = View::Missed(view::Missed { rows, more });
        let note = Note::to_all(view).pinging(mentions);
        Ok(match self.send_this(network, row, note, now).await? {
            Sent::Done(_) => Sent::Told(last),
            other => other,
        })
    }
}

impl Work {
    /// Until when something waits that is for everyone in a room and was due at `at`: what comes late does not come in the
    /// quiet hours. What comes on time does, since it was put there by whoever knew of them.
    fn quiet_until(
        &self,
        room: Option<&Room>,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let quiet = room?.quiet.filter(|_| at + PUNCTUAL < now)?;
        quiet.around(now, self.zone_of(room)).map(|(_, until)| until)
    }
}

/// Who is mentioned and who is named.
struct Told {
    mentions: Vec<UserRef>,
    names: Vec<String>,
}

impl Told {
    fn take_in(&mut self, other: Self) {
        let Self { mentions, names } = other;
        for account in mentions {
            if !self.mentions.contains(&account) {
                self.mentions.push(account);
            }
        }
        for name in names {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
    }
}

/// Those who said yes or maybe; who wants it otherwise for themselves is named and not pinged.
async fn everyone(
    tx: &mut Tx,
    meeting: &Meeting,
    own: &std::collections::BTreeMap<PersonId, Own>,
    room: &RoomRef,
) -> Result<Told, StoreError> {
    let mut told = Told { mentions: Vec::new(), names: Vec::new() };
    for attendee in meeting.attendees.iter().filter(|attendee| comes(attendee)) {
        told.names.push(name_of(attendee));
        let key = attendee.address.key();
        if own.values().any(|own| own.addresses.iter().any(|address| address == key)) {
            continue;
        }
        let account = tx.find_account_of_address(&attendee.address, &room.network).await?;
        told.mentions.extend(account);
    }
    Ok(told)
}

/// One person, where they come, or asked for it and do not stay away.
async fn alone(
    tx: &mut Tx,
    meeting: &Meeting,
    person: &PersonId,
    explicit: bool,
    room: &RoomRef,
) -> Result<Option<Told>, StoreError> {
    let addresses = tx.addresses_of(person).await?;
    let seat = meeting.attendees.iter().find(|attendee| addresses.contains(&attendee.address));
    let wanted = match seat {
        Some(seat) if explicit => seat.partstat != Partstat::Declined,
        Some(seat) => comes(seat),
        None => explicit,
    };
    let known = tx.lookup_person(person).await?.filter(|_| wanted);
    let Some(known) = known else { return Ok(None) };
    let mentions = account(tx, person, room).await?.into_iter().collect();
    Ok(Some(Told { mentions, names: vec![known.name] }))
}

const fn comes(attendee: &Participant) -> bool {
    matches!(attendee.partstat, Partstat::Accepted | Partstat::Tentative)
}

/// Whether somebody wants to be reminded of this meeting, and not only of all.
fn asked(own: &std::collections::BTreeMap<PersonId, Own>, person: &PersonId) -> bool {
    own.get(person).is_some_and(|own| own.asked)
}

/// The account of a person on the network of a room.
async fn account(
    tx: &mut Tx,
    person: &PersonId,
    room: &RoomRef,
) -> Result<Option<UserRef>, StoreError> {
    let accounts = tx.accounts_of(person).await?;
    Ok(accounts.into_iter().find(|account| account.network == room.network))
}

/// Whether a later reminder of the same date for the same people is due as well, because the network was away or quiet hours
/// are over: then that one is enough.
fn is_said_again(behind: &[Due], reminder: &Reminder) -> bool {
    let same = |due: &Due| match due {
        Due::Reminder { reminder: other, .. } => {
            other.instance == reminder.instance
                && other.person == reminder.person
                && other.at >= reminder.at
                && other.kind != SNOOZED
        }
        Due::Memo { .. } | Due::Missed => false,
    };
    reminder.kind != SNOOZED && behind.iter().any(same)
}

/// A reminder that comes when all are there, because the bot or the network was down, helps nobody; one that somebody wanted
/// once more does while the meeting lasts.
fn is_too_late(meeting: &Meeting, reminder: &Reminder, now: DateTime<Utc>) -> bool {
    match reminder.kind.as_str() {
        SNOOZED => meeting.end.max(meeting.start + LATEST) < now,
        // Midnight is long past when it comes in the morning; it helps while the first day lasts.
        _ if meeting.span.start.is_date() => meeting.start + TimeDelta::days(1) <= now,
        _ => meeting.start + LATEST < now,
    }
}

/// How long ago a meeting began, in words; nothing where it begins only now, or later.
fn began(meeting: &Meeting, now: DateTime<Utc>) -> Option<String> {
    let minutes = TimeDelta::minutes((now - meeting.start).num_minutes());
    let whole_days = meeting.span.start.is_date();
    view::length_text(minutes).filter(|_| !whole_days && minutes > TimeDelta::zero())
}

fn missed(stored: &StoredObject, meeting: &Meeting, reminder: &Reminder) -> Missed {
    // The room is told of a meeting once, whoever should have been reminded of it.
    let person = reminder.person.clone().filter(|_| reminder.kind != START);
    Missed {
        of: MissedOf::Meeting(stored.id.clone()),
        number: stored.number,
        title: meeting.summary.clone(),
        person,
        at: meeting.start,
    }
}

/// What was missed, without what several people were to be reminded of: all read that it was.
fn each_once(missed: &[Missed]) -> Vec<&Missed> {
    let mut told = BTreeSet::new();
    let of = |one: &Missed| (one.at, one.number, one.of == MissedOf::Memo);
    missed.iter().filter(|one| told.insert(of(one))).collect()
}

fn missed_row(missed: &Missed, zone: Tz, now: DateTime<Utc>) -> MissedRow {
    MissedRow {
        number: missed.number,
        title: missed.title.clone(),
        when: TimeText::moment(missed.at, zone, now),
        memo: missed.of == MissedOf::Memo,
    }
}
