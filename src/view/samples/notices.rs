//! Examples of what people are told when something happened.

use crate::model::Partstat;

use super::{
    super::{
        Answered, Attached, Cancelled, Change, Changed, CounterFile, Dates, Delegated, Exported,
        FileAsk, FileLeft, FileRow, Gone, Imported, Invitation, Names, ProposalDecided, Proposed,
        Reminder, Same, Samples, TakenBack, TimeText, Unchanged, Understood,
    },
    HOSTILE, hostile, review, some, text, thursday,
};

/// The dates of a series that something can be about.
const SOME: [Dates; 3] = [Dates::This, Dates::Following, Dates::All];

/// The examples, and the first of them for some dates of a series.
fn with_series<T: Clone>(mut examples: Vec<T>, of: impl Fn(&mut T, Dates)) -> Vec<T> {
    let first = examples.first().cloned();
    for dates in SOME {
        if let Some(mut example) = first.clone() {
            of(&mut example, dates);
            examples.push(example);
        }
    }
    examples
}

impl Samples for Answered {
    fn samples() -> Vec<Self> {
        let own = Self {
            number: 12,
            title: text("Sprint review"),
            who: None,
            partstat: Partstat::Accepted,
            comment: None,
            uninvited: false,
            outside: false,
            reply: None,
            when: review(),
            dates: Dates::Only,
            days: None,
        };
        let all = [
            Partstat::NeedsAction,
            Partstat::Accepted,
            Partstat::Declined,
            Partstat::Tentative,
            Partstat::Delegated,
            Partstat::Completed,
            Partstat::InProcess,
        ];
        let own_answers = all.map(|partstat| Self { partstat, ..own.clone() });
        let others = all.map(|partstat| Self {
            partstat,
            who: some("Bo"),
            comment: some("a little late"),
            uninvited: true,
            ..own.clone()
        });
        let hostile =
            Self { title: hostile(), who: some(HOSTILE), comment: some(HOSTILE), ..own.clone() };
        let of_series = SOME.map(|dates| Self { dates, ..own.clone() });
        let file = Attached { file_name: text("reply-12.ics"), content: text("BEGIN:VCALENDAR") };
        let outside = Self { outside: true, reply: Some(file), ..own.clone() };
        let guest = Self { outside: true, uninvited: true, ..own.clone() };
        own_answers
            .into_iter()
            .chain([outside, guest])
            .chain(others)
            .chain([hostile])
            .chain(of_series)
            .collect()
    }
}

impl Samples for Changed {
    fn samples() -> Vec<Self> {
        let all = [
            Change::Moved,
            Change::Renamed,
            Change::Placed,
            Change::Described,
            Change::Edited,
            Change::Skipped,
            Change::Paused,
            Change::PutBack,
            Change::TakenBack,
            Change::Added,
            Change::Lasting,
            Change::Rhythm,
            Change::Invited,
            Change::Uninvited,
            Change::CohostAdded,
            Change::CohostRemoved,
        ];
        let friendly = |what| Self {
            number: 12,
            title: text("Sprint review"),
            by: some("Ana"),
            what,
            detail: some(match what {
                Change::Moved => "Thu 3 Dec 2026, 15:00–15:45 CET",
                Change::Renamed => "Review",
                Change::Edited => "the title and the place",
                Change::Skipped | Change::Paused | Change::PutBack => {
                    "2 dates (Fri 4 Dec and Fri 11 Dec)"
                }
                Change::Added => "4 Dec 2026",
                Change::Lasting => "Fri 18 Dec 2026",
                Change::Rhythm => "every week on Fri",
                _ => "Room 5",
            }),
            names: vec![text("Bo"), text("Cy")].into(),
            when: review(),
            again: true,
            dates: Dates::Only,
            except: Names::default(),
        };
        let sparse = |what| Self {
            by: None,
            detail: None,
            names: Names { list: Vec::new(), more: 2 },
            again: false,
            ..friendly(what)
        };
        let hostile = |what| Self {
            title: hostile(),
            by: some(HOSTILE),
            detail: some(HOSTILE),
            names: vec![hostile(); 60].into(),
            ..friendly(what)
        };
        let of_series = |what| SOME.map(|dates| Self { dates, ..friendly(what) });
        let except = vec![text("Tue 1 Dec"), text("Tue 15 Dec and later")].into();
        let but = Self { dates: Dates::All, except, ..friendly(Change::Renamed) };
        all.into_iter()
            .flat_map(|what| {
                [friendly(what), sparse(what), hostile(what)].into_iter().chain(of_series(what))
            })
            .chain([but])
            .collect()
    }
}

