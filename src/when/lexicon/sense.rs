//! What a word can be, looked up once where a text is cut.
//!
//! Most words of a sentence are in no table and so in no time: of those nothing is asked again.

use std::{collections::HashMap, sync::LazyLock};

use chrono::Weekday;

use super::{ENGLISH, Lexicon, Unit};
use crate::when::clock::Half;

/// What the tables say of a word that one of them has.
#[derive(Debug, Default)]
pub(in crate::when) struct Sense {
    pub(in crate::when) weekday: Option<Weekday>,
    /// A weekday that is many.
    pub(in crate::when) plural: Option<Weekday>,
    pub(in crate::when) month: Option<u32>,
    pub(in crate::when) unit: Option<Unit>,
    pub(in crate::when) count: Option<u32>,
    /// How many days from today it is.
    pub(in crate::when) day: Option<i32>,
    pub(in crate::when) half: Option<Half>,
    /// Whether the name of a day begins with it.
    pub(in crate::when) holiday: bool,
}

static SENSES: LazyLock<HashMap<&'static str, Sense>> = LazyLock::new(|| {
    let sense = |word| {
        let sense = Sense {
            weekday: ENGLISH.weekday(word),
            plural: ENGLISH.plural(word),
            month: ENGLISH.month(word),
            unit: ENGLISH.unit(word),
            count: ENGLISH.count(word),
            day: ENGLISH.day(word),
            half: ENGLISH.half(word),
            holiday: ENGLISH.begins_holiday(word),
        };
        (word, sense)
    };
    ENGLISH.words().map(sense).collect()
});

impl Sense {
    /// The sense of a word in lower case; `None` for one that no table has.
    pub(in crate::when) fn of(word: &str) -> Option<&'static Self> {
        SENSES.get(word)
    }
}

impl Lexicon {
    /// Every word of every table, some more than once. It names each table, so that none is left out.
    #[expect(
        clippy::too_many_lines,
        reason = "takes the tables apart by name, so that the compiler tells of one that is left out"
    )]
    pub(in crate::when) fn words(&self) -> impl Iterator<Item = &'static str> {
        let Self {
            weekdays,
            months,
            units,
            numbers,
            days,
            meridiems: (before_noon, after_noon),
            meridiem_phrases,
            ordinals,
            instead,
            rather,
            hours,
            after_hours,
            on,
            at,
            starts,
            from,
            to,
            ending,
            and,
            or,
            lasting,
            after,
            repeating,
            onwards,
            being,
            every,
            other,
            rhythms,
            rhythm_units,
            no_rhythms,
            open_rhythms,
            some,
            vague,
            vague_before,
            vague_after,
            ish,
            meetings,
            outings,
            before_nouns,
            couple,
            at_most,
            done_by,
            vague_lengths,
            vague_lasting,
            few,
            fitting,
            begins,
            whose,
            moving,
            moved,
            open_ends,
            hasty,
            after_two,
            slips,
            unknown_days,
            some_weeks,
            quarters,
            ago,
            later,
            last,
            middle,
            o_clock,
            half,
            past,
            doubtful_days,
            // Words beside a day, and letters for one, which no time is made of.
            look_alikes: _,
            letters: _,
            letter_rows: _,
            numbered: _,
            amounts: _,
            plurals,
            working,
            weekends,
            minutes_past,
            halves,
            nths,
            each_month,
            until,
            starting,
            forever,
            except,
            leaving_out,
            skipped,
            times,
            during,
            rest_of,
            edges,
            stretches,
            holidays,
            lost,
            seasons,
            labels,
            others,
        } = *self;
        let lists = [
            before_noon,
            after_noon,
            ordinals,
            instead,
            rather,
            hours,
            after_hours,
            on,
            at,
            starts,
            from,
            to,
            ending,
            and,
            or,
            lasting,
            after,
            repeating,
            onwards,
            being,
            every,
            other,
            no_rhythms,
            some,
            vague,
            vague_before,
            vague_after,
            ish,
            meetings,
            outings,
            before_nouns,
            couple,
            at_most,
            done_by,
            vague_lengths,
            vague_lasting,
            few,
            fitting,
            begins,
            whose,
            moving,
            moved,
            open_ends,
            unknown_days,
            some_weeks,
            ago,
            last,
            middle,
            o_clock,
            half,
            past,
            doubtful_days,
            working,
            weekends,
            minutes_past,
            until,
            starting,
            forever,
            except,
            leaving_out,
            skipped,
            times,
            during,
            rest_of,
            lost,
            seasons,
            labels,
            others,
        ];
        let lists = lists.into_iter().chain(months.iter().copied());
        let lists = lists
            .chain(weekdays.iter().chain(plurals).map(|(_, names)| *names))
            .chain(units.iter().map(|(_, names)| *names))
            .chain(numbers.iter().chain(quarters).chain(each_month).map(|(_, names)| *names))
            .chain(days.iter().chain(nths).chain(stretches).map(|(_, names)| *names))
            .chain(halves.iter().chain(meridiem_phrases).map(|(_, names)| *names))
            .chain(rhythms.iter().map(|(.., names)| *names))
            .chain(rhythm_units.iter().map(|(.., names)| *names))
            .chain(open_rhythms.iter().map(|(names, _)| *names))
            .chain(hasty.iter().chain(after_two).chain(slips).map(|(_, names)| *names))
            .chain(edges.iter().chain(later).map(|(_, names)| *names))
            .chain(holidays.iter().map(|(_, names)| *names));
        lists.flatten().flat_map(|names| names.split(' '))
    }
}
