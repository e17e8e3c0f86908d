//! Lists of meetings.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    StoreError, Tx,
    row::{Place, micros},
};
use crate::{
    itip::Status,
    model::{InstanceId, ObjectId, Partstat, PersonId, RoomRef},
};

/// A meeting in a list: one occurrence of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The meeting.
    pub object: ObjectId,
    /// Which of its instances.
    pub instance: InstanceId,
    /// The number people call it by.
    pub number: i64,
    /// Its title, on that day.
    pub summary: String,
    /// The title of the whole, which is another where a date has its own.
    pub series: String,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// The first of its days and the one after the last, where it is whole days.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Whether it takes place.
    pub status: Status,
    /// How many come.
    pub going: i64,
    /// How many may come.
    pub maybe: i64,
    /// How many do not come.
    pub declined: i64,
    /// How many have not answered.
    pub waiting: i64,
}

/// A meeting in a person's own list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// The meeting.
    pub listed: Listed,
    /// What they answered.
    pub partstat: Partstat,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: String,
    instance: String,
    number: i64,
    summary: String,
    series: String,
    starts_at: i64,
    ends_at: i64,
    days: Option<String>,
    status: String,
    going: i64,
    maybe: i64,
    declined: i64,
    waiting: i64,
}

#[derive(sqlx::FromRow)]
struct MineRow {
    #[sqlx(flatten)]
    listed: ListedRow,
    mine: String,
}

impl TryFrom<ListedRow> for Listed {
    type Error = StoreError;

    fn try_from(row: ListedRow) -> Result<Self, StoreError> {
        let place = Place { table: "occurrence", id: &row.id };
        Ok(Self {
            instance: place.instance(&row.instance)?,
            number: row.number,
            summary: row.summary,
            series: row.series,
            starts_at: place.time("starts_at", row.starts_at)?,
            ends_at: place.time("ends_at", row.ends_at)?,
            days: row.days.as_deref().map(|days| whole_days(place, days)).transpose()?,
            status: place.status(&row.status)?,
            going: row.going,
            maybe: row.maybe,
            declined: row.declined,
            waiting: row.waiting,
            object: ObjectId(row.id),
        })
    }
}

fn whole_days(place: Place<'_>, days: &str) -> Result<(NaiveDate, NaiveDate), StoreError> {
    let (first, after) = days.split_once('/').ok_or_else(|| place.bad("days"))?;
    Ok((place.parse("days", first)?, place.parse("days", after)?))
}

impl TryFrom<MineRow> for Mine {
    type Error = StoreError;

    fn try_from(row: MineRow) -> Result<Self, StoreError> {
        let partstat =
            Place { table: "attendee", id: &row.listed.id }.parse("partstat", &row.mine)?;
        Ok(Self { listed: row.listed.try_into()?, partstat })
    }
}

/// The columns of a list. An instance that says itself who takes part is counted; for all others the object has counted.
macro_rules! listed {
    () => {
        "o.id, page.instance, o.number, coalesce(this.summary, o.summary) AS summary, o.summary AS series, page.starts_at, page.ends_at,
            coalesce(this.days, o.days) AS days, o.status,
            CASE coalesce(this.roster, '') WHEN '' THEN o.going
                ELSE count(*) FILTER (WHERE own.partstat = 'ACCEPTED') END AS going,
            CASE coalesce(this.roster, '') WHEN '' THEN o.maybe
                ELSE count(*) FILTER (WHERE own.partstat = 'TENTATIVE') END AS maybe,
            CASE coalesce(this.roster, '') WHEN '' THEN o.declined
                ELSE count(*) FILTER (WHERE own.partstat = 'DECLINED') END AS declined,
            CASE coalesce(this.roster, '') WHEN '' THEN o.waiting
                ELSE count(*) FILTER (WHERE own.partstat = 'NEEDS-ACTION') END AS waiting
        FROM page JOIN object o ON o.id = page.object_id
        LEFT JOIN occurrence this ON this.object_id = page.object_id AND this.instance = page.instance
        LEFT JOIN attendee own ON this.roster <> '' AND own.object_id = page.object_id
            AND own.instance = this.roster AND own.partstat IS NOT NULL
        GROUP BY page.instance, page.starts_at, page.ends_at, this.roster, this.summary, this.days, o.id, o.number,
            o.summary, o.days, o.status, o.going, o.maybe, o.declined, o.waiting"
    };
}

/// How far back an occurrence that is not long can have started and still run, in microseconds: a day.
pub(super) const LONG: i64 = 86_400_000_000;

impl Tx {
    /// The meetings of a room that run between two instants, by their start. Cancelled ones are among them.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_in_room(
        &mut self,
        room: &RoomRef,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Listed>, StoreError> {
        let (network, from, to) = (room.network.as_str(), micros(from), micros(to));
        let rows = all!(
            self,
            ListedRow,
            IN_ROOM,
            network,
            &room.id,
            from,
            to,
            from.saturating_sub(LONG),
            limit
        )?;
        rows.into_iter().map(Listed::try_from).collect()
    }