impl Samples for Cancelled {
    fn samples() -> Vec<Self> {
        let full = Self {
            number: 12,
            title: text("Sprint review"),
            when: review(),
            reason: some("the room is gone"),
            by: some("Ana"),
            dates: Dates::Only,
        };
        let sparse = Self { reason: None, by: None, ..full.clone() };
        let hostile =
            Self { title: hostile(), reason: some(HOSTILE), by: some(HOSTILE), ..full.clone() };
        with_series(vec![full, sparse, hostile], |one, dates| one.dates = dates)
    }
}

impl Samples for Proposed {
    fn samples() -> Vec<Self> {
        let full = Self {
            number: 12,
            title: text("Sprint review"),
            who: text("Bo"),
            old: review(),
            new: thursday(),
            comment: some("Friday is full"),
            organizer: text("Ana"),
            from_key: text("https://discord.com/users/2"),
            dates: Dates::Only,
            day: None,
        };
        let sparse = Self { comment: None, ..full.clone() };
        let hostile = Self {
            title: hostile(),
            who: hostile(),
            comment: some(HOSTILE),
            organizer: hostile(),
            from_key: hostile(),
            ..full.clone()
        };
        with_series(vec![full, sparse, hostile], |one, dates| {
            one.dates = dates;
            one.day = (dates == Dates::This).then(|| text("8 Dec 2026"));
        })
    }
}

impl Samples for ProposalDecided {
    fn samples() -> Vec<Self> {
        let accepted = Self {
            number: 12,
            title: text("Sprint review"),
            who: text("Bo"),
            accepted: true,
            when: thursday(),
            comment: None,
            dates: Dates::Only,
            comes: true,
            asked: true,
        };
        let declined = Self {
            accepted: false,
            comes: false,
            asked: false,
            when: review(),
            comment: some("Thursday is worse"),
            ..accepted.clone()
        };
        let hostile =
            Self { title: hostile(), who: hostile(), comment: some(HOSTILE), ..accepted.clone() };
        with_series(vec![accepted, declined, hostile], |one, dates| one.dates = dates)
    }
}

impl Samples for Delegated {
    fn samples() -> Vec<Self> {
        let friendly = Self {
            number: 12,
            title: text("Sprint review"),
            from: text("Ana"),
            to: text("Sam"),
            dates: Dates::Only,
            when: None,
            day: None,
        };
        let hostile = Self { title: hostile(), from: hostile(), to: hostile(), ..friendly.clone() };
        with_series(vec![friendly, hostile], |one, dates| {
            one.dates = dates;
            one.when = Some(review());
            one.day = some("8 Dec 2026");
        })
    }
}

impl Samples for Unchanged {
    fn samples() -> Vec<Self> {
        let answers = [
            Partstat::NeedsAction,
            Partstat::Accepted,
            Partstat::Declined,
            Partstat::Tentative,
            Partstat::Delegated,
        ];
        let names = || Names::from(vec![text("Bo"), hostile()]);
        let mut all: Vec<_> =
            answers.into_iter().map(|partstat| Same::Answer { partstat }).collect();
        all.extend([
            Same::Time { when: review() },
            Same::Title,
            Same::Place,
            Same::Description,
            Same::Everything,
            Same::Invited { names: names() },
            Same::NotInvited { names: names() },
            Same::Cohost { name: text("Bo") },
            Same::NoCohost { name: hostile() },
            Same::Cancelled,
            Same::Date { when: review() },
            Same::NothingSkipped,
            Same::NotPaused { first: Some("24 Dec 2026".to_owned()) },
            Same::NotPaused { first: None },
            Same::Rhythm { repeats: some("every week on Fri") },
            Same::Rhythm { repeats: None },
            Same::Proposal { when: thursday() },
            Same::Delegated { to: hostile() },
            Same::Import,
        ]);
        let one =
            |what: Same, title| Self { number: 12, title, what, dates: Dates::Only, when: None };
        let both = |what: Same| [one(what.clone(), text("Sprint review")), one(what, hostile())];
        let all = all.into_iter().flat_map(both).collect();
        with_series(all, |one, dates| {
            one.dates = dates;
            one.when = Some(review());
        })
    }
}

