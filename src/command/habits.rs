//! When people are reminded of a meeting: as its room has it, unless it was said of the meeting, or somebody wants it
//! otherwise for themselves.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Defaults;
use crate::{
    itip::{Date, Object, Status},
    model::{CalTime, InstanceId, Leads, ObjectId, PersonId, Quiet, instant, morning},
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

/// Stands for reminders that came before the quiet hours in which they would have come, and goes on with how long before the
/// start that was.
///
/// It is due at the start, when nothing is said any more.
pub const TOLD: &str = "told";

/// How many dates of a series have their reminders set ahead, however short the time before each is.
const AHEAD: usize = 10;

/// How many dates have them at most.
const MOST: usize = 300;

/// How long after the end of a date it is over for sure.
const LATER: TimeDelta = TimeDelta::seconds(1);

/// How many dates that were over while the bot was away have their turns.
const CAUGHT_UP: usize = 100;

/// Dates longer ago than this have none.
const LONG_AGO: TimeDelta = TimeDelta::days(100);

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
    /// How long before each date of a series its rooms want a card for it; known where reminders are set.
    pub cards: Vec<TimeDelta>,
    /// What people were reminded of before the quiet hours began.
    pub told: BTreeSet<Reminder>,
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
    Ok(Plan { habits, own, cards: Vec::new(), told: BTreeSet::new() })
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
    let known = tx.list_reminders(&stored.id).await?;
    // Until it is seen to that a date is over, what was due since then is still to come.
    let over = known.iter().filter(|one| one.kind == OVER).map(|one| one.at - LATER - LATER);
    let as_of = over.min().map_or(now, |over| over.min(now));
    let plan = plan_of(tx, &stored.id, defaults).await?;
    let set = Set { known, as_of, after: now, rolls: None };
    set.set(tx, stored, plan, now).await
}

/// The same once a date of a series is over, at `over`: the meeting is as it was, so all that is due stays.
///
/// Where that is noticed late, the next date may be over too; its turn comes as if it had been noticed in time.
///
/// # Errors
///
/// The store's.
pub async fn roll_reminders(
    tx: &mut Tx,
    stored: &StoredObject,
    defaults: &Defaults,
    over: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let plan = plan_of(tx, &stored.id, defaults).await?;
    let as_of = caught_up(&stored.object, plan.habits.zone, over, now);
    let known = tx.list_reminders(&stored.id).await?;
    let set = Set { known, as_of, after: as_of, rolls: Some(over) };
    set.set(tx, stored, plan, now).await
}

/// From when on the dates of a series that are over by now have their turns: from the last one on, unless there were too many.
fn caught_up(object: &Object, zone: Tz, over: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let from = over.max(now - LONG_AGO);
    let gone = |dates: &[Date]| dates.get(CAUGHT_UP).is_some_and(|date| date.end <= now);
    let many = from + LATER < now && gone(&object.next_dates(from, CAUGHT_UP + 1, zone));
    if many { now } else { from }
}

/// How the reminders of a meeting become those that it should have.
struct Set {
    known: Vec<Reminder>,
    /// At which instant they should be there.
    as_of: DateTime<Utc>,
    /// Those that would have come before are not added.
    after: DateTime<Utc>,
    /// When a date was over, where nothing else has changed.
    rolls: Option<DateTime<Utc>>,
}

impl Set {
    async fn set(
        self,
        tx: &mut Tx,
        stored: &StoredObject,
        mut plan: Plan,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if stored.object.is_recurring() {
            plan.cards = tx.cards_ahead(&stored.id).await?;
        }
        plan.told = self.known.iter().filter(|one| one.kind.starts_with(TOLD)).cloned().collect();
        let wanted: BTreeSet<Reminder> =
            reminders(&stored.object, &plan, self.as_of).into_iter().collect();
        let had = self.had(&stored.object, &plan);
        let comes = |one: &&Reminder| one.at > now || !had.contains(&of_what(one));
        let mut missing: BTreeSet<&Reminder> =
            wanted.iter().filter(|one| one.at > self.after).filter(comes).collect();
        for known in &self.known {
            if !missing.remove(known) && !wanted.contains(known) && !self.stays(known, now) {
                tx.drop_reminder(&stored.id, known).await?;
            }
        }
        let missing: Vec<Reminder> = missing.into_iter().cloned().collect();
        tx.add_reminders(&stored.id, &missing).await?;
        if plan.cards.is_empty() { Ok(()) } else { tx.add_date_cards(&stored.id, now).await }
    }

