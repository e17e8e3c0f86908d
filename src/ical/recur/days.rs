//! Sets of days, as bits from the first day of a period.

/// Words enough for a year of 53 weeks.
const WORDS: usize = 6;

/// Days of a period, the first being 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Days([u64; WORDS]);

impl Days {
    /// The first day alone.
    pub(super) const FIRST: Self = Self([1, 0, 0, 0, 0, 0]);

    /// The last day that a set can have.
    pub(super) const LAST: u32 = 383;

    /// The days of up to 64 bits.
    pub(super) const fn of(bits: u64) -> Self {
        Self([bits, 0, 0, 0, 0, 0])
    }

    /// The first 64 days.
    pub(super) fn low(&self) -> u64 {
        self.0.first().copied().unwrap_or_default()
    }

    pub(super) fn insert(&mut self, day: u32) {
        if let Some(word) = self.0.get_mut((day / 64) as usize) {
            *word |= 1 << (day % 64);
        }
    }

    pub(super) fn remove(&mut self, day: u32) {
        if let Some(word) = self.0.get_mut((day / 64) as usize) {
            *word &= !(1 << (day % 64));
        }
    }

    /// Adds days that begin at one.
    pub(super) fn insert_bits(&mut self, bits: u64, at: u32) {
        let wide = u128::from(bits) << (at % 64);
        let word = (at / 64) as usize;
        let halves = [wide & u128::from(u64::MAX), wide >> 64];
        for (slot, half) in self.0.iter_mut().skip(word).zip(halves) {
            *slot |= u64::try_from(half).unwrap_or_default();
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The first day from one on.
    pub(super) fn first_from(&self, day: u32) -> Option<u32> {
        let mut mask = u64::MAX << (day % 64);
        for (at, word) in (0..).zip(&self.0).skip((day / 64) as usize) {
            let bits = word & mask;
            if bits != 0 {
                return Some(at * 64 + bits.trailing_zeros());
            }
            mask = u64::MAX;
        }
        None
    }

    /// The last day up to one.
    pub(super) fn last_to(&self, day: u32) -> Option<u32> {
        let mut mask = u64::MAX >> (63 - day % 64);
        for at in (0..=day / 64).rev() {
            let word = self.0.get(at as usize).copied().unwrap_or_default();
            let bits = word & mask;
            if bits != 0 {
                return Some(at * 64 + bits.ilog2());
            }
            mask = u64::MAX;
        }
        None
    }

    /// The day of an index, from 0.
    pub(super) fn nth(&self, index: u64) -> Option<u32> {
        let mut left = index;
        for (at, word) in (0..).zip(&self.0) {
            let count = u64::from(word.count_ones());
            if left < count {
                return Some(at * 64 + nth_bit(*word, left)?);
            }
            left -= count;
        }
        None
    }

    /// The days in order.
    pub(super) fn iter(self) -> impl Iterator<Item = u32> {
        std::iter::successors(self.first_from(0), move |day| self.first_from(day + 1))
    }
}

/// The place of the bit with an index, from 0.
pub(super) fn nth_bit(mut bits: u64, index: u64) -> Option<u32> {
    for _ in 0..index.min(64) {
        bits &= bits.wrapping_sub(1);
    }
    (bits != 0).then(|| bits.trailing_zeros())
}
