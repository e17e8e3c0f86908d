//! Which occurrences of an object something is about.

use crate::{
    ical::{Component, Property},
    model::{CalTime, InstanceId},
};

/// Which occurrences of an object something is about (RFC 5545 §3.8.4.4, §3.2.13).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The object as a whole: the only occurrence, or the whole series.
    Whole,
    /// One occurrence, by its RECURRENCE-ID.
    This(CalTime),
    /// One occurrence and all later ones (RANGE=THISANDFUTURE).
    ThisAndFuture(CalTime),
}

impl Scope {
    /// What a component is about, by its own RECURRENCE-ID.
    pub fn of(component: &Component) -> Self {
        match component.recurrence_id() {
            None => Self::Whole,
            Some(id) if component.is_this_and_future() => Self::ThisAndFuture(id),
            Some(id) => Self::This(id),
        }
    }

    /// What it is remembered by: a range by its first occurrence.
    pub fn instance(&self) -> InstanceId {
        self.id().map_or(InstanceId::Whole, |id| InstanceId::Instance(id.clone()))
    }

    /// The RECURRENCE-ID; none for the whole.
    pub const fn id(&self) -> Option<&CalTime> {
        match self {
            Self::Whole => None,
            Self::This(id) | Self::ThisAndFuture(id) => Some(id),
        }
    }

    /// The same with another writing of its RECURRENCE-ID.
    #[must_use]
    pub fn with_id(&self, id: CalTime) -> Self {
        match self {
            Self::Whole => Self::Whole,
            Self::This(_) => Self::This(id),
            Self::ThisAndFuture(_) => Self::ThisAndFuture(id),
        }
    }

    /// The RECURRENCE-ID property; none for the whole.
    pub fn property(&self) -> Option<Property> {
        match self {
            Self::Whole => None,
            Self::This(id) => Some(Property::new_time("RECURRENCE-ID", id)),
            Self::ThisAndFuture(id) => {
                Some(Property::new_time("RECURRENCE-ID", id).with("RANGE", "THISANDFUTURE"))
            }
        }
    }
}

impl From<InstanceId> for Scope {
    fn from(instance: InstanceId) -> Self {
        match instance {
            InstanceId::Whole => Self::Whole,
            InstanceId::Instance(id) => Self::This(id),
        }
    }
}
