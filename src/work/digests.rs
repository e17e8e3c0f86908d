//! What is on, told to a room at its hour.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;

use super::{Work, due::PUNCTUAL};
use crate::{
    command::{Note, meeting_row, meetings},
    itip::Status,
    model::{Digest, Quiet, RoomRef, instant, wall_clock},
    store::{NewMessage, Room, StoreError, Tx},
    view::View,
};

/// How many rooms one transaction tells.
const AT_ONCE: i64 = 100;

/// How many meetings are counted at most.
const MOST: i64 = 200;

/// From this hour on what is on "that day" is on the next one.
const EVENING: u32 = 15;

impl Work {
    /// Tells the rooms whose hour has come; the next one is set in the same transaction.
    pub(super) async fn fire_digests(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        for (room, at) in tx.due_digests(now, AT_ONCE).await? {
            self.fire_digest(&mut tx, &room, at, now).await?;
        }
        stop_point!("work.digest");
        tx.commit().await
    }

    async fn fire_digest(
        &self,
        tx: &mut Tx,
        at: &RoomRef,
        due: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let room = tx.lookup_room(at).await?;
        let zone = self.zone_of(room.as_ref());
        let digests = room.as_ref().and_then(|room| room.digest.clone());
        let quiet = room.as_ref().and_then(|room| room.quiet);
        let later = Quiet::after(quiet, due, zone);
        // One that is late waits for the end of the quiet hours, too, where it helps then: on its day alone.
        let late = if due + PUNCTUAL < now { Quiet::after(quiet, now, zone) } else { now };
        let helps = day(due, zone) == day(late, zone);
        if later > now || (late > now && helps) {
            return tx.claim_digest(at, due, Some(later.max(late))).await.map(drop);
        }
        let next = digests.as_ref().and_then(|digests| digests.next(now, zone));
        if !tx.claim_digest(at, due, next).await? {
            return Ok(());
        }
        let Some((digests, room)) = digests.zip(room.filter(|room| !room.away && helps)) else {
            return Ok(());
        };
        for digest in digests.due(due, quiet, zone) {
            self.tell(tx, &room, digest, now).await?;
        }
        Ok(())
    }

    /// Puts the list into the outbox; nothing where nothing is on.
    async fn tell(
        &self,
        tx: &mut Tx,
        room: &Room,
        digest: Digest,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let zone = self.zone_of(Some(room));
        let Some((heading, from, to)) = stretch(digest, now, zone) else { return Ok(()) };
        let mut listed = tx.list_in_room(&room.at, from, to, MOST).await?;
        listed.retain(|one| one.status != Status::Cancelled && one.ends_at > now);
        if listed.is_empty() {
            return Ok(());
        }
        let rows = listed.iter().map(|one| meeting_row(one, zone, now)).collect();
        let note = Note::to_all(View::Meetings(meetings(heading, rows)));
        let message = NewMessage {
            key: self.ids.token(),
            room: room.at.clone(),
            payload: note.to_payload()?,
            object: None,
            due: now,
        };
        tx.enqueue_message(&message).await
    }
}

fn day(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    wall_clock(at, zone).date_naive()
}

/// What a digest is about, in words and from when to when: what is left of today, in the evening tomorrow, or seven days.
fn stretch(
    digest: Digest,
    now: DateTime<Utc>,
    zone: Tz,
) -> Option<(String, DateTime<Utc>, DateTime<Utc>)> {
    let today = day(now, zone);
    let (word, first, days) = match digest {
        Digest::Daily(time) | Digest::Weekdays(time) if time.hour() >= EVENING => {
            ("Tomorrow", today.succ_opt()?, 1)
        }
        Digest::Daily(_) | Digest::Weekdays(_) => ("Today", today, 1),
        Digest::Weekly(..) => ("This week, from", today, 7),
    };
    let midnight = |date: NaiveDate| instant(date.and_time(NaiveTime::MIN), zone);
    let after = first.checked_add_days(Days::new(days))?;
    let comma = if word.ends_with("from") { "" } else { "," };
    let heading = format!("{word}{comma} {} {}", first.weekday(), first.format("%-d %b"));
    Some((heading, midnight(first)?.max(now), midnight(after)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_about_the_days_that_it_is_for() {
        let now: DateTime<Utc> = "2026-10-24T06:00:00Z".parse().unwrap();
        let said = |digest: &str| {
            let digest = digest.parse().unwrap();
            let (heading, from, to) = stretch(digest, now, chrono_tz::Europe::Berlin).unwrap();
            format!("{heading}: {} {}", from.format("%dT%H:%M"), to.format("%dT%H:%M"))
        };
        assert_eq!(said("daily 8:00"), "Today, Sat 24 Oct: 24T06:00 24T22:00");
        // The day on which the clocks go back is an hour longer.
        assert_eq!(said("daily 18:00"), "Tomorrow, Sun 25 Oct: 24T22:00 25T23:00");
        assert_eq!(said("weekly sat 8:00"), "This week, from Sat 24 Oct: 24T06:00 30T23:00");
    }
}
