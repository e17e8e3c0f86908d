//! What each attendee sees of an object: never an occurrence that they are not in (RFC 6638 §3.2.1.2, §3.2.6).
//!
//! Components are named by their places among the scheduled ones of the calendar. Who is in the same ones sees the same.

use std::collections::{HashMap, HashSet};

use super::{Scope, Series, fields, instances};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, CalTime},
};

/// Tells people apart. An address is taken in once for each way of writing it, because a series with many overrides
/// repeats its list of attendees in each.
#[derive(Debug, Default)]
pub(super) struct Register<'c> {
    written: HashMap<&'c str, usize>,
    known: HashMap<CalAddress, usize>,
}

impl<'c> Register<'c> {
    /// The number of whom a property names; the next one, for somebody new.
    pub(super) fn number(&mut self, property: &'c Property) -> usize {
        if let Some(number) = self.written.get(property.value.as_str()) {
            return *number;
        }
        let next = self.known.len();
        let number = *self.known.entry(property.address()).or_insert(next);
        self.written.insert(&property.value, number);
        number
    }

    /// The number of an address that was met.
    pub(super) fn find(&self, address: &CalAddress) -> Option<usize> {
        self.known.get(address).copied()
    }
}

/// Some of the attendees by what they see: the places of the components that they are in, and who they are. Who is in
/// none is left out.
pub(super) fn groups(
    calendar: &Component,
    addresses: Vec<CalAddress>,
) -> Vec<(Vec<usize>, Vec<CalAddress>)> {
    let mut register = Register::default();
    let mut seen: HashMap<usize, Vec<usize>> = HashMap::new();
    for (place, component) in fields::scheduled(calendar).enumerate() {
        for attendee in fields::attendees(component) {
            let places = seen.entry(register.number(attendee)).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }
    let mut groups = Groups::default();
    for address in addresses {
        if let Some(places) = register.find(&address).and_then(|number| seen.get(&number)) {
            groups.add(places.clone(), address);
        }
    }
    groups.list
}

/// Things by a key, in the order in which the keys came.
#[derive(Debug)]
pub(super) struct Groups<K, T> {
    places: HashMap<K, usize>,
    /// The keys, and what belongs to each.
    pub(super) list: Vec<(K, Vec<T>)>,
}

impl<K, T> Default for Groups<K, T> {
    fn default() -> Self {
        Self { places: HashMap::new(), list: Vec::new() }
    }
}

impl<K: Clone + Eq + std::hash::Hash, T> Groups<K, T> {
    /// Adds something to its group.
    pub(super) fn add(&mut self, key: K, item: T) {
        if let Some((_, items)) = self.places.get(&key).and_then(|at| self.list.get_mut(*at)) {
            items.push(item);
            return;
        }
        self.places.insert(key.clone(), self.list.len());
        self.list.push((key, vec![item]));
    }
}

/// The object as those see it who are in the components at these places. An occurrence that they are not in does not
/// take place for them.
pub(super) fn view(calendar: &Component, places: &[usize]) -> Component {
    let hidden = hidden(calendar, places);
    if hidden.is_empty() {
        return calendar.clone();
    }
    let mut view = only(calendar, places);
    if fields::master(&view).is_none() {
        return view;
    }
    let mut end: Option<CalTime> = None;
    for scope in hidden {
        match scope {
            Scope::Whole => {}
            Scope::This(id) => {
                if let Some(master) = fields::master_mut(&mut view) {
                    master.properties.push(Property::new_time("EXDATE", &id));
                }
            }
            Scope::ThisAndFuture(id) => {
                let series = Series::of(&view);
                end = Some(end.filter(|end| series.is_before(end, &id)).unwrap_or(id));
            }
        }
    }
    if let Some(end) = end {
        instances::cut(&mut view, &end);
    }
    view
}

/// What the components are about that are not at these places.
fn hidden(calendar: &Component, places: &[usize]) -> Vec<Scope> {
    let places: HashSet<usize> = places.iter().copied().collect();
    fields::scheduled(calendar)
        .enumerate()
        .filter(|(place, _)| !places.contains(place))
        .map(|(_, component)| Scope::of(component))
        .collect()
}

/// The calendar with only the components at these places, and its time zones.
pub(super) fn only(calendar: &Component, places: &[usize]) -> Component {
    let places: HashSet<usize> = places.iter().copied().collect();
    let mut place = 0;
    let mut some = Component {
        name: calendar.name.clone(),
        properties: calendar.properties.clone(),
        components: Vec::new(),
    };
    for component in &calendar.components {
        let stays = if fields::is_scheduled(component) {
            place += 1;
            places.contains(&(place - 1))
        } else {
            component.name == "VTIMEZONE"
        };
        if stays {
            some.components.push(component.clone());
        }
    }
    some
}
