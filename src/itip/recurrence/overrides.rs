//! The components that say something else for one occurrence, or for one and all later (RFC 5545 §3.8.4.4).

use chrono::NaiveDateTime;

use super::form::Form;
use crate::{
    ical::{Component, Zones},
    itip::{Status, fields},
    model::CalTime,
};

/// The overrides of an object, by their keys, one for each.
#[derive(Debug)]
pub(super) struct Overrides<'c>(Vec<Override<'c>>);

/// A component with a RECURRENCE-ID.
#[derive(Debug)]
pub(super) struct Override<'c> {
    pub(super) key: NaiveDateTime,
    /// Whether it counts for all later ones as well.
    pub(super) is_range: bool,
    pub(super) component: &'c Component,
}

impl<'c> Overrides<'c> {
    pub(super) fn of(calendar: &'c Component, form: &Form, zones: &Zones<'_>) -> Self {
        let of = |component: &'c Component| {
            let id = component.recurrence_id()?;
            let key = form.key(&id, zones);
            Some(Override { key, is_range: component.is_this_and_future(), component })
        };
        let mut all: Vec<_> = fields::scheduled(calendar).filter_map(of).collect();
        // Of two for one occurrence the newer counts, or the later in the text.
        all.sort_by_key(|one| (one.key, std::cmp::Reverse(fields::sequence(one.component))));
        all.dedup_by_key(|one| one.key);
        Self(all)
    }

    pub(super) fn has(&self, key: NaiveDateTime) -> bool {
        self.0.binary_search_by_key(&key, |one| one.key).is_ok()
    }

    /// The keys from one to another, both included.
    pub(super) fn keys(
        &self,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> impl Iterator<Item = NaiveDateTime> {
        self.0.iter().map(|one| one.key).filter(move |key| (from..=to).contains(key))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Override<'c>> {
        self.0.iter()
    }

    pub(super) fn ranges(&self) -> impl Iterator<Item = &Override<'c>> {
        self.0.iter().filter(|one| one.is_range)
    }
}

impl Override<'_> {
    /// Whether it takes place.
    pub(super) fn takes_place(&self) -> bool {
        fields::status(self.component) != Status::Cancelled
    }

    /// When it is; where it does not say, when the rule has it.
    pub(super) fn start(&self, form: &Form) -> CalTime {
        let start = self.component.start().or_else(|| self.component.time("DUE"));
        start.unwrap_or_else(|| form.time(self.key))
    }
}
