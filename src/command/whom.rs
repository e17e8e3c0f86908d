//! Whom to remind, and of what, as it is said at the beginning of a line: "me", "us", "15 min before Review". Pure text.

use chrono::TimeDelta;

use super::{leads, parse};
use crate::when::{self, Language};

/// Who is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whom {
    /// Whoever asks.
    Me,
    /// Everyone in the room.
    Us,
}

/// The words for either, the longer before those that they begin with.
const WORDS: [(&str, Whom); 16] = [
    ("me", Whom::Me),
    ("us all", Whom::Us),
    ("us", Whom::Us),
    ("everyone here", Whom::Us),
    ("everyone", Whom::Us),
    ("everybody", Whom::Us),
    ("all of us", Whom::Us),
    ("all", Whom::Us),
    ("the team", Whom::Us),
    ("the room", Whom::Us),
    ("the channel", Whom::Us),
    ("@everyone", Whom::Us),
    ("@here", Whom::Us),
    ("@room", Whom::Us),
    ("@channel", Whom::Us),
    ("@all", Whom::Us),
];

/// Words that name neither whoever asks nor everyone, where what of and when follows.
const ROOMS: [&str; 4] = ["room", "team", "channel", "group"];

/// Words for another command about reminders, which there is none of.
const CHANGES: [&str; 6] = ["move", "change", "edit", "rename", "reschedule", "postpone"];

/// Words that stand for all meetings of somebody.
const MEETINGS: [&str; 7] = [
    "meetings",
    "my meetings",
    "all meetings",
    "all my meetings",
    "every meeting",
    "each meeting",
    "any meeting",
];

/// Who a line begins with, and what follows; nobody where neither is said.
pub(super) fn read(text: &str) -> Option<(Whom, &str)> {
    WORDS.iter().find_map(|(words, whom)| Some((*whom, after(text, words)?)))
}

/// What follows some words that a text begins with, in any case.
fn after<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    words.split(' ').try_fold(text, |text, word| {
        let (first, rest) = parse::split_word(text);
        first.eq_ignore_ascii_case(word).then_some(rest)
    })
}

/// "15 min before Review": how long, and before which meeting.
pub(super) fn before_meeting(text: &str, language: Language) -> Option<(&str, &str)> {
    let (before, meeting) = text.split_once(" before ")?;
    let meeting = meeting.trim();
    let meeting = after(meeting, "the").unwrap_or(meeting);
    (!meeting.is_empty() && leads::read(before, language).is_some()).then_some((before, meeting))
}

/// "10 minutes after sync": how long, and after what.
pub(super) fn after_meeting(text: &str, language: Language) -> Option<(TimeDelta, &str)> {
    let (length, meeting) = text.split_once(" after ")?;
    let length = after(length, "in").unwrap_or(length);
    let length = when::read_length(length.trim(), language).ok()?;
    let meeting = meeting.trim();
    let meeting = after(meeting, "the").unwrap_or(meeting);
    (!meeting.is_empty()).then_some((length, meeting))
}

/// "every day at 9 and 18 pills": the same with the one time and with the other, where `rest`, which stands behind the time
/// that was read, goes on with the other.
pub(super) fn two_times(line: &str, rest: &str) -> Option<(String, String)> {
    let and = |word: &str| ["and", "&", "und", "et", "y"].contains(&word);
    let (word, more) = parse::split_word(rest);
    if !and(word) || !is_clock(parse::split_word(more).0) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.windows(3).position(|three| {
        matches!(three, [one, between, other] if is_clock(one) && and(between) && is_clock(other))
    })?;
    let without = |left_out: std::ops::RangeInclusive<usize>| {
        let kept = words.iter().enumerate().filter(|(nth, _)| !left_out.contains(nth));
        kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
    };
    Some((without(at + 1..=at + 2), without(at..=at + 1)))
}

