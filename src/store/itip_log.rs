//! Every iTIP message in and out, with what came of it: the audit trail is the protocol.

use chrono::{DateTime, Utc};

use super::{
    StoreError, Tx,
    row::{Place, micros},
};
use crate::model::{CalAddress, Uid};

/// A message that came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// The calendar object it is about.
    pub uid: Uid,
    /// Whether it came or went.
    pub direction: Direction,
    /// Its METHOD.
    pub method: String,
    /// Who sent it.
    pub sender: CalAddress,
    /// Whom it was sent to.
    pub recipients: Vec<CalAddress>,
    /// Its SEQUENCE.
    pub sequence: i64,
    /// Its DTSTAMP, where it has one.
    pub stamp: Option<DateTime<Utc>>,
    /// What came of it.
    pub result: LogResult,
    /// The message itself, where it is to be kept.
    pub text: Option<String>,
}

/// Whether a message came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It came.
    In,
    /// It went.
    Out,
}

impl Direction {
    const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogResult {
    /// It was taken, with this outcome.
    Outcome(String),
    /// It was refused, by this name.
    Refusal(String),
}

#[derive(sqlx::FromRow)]
struct LogRow {
    id: i64,
    at: i64,
    uid: String,
    direction: String,
    method: String,
    sender: String,
    recipients: String,
    sequence: i64,
    stamp: Option<i64>,
    outcome: Option<String>,
    refusal: Option<String>,
    text: Option<String>,
}

impl TryFrom<LogRow> for LogEntry {
    type Error = StoreError;

    fn try_from(row: LogRow) -> Result<Self, StoreError> {
        let id = row.id.to_string();
        let place = Place { table: "itip_log", id: &id };
        Ok(Self {
            at: place.time("at", row.at)?,
            uid: Uid(row.uid),
            direction: match row.direction.as_str() {
                "in" => Direction::In,
                "out" => Direction::Out,
                _ => return Err(place.bad("direction")),
            },
            method: row.method,
            sender: CalAddress::new(row.sender),
            recipients: recipients(&row.recipients).ok_or_else(|| place.bad("recipients"))?,
            sequence: row.sequence,
            stamp: row.stamp.map(|stamp| place.time("stamp", stamp)).transpose()?,
            result: match (row.outcome, row.refusal) {
                (Some(outcome), None) => LogResult::Outcome(outcome),
                (None, Some(refusal)) => LogResult::Refusal(refusal),
                _ => return Err(place.bad("outcome")),
            },
            text: row.text,
        })
    }
}

/// Recipients stand in one column, as a JSON array of addresses.
pub(super) fn recipients(json: &str) -> Option<Vec<CalAddress>> {
    let written: Vec<String> = serde_json::from_str(json).ok()?;
    Some(written.into_iter().map(CalAddress::new).collect())
}

pub(super) fn recipients_json(recipients: &[CalAddress]) -> String {
    let written: serde_json::Value = recipients.iter().map(CalAddress::as_str).collect();
    written.to_string()
}

pub(super) const LOG_OF: &str =
    "SELECT id, at, uid, direction, method, sender, recipients, sequence, stamp, outcome,
            refusal, text FROM itip_log WHERE uid = $1 ORDER BY id";

impl Tx {
    /// Adds a message to the log.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn log(&mut self, entry: &LogEntry) -> Result<(), StoreError> {
        const SQL: &str = "
            INSERT INTO itip_log (at, uid, direction, method, sender, sender_key, recipients, sequence, stamp,
                outcome, refusal, text)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        let (outcome, refusal) = match &entry.result {
            LogResult::Outcome(outcome) => (Some(outcome), None),
            LogResult::Refusal(refusal) => (None, Some(refusal)),
        };
        let recipients = recipients_json(&entry.recipients);
        execute!(
            self,
            SQL,
            micros(entry.at),
            &entry.uid.0,
            entry.direction.as_str(),
            &entry.method,
            entry.sender.as_str(),
            entry.sender.key(),
            recipients.as_str(),
            entry.sequence,
            entry.stamp.map(micros),
            outcome,
            refusal,
            &entry.text,
        )
        .map(drop)
    }

    /// What the log has about a calendar object, in the order it happened.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn log_of(&mut self, uid: &Uid) -> Result<Vec<LogEntry>, StoreError> {
        all!(self, LogRow, LOG_OF, &uid.0)?.into_iter().map(LogEntry::try_from).collect()
    }
}