    /// Of what people were to be reminded while the date was on that is over: what of it was due is taken already where it
    /// is not known any more, and must not come twice.
    fn had(&self, object: &Object, plan: &Plan) -> BTreeSet<OfWhat> {
        let before = self.rolls.map(|over| reminders(object, plan, over - LATER - LATER));
        before.iter().flatten().map(of_what).collect()
    }

    /// Whether one stays that would not be set any more.
    fn stays(&self, known: &Reminder, now: DateTime<Utc>) -> bool {
        let due = match self.rolls {
            Some(_) => known.at <= now,
            None => known.at <= self.after && known.kind == OVER,
        };
        due || known.kind == SNOOZED
    }
}

/// Which date, in which way, and whom alone.
type OfWhat = (InstanceId, String, Option<PersonId>);

fn of_what(reminder: &Reminder) -> OfWhat {
    (reminder.instance.clone(), reminder.kind.clone(), reminder.person.clone())
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
        plan.add(date, now, &mut all);
        if nth == 0 {
            // Late, so that it is over for sure when the card is drawn.
            add(&mut all, date, OVER, None, date.end.checked_add_signed(LATER));
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
    fn add(&self, date: &Date, now: DateTime<Utc>, all: &mut Vec<Reminder>) {
        let habits = &self.habits;
        for ahead in &self.cards {
            if date.instance != InstanceId::Whole {
                add(all, date, CARD, None, date.start.checked_sub_signed(*ahead));
            }
        }
        if let CalTime::Date(first) = date.span.start {
            return self.add_mornings(date, first, all);
        }
        for lead in habits.leads.iter() {
            let Some(at) = date.start.checked_sub_signed(lead) else { continue };
            match habits.quietly(at, date.start) {
                Quietly::At(at) => add(all, date, BEFORE, None, Some(at)),
                Quietly::Early(early) => self.add_early(date, (early, at), now, all),
            }
        }
        let disturbs = habits.quiet.and_then(|quiet| quiet.around(date.start, habits.zone));
        if habits.starting && disturbs.is_none() {
            add(all, date, START, None, Some(date.start));
        }
        for (person, own) in &self.own {
            for lead in own.leads.iter() {
                add(all, date, BEFORE, Some(person), date.start.checked_sub_signed(lead));
            }
        }
    }

    /// The reminders of whole days. That the first begins is said in its morning too, where that is no reminder already.
    fn add_mornings(&self, date: &Date, first: NaiveDate, all: &mut Vec<Reminder>) {
        let habits = &self.habits;
        let at = |days| {
            let day = first.checked_sub_signed(TimeDelta::try_days(days)?)?;
            instant(day.and_time(morning()), habits.zone)
        };
        let starting = habits.starting.then_some(0);
        let days: BTreeSet<i64> = habits.leads.days().chain(starting).collect();
        for at in days.into_iter().filter_map(at) {
            match habits.quietly(at, date.end) {
                Quietly::At(at) | Quietly::Early(at) => add(all, date, BEFORE, None, Some(at)),
            }
        }
        for (person, own) in &self.own {
            for days in own.leads.days() {
                add(all, date, BEFORE, Some(person), at(days));
            }
        }
    }

    /// A reminder that comes when the quiet hours begin. Whoever makes a meeting in them that begins in them wants to be
    /// reminded of it all the same, at its time; who was reminded already does not.
    fn add_early(
        &self,
        date: &Date,
        (early, at): (DateTime<Utc>, DateTime<Utc>),
        now: DateTime<Utc>,
        all: &mut Vec<Reminder>,
    ) {
        let kind = format!("{TOLD} {}", self.habits.leads);
        let (instance, person) = (date.instance.clone(), None);
        let told = Reminder { instance, kind, person, at: date.start };
        if early <= now && !self.told.contains(&told) {
            return add(all, date, BEFORE, None, Some(at));
        }
        add(all, date, BEFORE, None, Some(early));
        all.push(told);
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

/// When a reminder comes that shall disturb nobody in the quiet hours.
enum Quietly {
    /// At this time, at which nobody minds.
    At(DateTime<Utc>),
    /// When the quiet hours begin that it would fall into, since their end is too late.
    Early(DateTime<Utc>),
}

impl Habits {
    /// When a reminder comes that would come at `at`, of something that begins at `start`.
    fn quietly(&self, at: DateTime<Utc>, start: DateTime<Utc>) -> Quietly {
        match self.quiet.and_then(|quiet| quiet.around(at, self.zone)) {
            Some((_, end)) if end < start => Quietly::At(end),
            Some((begin, _)) => Quietly::Early(begin),
            None => Quietly::At(at),
        }
    }
}