/// A time of day in figures: "9", "18:30", "6pm".
fn is_clock(word: &str) -> bool {
    let word = word.trim_end_matches([',', ':', ';']).to_lowercase();
    let figures = ["am", "pm", "h"].iter().find_map(|end| word.strip_suffix(end));
    let (hour, minute) = figures.unwrap_or(&word).split_once([':', '.']).unwrap_or((&word, "0"));
    let hour = figures.filter(|figures| !figures.contains([':', '.'])).unwrap_or(hour);
    let within = |text: &str, most: u32| text.parse().is_ok_and(|number: u32| number <= most);
    within(hour, 24) && within(minute, 59)
}

/// Whether words stand for all meetings of somebody.
pub(super) fn is_every_meeting(text: &str) -> bool {
    MEETINGS.iter().any(|words| text.eq_ignore_ascii_case(words))
}

/// The number of the reminder that a line wants to change.
pub(super) fn changed(text: &str) -> Option<i64> {
    let (word, rest) = parse::split_word(text);
    let (number, _) = parse::split_word(rest);
    let is_change = CHANGES.iter().any(|change| word.eq_ignore_ascii_case(change));
    parse::memo(number).or_else(|| number.parse().ok()).filter(|_| is_change)
}

/// Whether the first word of a line names somebody by its looks: "@cy", "room".
pub(super) fn is_somebody(word: &str) -> bool {
    word.starts_with(['@', '<']) || ROOMS.iter().any(|room| word.eq_ignore_ascii_case(room))
}

/// Whether a line that says what of and when seems to begin with a name: "cy tomorrow 9:00 bring laptop", "cy to bring his
/// laptop tomorrow 9:00". `what` are the words before the time, `rest` those after it.
pub(super) fn begins_with_a_name(what: &str, rest: &str) -> bool {
    let (_, more) = parse::split_word(what);
    let (link, _) = parse::split_word(more);
    let linked = ["to", "that", "about"].iter().any(|word| link.eq_ignore_ascii_case(word));
    !what.is_empty() && (linked || (more.is_empty() && !rest.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_meant_stands_first() {
        for (text, expected) in [
            ("me fri buy cake", Some((Whom::Me, "fri buy cake"))),
            ("ME", Some((Whom::Me, ""))),
            ("us all fri tidy up", Some((Whom::Us, "fri tidy up"))),
            ("all of us fri tidy up", Some((Whom::Us, "fri tidy up"))),
            ("the team fri tidy up", Some((Whom::Us, "fri tidy up"))),
            ("@everyone fri tidy up", Some((Whom::Us, "fri tidy up"))),
            ("the tea fri", None),
            ("meet fri", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_length_before_a_meeting_is_told() {
        for (text, expected) in [
            ("15 min before Review", Some(("15 min", "Review"))),
            ("1 day, 1h before the Review", Some(("1 day, 1h", "Review"))),
            ("15 min before", None),
            ("call before Review", None),
        ] {
            assert_eq!(before_meeting(text, Language::English), expected, "{text}");
        }
    }

    #[test]
    fn of_two_times_each_is_one() {
        for (line, rest, expected) in [
            (
                "every day at 9 and 18 pills",
                "and 18 pills",
                Some(("every day at 9 pills", "every day at 18 pills")),
            ),
            ("pills daily 9:00 and 6pm", "and 6pm", Some(("pills daily 9:00", "pills daily 6pm"))),
            ("buy 2 and 3 pills tomorrow 9:00", "", None),
            ("tomorrow 9:00 and bring 2 cakes", "and bring 2 cakes", None),
        ] {
            let expected = expected.map(|(one, other)| (one.to_owned(), other.to_owned()));
            assert_eq!(two_times(line, rest), expected, "{line}");
        }
    }

    #[test]
    fn a_name_is_told_by_its_place() {
        for (what, rest, expected) in [
            ("cy", "bring laptop", true),
            ("cy to bring laptop", "", true),
            ("cake", "", false),
            ("buy cake", "for mum", false),
            ("", "buy cake", false),
        ] {
            assert_eq!(begins_with_a_name(what, rest), expected, "{what} {rest}");
        }
    }

    #[test]
    fn reminders_are_not_changed() {
        assert_eq!(changed("move 2 to tomorrow"), Some(2));
        assert_eq!(changed("change r7 friday"), Some(7));
        assert_eq!(changed("move house friday"), None);
    }
}
