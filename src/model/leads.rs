//! How long before a meeting people are reminded of it.

use std::{fmt, str::FromStr};

use chrono::{NaiveTime, TimeDelta};

/// How long before its start people are reminded of a meeting: whole minutes, the longest first and each once. None for not
/// at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leads(Vec<i64>);

impl Leads {
    /// The longest time before a meeting, in minutes: four weeks.
    pub const LONGEST: i64 = 28 * 24 * 60;

    /// How many there are at most.
    pub const MOST: usize = 5;

    /// Takes some lengths; `None` where one is less than a minute or longer than four weeks, and where there are too many.
    pub fn new(leads: impl IntoIterator<Item = TimeDelta>) -> Option<Self> {
        let mut minutes: Vec<i64> = leads.into_iter().map(|lead| lead.num_minutes()).collect();
        minutes.sort_unstable_by(|one, other| other.cmp(one));
        minutes.dedup();
        let fits = minutes.iter().all(|lead| (1..=Self::LONGEST).contains(lead));
        (fits && minutes.len() <= Self::MOST).then_some(Self(minutes))
    }

    /// The lengths, the longest first.
    pub fn iter(&self) -> impl Iterator<Item = TimeDelta> {
        self.0.iter().copied().map(TimeDelta::minutes)
    }

    /// The same of something that takes whole days: on the mornings of how many days before its first, the earliest first.
    /// What is shorter than a day is the morning of the first day itself, for midnight is when nobody wants to hear of it.
    pub fn days(&self) -> impl Iterator<Item = i64> {
        let mut days: Vec<i64> = self.0.iter().map(|minutes| minutes / (24 * 60)).collect();
        days.dedup();
        days.into_iter()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The longest of them.
    pub fn longest(&self) -> Option<TimeDelta> {
        self.iter().next()
    }
}

/// When people are reminded of what takes a whole day.
pub fn morning() -> NaiveTime {
    NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default()
}

/// As it is stored: `1440,15`.
impl fmt::Display for Leads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&minutes.join(","))
    }
}

/// What is stored as the reminders of something, and is none.
#[derive(Debug, thiserror::Error)]
#[error("not a list of minutes")]
pub struct NoLeads;

impl FromStr for Leads {
    type Err = NoLeads;

    fn from_str(text: &str) -> Result<Self, NoLeads> {
        let parts = text.split(',').filter(|part| !part.is_empty());
        let minutes: Result<Vec<i64>, _> = parts.map(str::parse).collect();
        let minutes = minutes.map_err(|_| NoLeads)?;
        let lengths: Option<Vec<_>> = minutes.into_iter().map(TimeDelta::try_minutes).collect();
        Self::new(lengths.ok_or(NoLeads)?).ok_or(NoLeads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_kept_in_order_and_come_back() {
        for (minutes, kept) in [
            (vec![], Some("")),
            (vec![15, 1440, 15], Some("1440,15")),
            (vec![0], None),
            (vec![40_321], None),
        ] {
            let leads = Leads::new(minutes.into_iter().map(TimeDelta::minutes));
            assert_eq!(leads.as_ref().map(ToString::to_string).as_deref(), kept);
            if let Some(leads) = leads {
                assert_eq!(leads.to_string().parse::<Leads>().ok(), Some(leads));
            }
        }
        let leads = Leads::new([1500, 1440, 60, 15].map(TimeDelta::minutes));
        assert_eq!(leads.map(|leads| leads.days().collect()), Some(vec![1, 0]));
        assert!("15,x".parse::<Leads>().is_err());
        assert!(Leads::new((1..=6).map(TimeDelta::minutes)).is_none());
    }
}
