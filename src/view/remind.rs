//! What people read about reminders: those that they asked for, and what they set.

use serde::{Deserialize, Serialize};

use super::{
    Samples,
    samples::{HOSTILE, review},
    times::TimeText,
};

/// What somebody asked to be reminded of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memo {
    /// Its number.
    pub number: i64,
    /// What it says.
    pub text: String,
    /// Whom it is for; nothing where it is for everybody.
    pub who: Option<String>,
    /// When it was due, where it comes late.
    pub late: Option<TimeText>,
    /// How it repeats: `every week on Fri`.
    pub repeats: Option<String>,
}

/// All of them, as far as the reader may see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memos {
    /// Each of them, the next first.
    pub rows: Vec<MemoRow>,
    /// How many are left out of `rows`.
    pub more: usize,
    /// Whether there are some of other rooms, which others here need not know of.
    pub elsewhere: bool,
}

/// One of them in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoRow {
    /// Its number.
    pub number: i64,
    /// What it says.
    pub text: String,
    /// When it comes: `Fri 4 Dec, 15:00`.
    pub when: TimeText,
    /// Whether it is for the reader alone.
    pub personal: bool,
    /// What the room is called that it is for, where that is another one.
    pub room: Option<String>,
    /// How it repeats.
    pub repeats: Option<String>,
}

/// What came too late, because the bot or its network was away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// The latest of it, the oldest first.
    pub rows: Vec<MissedRow>,
    /// How many before them are left out of `rows`.
    pub more: usize,
}

/// Something that came too late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedRow {
    /// Its number.
    pub number: i64,
    /// The meeting's title, or what somebody asked to be reminded of.
    pub title: String,
    /// When the meeting began, or when it was due.
    pub when: TimeText,
    /// Whether it is no meeting.
    pub memo: bool,
}

/// Something that comes no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedMemo {
    /// Its number.
    pub number: i64,
    /// What it said.
    pub text: String,
}

/// What was set, or stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reminding {
    /// How people are reminded of a meeting.
    Meeting {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
        /// When: `1 day, 15 min before`, `at 9:00 on the day`, `off`.
        before: String,
        /// Whether that is as it is in its room, because nothing was said of the meeting.
        usual: bool,
        /// Whether those times are over, so that nothing comes.
        late: bool,
    },
    /// How the reader is reminded of a meeting.
    Mine {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
        /// When; nothing where it is as for all meetings.
        before: Option<String>,
        /// Whether those times are over, so that nothing comes.
        late: bool,
    },
    /// How the reader is reminded of all meetings.
    All {
        /// When; nothing where it is with all the others.
        before: Option<String>,
        /// Whether what is for them alone comes to a room that they chose.
        elsewhere: bool,
    },
    /// What is for the reader alone comes here from now on.
    Here,
    /// What is for the reader alone comes where it belongs from now on.
    Anywhere,
    /// Something that the reader wants to be reminded of.
    Memo {
        /// Its number.
        number: i64,
        /// What it says.
        text: String,
        /// When it comes: `Fri 4 Dec 2026, 15:00 CET`.
        when: TimeText,
        /// How it repeats.
        repeats: Option<String>,
        /// Whether it is for the reader alone.
        personal: bool,
        /// Whether others read it too.
        public: bool,
        /// Whether it was to come in the quiet hours, and waits for their end.
        quiet: bool,
        /// What had to be assumed of the time.
        assumed: Vec<String>,
    },
    /// They come no more.
    Deleted {
        /// Some of them.
        rows: Vec<DeletedMemo>,
        /// How many are left out of `rows`.
        more: usize,
    },
    /// The reader is reminded once more.
    Again {
        /// The meeting's title, or what it says.
        title: String,
        /// When: `15:00 CET`.
        when: TimeText,
        /// When they would have been, as they had said before.
        instead: Option<TimeText>,
    },
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn at(text: &str) -> TimeText {
    TimeText { text: text.to_owned(), ..review() }
}

impl Samples for Memo {
    fn samples() -> Vec<Self> {
        let alone = Self {
            number: 7,
            text: text("buy cake"),
            who: Some(text("Ana")),
            late: None,
            repeats: None,
        };
        let every = Self { who: None, repeats: Some(text("every week on Fri")), ..alone.clone() };
        let late = Self { late: Some(at("Tue 1 Dec, 09:00")), ..alone.clone() };
        let hostile = Self { text: text(HOSTILE), who: Some(text(HOSTILE)), ..late.clone() };
        vec![alone, every, late, hostile]
    }
}

impl Samples for Memos {
    fn samples() -> Vec<Self> {
        let row = MemoRow {
            number: 7,
            text: text("buy cake"),
            when: at("Wed 2 Dec, 09:00"),
            personal: true,
            room: None,
            repeats: None,
        };
        let every =
            MemoRow { personal: false, repeats: Some(text("every week on Fri")), ..row.clone() };
        let elsewhere = MemoRow { personal: false, room: Some(text("Choir")), ..row.clone() };
        let hostile = MemoRow { text: text(HOSTILE), room: Some(text(HOSTILE)), ..every.clone() };
        vec![
            Self { rows: vec![row.clone(), every, elsewhere], more: 0, elsewhere: false },
            Self { rows: Vec::new(), more: 0, elsewhere: true },
            Self {
                rows: [row, hostile].into_iter().cycle().take(60).collect(),
                more: 3,
                elsewhere: true,
            },
        ]
    }
}

impl Samples for Missed {
    fn samples() -> Vec<Self> {
        let meeting = MissedRow {
            number: 12,
            title: text("Sprint review"),
            when: at("Fri 4 Dec, 15:00"),
            memo: false,
        };
        let memo = MissedRow { number: 7, title: text("buy cake"), memo: true, ..meeting.clone() };
        let hostile = MissedRow { title: text(HOSTILE), ..memo.clone() };
        vec![
            Self { rows: vec![meeting.clone(), memo], more: 0 },
            Self { rows: [meeting, hostile].into_iter().cycle().take(60).collect(), more: 3 },
        ]
    }
}

impl Samples for Reminding {
    fn samples() -> Vec<Self> {
        let mut all = vec![Self::Here, Self::Anywhere];
        for (title, before) in [("Sprint review", "1 day, 15 min before"), (HOSTILE, "off")] {
            let (number, before) = (12, text(before));
            for usual in [false, true] {
                let (title, before) = (text(title), before.clone());
                all.push(Self::Meeting { number, title, before, usual, late: !usual });
            }
            for before in [None, Some(before.clone())] {
                let (title, late) = (text(title), before.is_some());
                all.push(Self::Mine { number, title: title.clone(), before: before.clone(), late });
                all.push(Self::All { before, elsewhere: title == HOSTILE });
            }
            let when = at("Fri 4 Dec 2026, 15:00 CET");
            for (personal, public) in [(false, true), (true, true), (true, false)] {
                all.push(Self::Memo {
                    number: 7,
                    text: text(title),
                    when: when.clone(),
                    repeats: (!personal).then(|| text("every week on Fri")),
                    personal,
                    public,
                    quiet: !personal,
                    assumed: if public { vec![text("“tonight” as 20:00")] } else { Vec::new() },
                });
            }
            let deleted = |number| DeletedMemo { number, text: text(title) };
            all.push(Self::Deleted { rows: vec![deleted(7)], more: 0 });
            all.push(Self::Deleted { rows: vec![deleted(7), deleted(8)], more: 3 });
            for instead in [None, Some(at("15:10 CET"))] {
                all.push(Self::Again { title: text(title), when: when.clone(), instead });
            }
        }
        all
    }
}