    /// The meetings that a person is invited to and that are not over at `from`, by their start, with what they answered.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_mine(
        &mut self,
        person: &PersonId,
        from: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Mine>, StoreError> {
        let rows = all!(self, MineRow, MINE, &person.0, micros(from), limit)?;
        rows.into_iter().map(Mine::try_from).collect()
    }

    /// The meetings of a room whose title has `text` in it, in any case: those to come by their start, or, where there is
    /// none, those that are over, the latest first. Of a series it is one occurrence, the nearest.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_by_title(
        &mut self,
        room: &RoomRef,
        text: &str,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Listed>, StoreError> {
        let (network, id, now) = (room.network.as_str(), room.id.as_str(), micros(now));
        let (like, since) = (pattern(text), now.saturating_sub(LONG));
        let like = like.as_str();
        let mut rows = all!(self, ListedRow, TITLED_TO_COME, network, id, like, now, limit, since)?;
        if rows.is_empty() {
            rows = all!(self, ListedRow, TITLED_OVER, network, id, like, now, limit)?;
        }
        rows.into_iter().map(Listed::try_from).collect()
    }
}

// Two walks, because one index cannot answer "begins before, ends after": what is short lies within a day of the
// window, and what is long is rare.
pub(super) const IN_ROOM: &str = concat!(
    "WITH page AS (
        SELECT object_id, instance, starts_at, ends_at FROM room_occurrence
        WHERE network = $1 AND room = $2 AND long = FALSE AND starts_at >= $5 AND starts_at < $4 AND ends_at > $3
        UNION ALL
        SELECT object_id, instance, starts_at, ends_at FROM room_occurrence
        WHERE network = $1 AND room = $2 AND long = TRUE AND starts_at < $4 AND ends_at > $3
        ORDER BY starts_at, object_id LIMIT $6)
    SELECT ",
    listed!(),
    " ORDER BY page.starts_at, o.number"
);

pub(super) const MINE: &str = concat!(
    "WITH page AS (
        SELECT c.object_id, c.instance, c.starts_at, c.ends_at,
            min(m.partstat) AS mine
        FROM address known
        JOIN attendee m ON m.address_key = known.address_key AND m.partstat IS NOT NULL
        JOIN occurrence c ON c.object_id = m.object_id AND c.roster = m.instance
        WHERE known.person_id = $1 AND m.until > $2 AND c.ends_at > $2
        GROUP BY c.object_id, c.instance, c.starts_at, c.ends_at
        ORDER BY c.starts_at, c.object_id LIMIT $3)
    SELECT page.mine, ",
    listed!(),
    ", page.mine ORDER BY page.starts_at, o.number"
);

/// Of a series only the nearest occurrence: none other of the card is on the same side of the present and nearer to it.
macro_rules! nearer {
    ($side:literal, $order:literal) => {
        concat!(
            " AND NOT EXISTS (SELECT 1 FROM room_occurrence other WHERE other.card_id = c.card_id AND other.ends_at ",
            $side,
            " AND other.starts_at ",
            $order,
            " c.starts_at)"
        )
    };
}

macro_rules! titled {
    ($where:literal, $nearest:expr) => {
        concat!(
            "SELECT c.object_id AS object_id, c.instance, c.starts_at AS starts_at, c.ends_at
            FROM room_occurrence c JOIN object named ON named.id = c.object_id
            WHERE c.network = $1 AND c.room = $2 AND (
                named.summary_key LIKE $3 ESCAPE '\\' OR EXISTS (
                    SELECT 1 FROM occurrence own WHERE own.object_id = c.object_id AND own.instance = c.instance
                        AND lower(own.summary) LIKE $3 ESCAPE '\\')) AND ",
            $where,
            $nearest
        )
    };
}

pub(super) const TITLED_TO_COME: &str = concat!(
    "WITH page AS (",
    titled!("c.long = FALSE AND c.starts_at >= $6 AND c.ends_at > $4", nearer!("> $4", "<")),
    " UNION ALL ",
    titled!("c.long = TRUE AND c.ends_at > $4", nearer!("> $4", "<")),
    " ORDER BY starts_at, object_id LIMIT $5)
    SELECT ",
    listed!(),
    " ORDER BY page.starts_at, o.number"
);

pub(super) const TITLED_OVER: &str = concat!(
    "WITH page AS (",
    titled!("c.long = FALSE AND c.starts_at < $4 AND c.ends_at <= $4", nearer!("<= $4", ">")),
    " UNION ALL ",
    titled!("c.long = TRUE AND c.starts_at < $4 AND c.ends_at <= $4", nearer!("<= $4", ">")),
    " ORDER BY starts_at DESC, object_id DESC LIMIT $5)
    SELECT ",
    listed!(),
    " ORDER BY page.starts_at DESC, o.number DESC"
);

/// A LIKE pattern for "contains", over titles that are stored in lower case.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