impl Samples for Exported {
    fn samples() -> Vec<Self> {
        let content = text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
        vec![
            Self {
                number: 12,
                title: text("Sprint review"),
                file_name: text("sprint-review.ics"),
                content: content.clone(),
            },
            Self { number: 12, title: hostile(), file_name: hostile(), content },
        ]
    }
}

impl Samples for Understood {
    fn samples() -> Vec<Self> {
        let one = Self {
            number: 12,
            title: text("Sprint review"),
            when: review(),
            repeats: None,
            later: Vec::new(),
            assumed: vec![text("in the afternoon, 15:00")],
            undo: None,
            gone: None,
        };
        let assumed = vec![text("next week, Fri 4 Dec 2026"), hostile()];
        let series = Self {
            repeats: some("every week on Fri until 18 Dec 2026"),
            later: vec![text("Fri 11 Dec"), text("Fri 18 Dec")],
            assumed: Vec::new(),
            undo: some("undo #12"),
            ..one.clone()
        };
        let days = Names::from(vec![text("Mon 7 Dec"), text("Mon 14 Dec")]);
        let gone = Some(Gone { days, out: text("11 dec") });
        let other = Self { gone, ..series.clone() };
        vec![one.clone(), Self { title: hostile(), assumed, ..one }, series, other]
    }
}

impl Samples for TakenBack {
    fn samples() -> Vec<Self> {
        [text("Sprint review"), hostile()].map(|title| Self { number: 12, title }).to_vec()
    }
}

impl Samples for Invitation {
    fn samples() -> Vec<Self> {
        let friendly =
            Self { number: 12, title: text("Budget"), when: review(), organizer: some("Chris") };
        vec![
            friendly.clone(),
            Self { organizer: None, ..friendly.clone() },
            Self { title: hostile(), organizer: some(HOSTILE), ..friendly },
        ]
    }
}

impl Samples for CounterFile {
    fn samples() -> Vec<Self> {
        let file = Attached { file_name: text("counter-12.ics"), content: text("BEGIN:VCALENDAR") };
        let friendly = Self {
            number: 12,
            title: text("Budget"),
            when: thursday(),
            organizer: some("Chris"),
            file,
        };
        vec![
            friendly.clone(),
            Self { organizer: None, ..friendly.clone() },
            Self { title: hostile(), organizer: some(HOSTILE), ..friendly },
        ]
    }
}

impl Samples for FileAsk {
    fn samples() -> Vec<Self> {
        let row = FileRow { title: text("Retro"), when: review(), repeats: None };
        let series = FileRow { repeats: some("every week on Fri"), ..row.clone() };
        let villain = FileRow { title: hostile(), when: thursday(), repeats: some(HOSTILE) };
        let one = Self { key: text("key"), rows: vec![row.clone()], more: 0, problems: Vec::new() };
        let problems = vec![text("line 7: the line has no colon and was left out"), hostile()];
        vec![
            one.clone(),
            Self { rows: vec![row.clone(), series], ..one.clone() },
            Self { rows: vec![villain; 30], more: 3, problems, ..one },
        ]
    }
}

impl Samples for FileLeft {
    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

impl Samples for Imported {
    fn samples() -> Vec<Self> {
        let new = Self {
            number: 12,
            title: text("Sprint review"),
            when: review(),
            updated: false,
            repeats: None,
            problems: Vec::new(),
        };
        let problems = vec![text("line 7: the line has no colon and was left out"), hostile()];
        let broken = Self { problems, ..new.clone() };
        let repeats = some("every week on Fri until 18 Dec 2026");
        let updated = Self { updated: true, title: hostile(), repeats, ..new.clone() };
        vec![new, updated, broken]
    }
}

impl Samples for Reminder {
    fn samples() -> Vec<Self> {
        let full = Self {
            number: 12,
            title: text("Sprint review"),
            when: TimeText { relative: text("in 15 minutes"), ..review() },
            began: None,
            place: some("Room 5"),
            names: vec![text("Ana"), text("Bo")].into(),
        };
        let sparse =
            Self { place: None, began: some("5 min"), names: Names::default(), ..full.clone() };
        let hostile = Self {
            title: hostile(),
            place: some(HOSTILE),
            names: vec![hostile(); 60].into(),
            ..full.clone()
        };
        vec![full, sparse, hostile]
    }
}
