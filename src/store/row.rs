//! How single values stand in columns.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::StoreError;
use crate::{
    itip::Status,
    model::{CalTime, InstanceId},
};

/// Microseconds since 1970.
pub(super) const fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// A row that is being read: errors name it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) table: &'static str,
    pub(super) id: &'a str,
}

impl Place<'_> {
    pub(super) fn bad(self, column: &'static str) -> StoreError {
        StoreError::Inconsistency { table: self.table, column, id: self.id.to_owned() }
    }

    pub(super) fn time(
        self,
        column: &'static str,
        micros: i64,
    ) -> Result<DateTime<Utc>, StoreError> {
        DateTime::from_timestamp_micros(micros).ok_or_else(|| self.bad(column))
    }

    pub(super) fn instance(self, key: &str) -> Result<InstanceId, StoreError> {
        instance(key).ok_or_else(|| self.bad("instance"))
    }

    pub(super) fn status(self, text: &str) -> Result<Status, StoreError> {
        [Status::Tentative, Status::Confirmed, Status::Cancelled]
            .into_iter()
            .find(|status| status_str(*status) == text)
            .ok_or_else(|| self.bad("status"))
    }

    pub(super) fn parse<T: std::str::FromStr>(
        self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        text.parse().map_err(|_| self.bad(column))
    }

    /// The same where there may be nothing.
    pub(super) fn parse_some<T: std::str::FromStr>(
        self,
        column: &'static str,
        text: Option<&str>,
    ) -> Result<Option<T>, StoreError> {
        text.map(|text| self.parse(column, text)).transpose()
    }
}

/// A STATUS as RFC 5545 §3.8.1.11 writes it.
pub(super) const fn status_str(status: Status) -> &'static str {
    match status {
        Status::Tentative => "TENTATIVE",
        Status::Confirmed => "CONFIRMED",
        Status::Cancelled => "CANCELLED",
    }
}

const DATE: &str = "%Y%m%d";
const TIME: &str = "%Y%m%dT%H%M%S";

/// An instance as text: empty for the whole, else its RECURRENCE-ID, with the zone before it.
pub(super) fn instance_key(instance: &InstanceId) -> String {
    match instance {
        InstanceId::Whole => String::new(),
        InstanceId::Instance(CalTime::Date(date)) => date.format(DATE).to_string(),
        InstanceId::Instance(CalTime::Floating(local)) => local.format(TIME).to_string(),
        InstanceId::Instance(CalTime::Utc(local)) => format!("{}Z", local.format(TIME)),
        InstanceId::Instance(CalTime::Zoned { local, tzid }) => {
            format!("{tzid}:{}", local.format(TIME))
        }
    }
}

fn instance(key: &str) -> Option<InstanceId> {
    if key.is_empty() {
        return Some(InstanceId::Whole);
    }
    let time = if let Some((tzid, local)) = key.rsplit_once(':') {
        CalTime::Zoned { local: time(local)?, tzid: tzid.to_owned() }
    } else if let Some(local) = key.strip_suffix('Z') {
        CalTime::Utc(time(local)?)
    } else if key.contains('T') {
        CalTime::Floating(time(key)?)
    } else {
        CalTime::Date(NaiveDate::parse_from_str(key, DATE).ok()?)
    };
    Some(InstanceId::Instance(time))
}

fn time(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, TIME).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_instance_comes_back() {
        let local = NaiveDate::from_ymd_opt(2026, 12, 4).unwrap().and_hms_opt(15, 0, 1).unwrap();
        for (instance_id, key) in [
            (InstanceId::Whole, ""),
            (InstanceId::Instance(CalTime::Date(local.date())), "20261204"),
            (InstanceId::Instance(CalTime::Floating(local)), "20261204T150001"),
            (InstanceId::Instance(CalTime::Utc(local)), "20261204T150001Z"),
            (
                InstanceId::Instance(CalTime::Zoned { local, tzid: "A:B/TZ".to_owned() }),
                "A:B/TZ:20261204T150001",
            ),
            (
                InstanceId::Instance(CalTime::Zoned { local, tzid: String::new() }),
                ":20261204T150001",
            ),
        ] {
            assert_eq!(instance_key(&instance_id), key);
            assert_eq!(instance(key), Some(instance_id));
        }
    }

    #[test]
    fn what_is_no_instance_is_refused() {
        for key in ["x", "2026120", "20261304", "Europe/Berlin:", "20261204T1500"] {
            assert_eq!(instance(key), None, "{key}");
        }
    }
}
