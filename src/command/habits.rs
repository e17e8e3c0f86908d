//! When people are reminded of a meeting: as its room has it, unless it was said of the meeting, or somebody wants it
//! otherwise for themselves.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Defaults;
use crate::{
    itip::{Date, Object, Status},
    model::{InstanceId, Leads, ObjectId, PersonId, Quiet},
    store::{Own, Reminder, Room, StoreError, StoredObject, Tx},
};

/// The reminder that goes to those who come.
pub const BEFORE: &str = "before";

/// A meeting begins.
pub const START: &str = "start";

/// The end of a meeting, or of one date of a series: its card loses its controls, or shows the next date.
pub const OVER: &str = "over";

/// A date of a series gets a card of its own.
pub const CARD: &str = "card";

/// Somebody wants to be reminded once more.
pub const SNOOZED: &str = "snoozed";

/// How many dates of a series have their reminders set ahead, however short the time before each is.
const AHEAD: usize = 10;

/// How many dates have them at most.
const MOST: usize = 300;

/// How a room goes about reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Habits {
    /// How long before the start.
    pub leads: Leads,
    /// Whether it is said that a meeting begins.
    pub starting: bool,
    /// When nobody is to be disturbed.
    pub quiet: Option<Quiet>,
    /// The zone.
    pub zone: Tz,
}

/// When whom to remind of one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How its room goes about it, with what was said of the meeting itself.
    pub habits: Habits,
    /// Those who want it otherwise for themselves.
    pub own: BTreeMap<PersonId, Own>,
    /// How long before each date its rooms want a card for it.
    pub cards: Vec<TimeDelta>,
}

impl Defaults {
    /// How a room goes about reminders; one that nobody knows has all defaults.
    pub fn habits_in(&self, room: Option<&Room>) -> Habits {
        let chosen = room.and_then(|room| room.reminders.clone());
        let zone = room.and_then(|room| room.zone.as_ref()?.parse().ok());
        Habits {
            leads: chosen.or_else(|| Leads::new(self.reminder)).unwrap_or_default(),
            starting: room.and_then(|room| room.starting).unwrap_or_default(),
            quiet: room.and_then(|room| room.quiet),
            zone: zone.unwrap_or(self.zone),
        }
    }
}

/// When whom to remind of a meeting.
///
/// # Errors
///
/// The store's.
pub async fn plan_of(
    tx: &mut Tx,
    object: &ObjectId,
    defaults: &Defaults,
) -> Result<Plan, StoreError> {
    let room = match tx.home_of(object).await? {
        Some(home) => tx.lookup_room(&home).await?,
        None => None,
    };
    let mut habits = defaults.habits_in(room.as_ref());
    if let Some(leads) = tx.leads_of(object).await? {
        habits.leads = leads;
    }
    let own = tx.own_reminders(object).await?;
    Ok(Plan { habits, own, cards: tx.cards_ahead(object).await? })
}

/// Has a meeting the reminders that it should have, and its dates the cards that they should have by now; what is due already
/// stays where it still is about the same.
///
/// # Errors
///
/// The store's.
pub async fn set_reminders(
    tx: &mut Tx,
    stored: &StoredObject,
    defaults: &Defaults,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let plan = plan_of(tx, &stored.id, defaults).await?;
    let wanted: BTreeSet<Reminder> = reminders(&stored.object, &plan, now).into_iter().collect();
    let mut missing: BTreeSet<&Reminder> = wanted.iter().filter(|one| one.at > now).collect();
    for known in tx.list_reminders(&stored.id).await? {
        let due = known.at <= now && known.kind == OVER;
        if !missing.remove(&known) && !wanted.contains(&known) && !due && known.kind != SNOOZED {
            tx.drop_reminder(&stored.id, &known).await?;
        }
    }
    let missing: Vec<Reminder> = missing.into_iter().cloned().collect();
    tx.add_reminders(&stored.id, &missing).await?;
    if plan.cards.is_empty() || !stored.object.is_recurring() {
        return Ok(());
    }
    tx.add_date_cards(&stored.id, now).await
}

/// All reminders of the date that a meeting's card shows, and of those after it that are in sight; those whose time is over
/// are among them.
pub fn reminders(object: &Object, plan: &Plan, now: DateTime<Utc>) -> Vec<Reminder> {
    let zone = plan.habits.zone;
    let (_, meeting) = object.shown_meeting(now, zone);
    if meeting.status == Status::Cancelled {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (nth, date) in dates(object, plan, now).iter().enumerate() {
        plan.add(date, &mut all);
        if nth == 0 {
            // A second late, so that it is over for sure when the card is drawn.
            add(&mut all, date, OVER, None, date.end.checked_add_signed(TimeDelta::seconds(1)));
        }
    }
    all
}

/// The date that the card shows, and those after it of which people may have to be reminded before that one is over: only
/// then the dates in sight are looked at again.
fn dates(object: &Object, plan: &Plan, now: DateTime<Utc>) -> Vec<Date> {
    let zone = plan.habits.zone;
    let mut dates: Vec<Date> = object.shown(now, zone).into_iter().collect();
    let Some(shown) = dates.first().filter(|_| object.is_recurring()) else { return dates };
    let own = plan.own.values().filter_map(|own| own.leads.longest());
    let room = plan.habits.leads.longest().into_iter().chain(plan.cards.iter().copied());
    let longest = own.chain(room).max().unwrap_or_default();
    // A night of quiet can make it earlier still.
    let horizon = shown.end + longest + TimeDelta::days(1);
    let later = object.next_dates(shown.start, MOST, zone).into_iter().enumerate().skip(1);
    dates.extend(
        later.take_while(|(nth, date)| *nth < AHEAD || date.start <= horizon).map(|(_, date)| date),
    );
    dates
}

impl Plan {
    fn add(&self, date: &Date, all: &mut Vec<Reminder>) {
        let habits = &self.habits;
        for lead in habits.leads.iter() {
            let at = date.start.checked_sub_signed(lead);
            add(all, date, BEFORE, None, at.map(|at| habits.quietly(at, date.start)));
        }
        let disturbs = habits.quiet.and_then(|quiet| quiet.around(date.start, habits.zone));
        if habits.starting && disturbs.is_none() {
            add(all, date, START, None, Some(date.start));
        }
        for ahead in &self.cards {
            if date.instance != InstanceId::Whole {
                add(all, date, CARD, None, date.start.checked_sub_signed(*ahead));
            }
        }
        for (person, own) in &self.own {
            for lead in own.leads.iter() {
                add(all, date, BEFORE, Some(person), date.start.checked_sub_signed(lead));
            }
        }
    }
}

fn add(
    all: &mut Vec<Reminder>,
    date: &Date,
    kind: &str,
    person: Option<&PersonId>,
    at: Option<DateTime<Utc>>,
) {
    let (instance, kind) = (date.instance.clone(), kind.to_owned());
    all.extend(at.map(|at| Reminder { instance, kind, person: person.cloned(), at }));
}

impl Habits {
    /// When a reminder comes that would come at `at`, of something that begins at `start`: at the end of the quiet hours
    /// that it would fall into, or, where that is too late, when they begin.
    fn quietly(&self, at: DateTime<Utc>, start: DateTime<Utc>) -> DateTime<Utc> {
        match self.quiet.and_then(|quiet| quiet.around(at, self.zone)) {
            Some((_, end)) if end < start => end,
            Some((begin, _)) => begin,
            None => at,
        }
    }
}
