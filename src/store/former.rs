//! Meetings as they were before something was done to them.

use chrono::{DateTime, Utc};

use super::{
    StoreError, Tx,
    row::{Place, instance_key, micros},
    text,
};
use crate::{
    ical::Component,
    itip::Taken,
    model::{InstanceId, ObjectId, PersonId},
};

/// The last step of a person on a meeting, and what the meeting was before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastStep {
    /// Whose it is.
    pub person: PersonId,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// The meeting before it; `None` where the step made it.
    pub before: Option<Component>,
}

/// Why dates were taken out of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenBy {
    /// All of them up to a day.
    Pause,
    /// By themselves.
    Skip,
}

impl TakenBy {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Skip => "skip",
        }
    }
}

#[derive(sqlx::FromRow)]
struct StepRow {
    person_id: String,
    at: i64,
    calendar: String,
}

/// Dates that were taken out of a series, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTaken {
    /// Our id of it.
    pub id: String,
    /// Why they were.
    pub by: TakenBy,
    /// When they were.
    pub at: DateTime<Utc>,
    /// Which, and what the series was before.
    pub taken: Taken,
}

#[derive(sqlx::FromRow)]
struct TakenRow {
    id: String,
    kind: String,
    at: i64,
    dates: String,
    calendar: String,
}

pub(super) const STEP: &str =
    "SELECT person_id, at, calendar FROM former WHERE object_id = $1 AND kind = 'step'";
pub(super) const TAKEN: &str = "SELECT id, kind, at, dates, calendar FROM former
            WHERE object_id = $1 AND kind <> 'step' ORDER BY at DESC, id";
const ADD: &str = "INSERT INTO former (id, object_id, kind, at, until, person_id, dates, calendar)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

impl Tx {
    /// Keeps what a person did last to a meeting, instead of what anybody did before.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_step(
        &mut self,
        object: &ObjectId,
        step: &LastStep,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.drop_step(object).await?;
        let calendar = step.before.as_ref().map(text::write_calendar).unwrap_or_default();
        let (at, until, person) = (micros(step.at), micros(until), Some(&step.person.0));
        // There is never more than one.
        let id = format!("{}/step", object.0);
        execute!(self, ADD, id, &object.0, "step", at, until, person, "", calendar).map(drop)
    }

    /// Forgets what anybody did last to a meeting, because something else was done to it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn drop_step(&mut self, id: &ObjectId) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM former WHERE object_id = $1 AND kind = 'step'";
        execute!(self, SQL, &id.0).map(drop)
    }

    /// What was done last to a meeting.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn last_step(&mut self, id: &ObjectId) -> Result<Option<LastStep>, StoreError> {
        let Some(row) = optional!(self, StepRow, STEP, &id.0)? else { return Ok(None) };
        let place = Place { table: "former", id: &id.0 };
        let read = |text: &str| text::read_calendar(text).ok_or_else(|| place.bad("calendar"));
        let before = Some(&*row.calendar).filter(|text| !text.is_empty()).map(read).transpose()?;
        let person = PersonId(row.person_id);
        Ok(Some(LastStep { person, at: place.time("at", row.at)?, before }))
    }

    /// Keeps that dates were taken out of a series, and what the series was before.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_taken(
        &mut self,
        object: &ObjectId,
        new: &StoredTaken,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (at, until, kind) = (micros(new.at), micros(until), new.by.as_str());
        let calendar = text::write_calendar(&new.taken.before);
        let (person, dates): (Option<String>, _) = (None, dates_text(&new.taken));
        execute!(self, ADD, &new.id, &object.0, kind, at, until, person, dates, calendar).map(drop)
    }

    /// The dates that were taken out of a series, the last that were before the others.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_taken(&mut self, object: &ObjectId) -> Result<Vec<StoredTaken>, StoreError> {
        let read = |row: TakenRow| {
            let place = Place { table: "former", id: &row.id };
            let by = [TakenBy::Pause, TakenBy::Skip].into_iter().find(|by| by.as_str() == row.kind);
            let by = by.ok_or_else(|| place.bad("kind"))?;
            let dates: Result<Vec<_>, _> =
                row.dates.lines().map(|key| place.instance(key)).collect();
            let dates = dates?.into_iter().filter_map(|instance| match instance {
                InstanceId::Instance(id) => Some(id),
                InstanceId::Whole => None,
            });
            let before = text::read_calendar(&row.calendar).ok_or_else(|| place.bad("calendar"))?;
            let taken = Taken { before, dates: dates.collect() };
            let at = place.time("at", row.at)?;
            Ok(StoredTaken { id: row.id, by, at, taken })
        };
        all!(self, TakenRow, TAKEN, &object.0)?.into_iter().map(read).collect()
    }

    /// Writes what was taken out of a series anew; of no date, it is forgotten.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn put_taken(&mut self, stored: &StoredTaken) -> Result<(), StoreError> {
        const GONE: &str = "DELETE FROM former WHERE id = $1";
        const SQL: &str = "UPDATE former SET dates = $2, calendar = $3 WHERE id = $1";
        if stored.taken.dates.is_empty() {
            return execute!(self, GONE, &stored.id).map(drop);
        }
        let calendar = text::write_calendar(&stored.taken.before);
        execute!(self, SQL, &stored.id, dates_text(&stored.taken), calendar).map(drop)
    }

    /// Changes what is kept of meetings as they were, in all of them: `forget` gives a calendar without somebody.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub(super) async fn forget_in_former(
        &mut self,
        forget: impl Fn(&Component) -> Component,
    ) -> Result<(), StoreError> {
        const ALL: &str = "SELECT id, calendar FROM former WHERE calendar <> ''";
        const LESS: &str = "UPDATE former SET calendar = $2 WHERE id = $1";
        for (id, text) in all!(self, (String, String), ALL)? {
            let bad = || Place { table: "former", id: &id }.bad("calendar");
            let calendar = text::read_calendar(&text).ok_or_else(bad)?;
            let left = forget(&calendar);
            if left != calendar {
                execute!(self, LESS, &id, text::write_calendar(&left))?;
            }
        }
        Ok(())
    }
}

/// A RECURRENCE-ID a line.
fn dates_text(taken: &Taken) -> String {
    let dates = taken.dates.iter().map(|id| instance_key(&InstanceId::Instance(id.clone())));
    dates.collect::<Vec<_>>().join("\n")
}
