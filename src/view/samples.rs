//! Examples of every view: friendly, sparse and hostile. Whoever brings templates of
//! their own has them drawn at start, so nothing here panics.

use crate::model::Partstat;

use super::{
    Answered, Answerer, Answers, Assumed, Cancelled, Card, CardState, Change, Changed, Counts,
    Delegated, Doctor, Exported, Finding, ForgetAsk, Forgotten, Help, HelpOne, HelpRow, Imported,
    MeetingRow, Meetings, MyData, Names, ProposalDecided, ProposalLine, Proposed, Reminder, Same,
    Samples, SettingRow, SettingSet, Settings, Show, TimeText, Unchanged, Understood, ZoneFrom,
    ZoneSet, ZoneShown,
};

/// What somebody might write who wants to break a message.
pub(super) const HOSTILE: &str = "@everyone <b>x</b> **y** \u{202e}gnp.exe\u{2066} ~~`z`~~ <@123>\r\n# @room [a](http://b) ||c|| \u{7} &lt; {{ now }} \u{1b}[31m @\u{200b}here";

fn text(text: &str) -> String {
    text.to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "most of what it fills is optional")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn hostile() -> String {
    text(HOSTILE)
}

pub(super) fn review() -> TimeText {
    TimeText {
        text: text("Fri 4 Dec 2026, 15:00–15:45 CET"),
        here: None,
        relative: text("in 3 days"),
        length: some("45 min"),
        start: 1_796_392_800,
        end: 1_796_395_500,
    }
}

pub(super) fn thursday() -> TimeText {
    TimeText {
        text: text("Thu 3 Dec 2026, 15:00–15:45 CET (UTC+1)"),
        here: some("09:00–09:45 EST"),
        relative: text("in 2 days"),
        length: some("45 min"),
        start: 1_796_306_400,
        end: 1_796_309_100,
    }
}

pub(super) fn over() -> TimeText {
    TimeText { relative: text("2 hours ago"), ..review() }
}

fn moment() -> TimeText {
    TimeText {
        text: text("Tue 1 Dec 2026, all day"),
        here: None,
        relative: text("today"),
        length: None,
        start: 1_796_083_200,
        end: 1_796_083_200,
    }
}

fn person(name: &str) -> Answerer {
    Answerer { name: text(name), sent_by: None, comment: None }
}

fn answers(people: Vec<Answerer>) -> Answers {
    Answers { count: people.len(), people, more: 0 }
}

/// The card that the manual shows.
pub(super) fn sprint_review() -> Card {
    let sick = Answerer { comment: some("sick today"), ..person("Dee") };
    let sent = Answerer { sent_by: some("Eve"), ..person("Sam") };
    Card {
        number: 12,
        title: text("Sprint review"),
        state: CardState::Upcoming,
        when: review(),
        place: some("Room 5"),
        organizer: some("Ana"),
        description: some("Show what we built, ten minutes each.\n\nBring: the demo"),
        invited: 6,
        going: answers(vec![person("Ana"), person("Bo"), sent]),
        maybe: answers(vec![person("Cy")]),
        declined: answers(vec![sick]),
        waiting: answers(vec![person("Fay")]),
        proposals: vec![ProposalLine {
            who: text("Bo"),
            key: text("https://discord.com/users/2"),
            when: thursday(),
            comment: some("Friday is full"),
        }],
        assumed: vec![
            Assumed::Length { minutes: 45 },
            Assumed::Zone { zone: text("Europe/Berlin"), from: ZoneFrom::Person },
        ],
    }
}

/// A card of which nothing but the title and the time is known.
pub(super) fn bare() -> Card {
    Card {
        number: 1,
        title: text("Lunch"),
        state: CardState::Upcoming,
        when: moment(),
        place: None,
        organizer: None,
        description: None,
        invited: 0,
        going: Answers::default(),
        maybe: Answers::default(),
        declined: Answers::default(),
        waiting: Answers::default(),
        proposals: Vec::new(),
        assumed: Vec::new(),
    }
}

/// A card on which everything is as hostile as it can be.
pub(super) fn hostile_card() -> Card {
    let villain = Answerer { name: hostile(), sent_by: some(HOSTILE), comment: some(HOSTILE) };
    Card {
        title: hostile(),
        place: some(HOSTILE),
        organizer: some(HOSTILE),
        description: some(HOSTILE),
        going: answers(vec![villain.clone(), villain]),
        proposals: vec![ProposalLine {
            who: hostile(),
            key: hostile(),
            when: thursday(),
            comment: some(HOSTILE),
        }],
        assumed: vec![
            Assumed::Zone { zone: hostile(), from: ZoneFrom::Text },
            Assumed::Note { text: hostile() },
        ],
        ..bare()
    }
}

/// A card with more of everything than fits.
pub(super) fn long_card() -> Card {
    let everyone: Vec<_> = (1..=30)
        .map(|number| Answerer {
            comment: some("I will come a little late because my train is late"),
            ..person(&format!("Person number {number} with a rather long name indeed"))
        })
        .collect();
    Card {
        title: "A title that goes on ".repeat(50),
        description: Some("This line says a little.\n".repeat(60)),
        invited: 90,
        going: answers(everyone.clone()),
        waiting: answers(everyone.clone()),
        declined: answers(everyone),
        ..sprint_review()
    }
}

impl Samples for Card {
    fn samples() -> Vec<Self> {
        let with_state = |state| Self { state, ..sprint_review() };
        let assumed = [ZoneFrom::Text, ZoneFrom::Person, ZoneFrom::Room, ZoneFrom::Instance]
            .map(|from| Assumed::Zone { zone: text("Europe/Berlin"), from });
        vec![
            sprint_review(),
            with_state(CardState::Past),
            with_state(CardState::Cancelled),
            Self { assumed: assumed.to_vec(), ..bare() },
            bare(),
            hostile_card(),
            long_card(),
        ]
    }
}

impl Samples for Show {
    fn samples() -> Vec<Self> {
        Card::samples().into_iter().map(|card| Self { card }).collect()
    }
}

pub(super) fn rows() -> Vec<MeetingRow> {
    let counts = Counts { going: 3, maybe: 1, declined: 1, waiting: 1 };
    let row = MeetingRow {
        number: 12,
        title: text("Sprint review"),
        when: review(),
        counts,
        mine: Some(Partstat::Accepted),
        state: CardState::Upcoming,
    };
    let declined = MeetingRow {
        number: 13,
        title: text("Retro"),
        when: thursday(),
        mine: Some(Partstat::Declined),
        state: CardState::Cancelled,
        ..row.clone()
    };
    let hostile = MeetingRow {
        number: 14,
        title: hostile(),
        when: moment(),
        counts: Counts::default(),
        mine: None,
        state: CardState::Past,
    };
    let answers = [
        Partstat::NeedsAction,
        Partstat::Tentative,
        Partstat::Delegated,
        Partstat::Completed,
        Partstat::InProcess,
    ];
    let others = answers.map(|mine| MeetingRow { mine: Some(mine), ..row.clone() });
    [row.clone(), declined, hostile].into_iter().chain(others).collect()
}

impl Samples for Meetings {
    fn samples() -> Vec<Self> {
        let many = rows().into_iter().cycle().take(60).collect();
        let friendly = rows().into_iter().filter(|row| row.title != HOSTILE).collect();
        vec![
            Self { heading: text("This week"), rows: friendly, more: 0 },
            Self { heading: text("Your meetings"), rows: Vec::new(), more: 0 },
            Self { heading: hostile(), rows: many, more: 7 },
        ]
    }
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
            when: review(),
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
        own_answers.into_iter().chain(others).chain([hostile]).collect()
    }
}

impl Samples for Changed {
    fn samples() -> Vec<Self> {
        let all = [
            Change::Moved,
            Change::Renamed,
            Change::Placed,
            Change::Described,
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
                _ => "Room 5",
            }),
            names: vec![text("Bo"), text("Cy")].into(),
            when: review(),
            again: true,
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
        all.into_iter().flat_map(|what| [friendly(what), sparse(what), hostile(what)]).collect()
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
        };
        let sparse = Self { reason: None, by: None, ..full.clone() };
        let hostile =
            Self { title: hostile(), reason: some(HOSTILE), by: some(HOSTILE), ..full.clone() };
        vec![full, sparse, hostile]
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
        vec![full, sparse, hostile]
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
        };
        let declined = Self {
            accepted: false,
            when: review(),
            comment: some("Thursday is worse"),
            ..accepted.clone()
        };
        let hostile =
            Self { title: hostile(), who: hostile(), comment: some(HOSTILE), ..accepted.clone() };
        vec![accepted, declined, hostile]
    }
}

impl Samples for Delegated {
    fn samples() -> Vec<Self> {
        vec![
            Self { number: 12, title: text("Sprint review"), from: text("Ana"), to: text("Sam") },
            Self { number: 12, title: hostile(), from: hostile(), to: hostile() },
        ]
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
            Same::Invited { names: names() },
            Same::NotInvited { names: names() },
            Same::Cohost { name: text("Bo") },
            Same::NoCohost { name: hostile() },
            Same::Cancelled,
            Same::Proposal { when: thursday() },
            Same::Delegated { to: hostile() },
            Same::Import,
        ]);
        all.into_iter()
            .flat_map(|what| {
                [text("Sprint review"), hostile()].map(|title| Self {
                    number: 12,
                    title,
                    what: what.clone(),
                })
            })
            .collect()
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
            assumed: vec![text("in the afternoon, 15:00")],
        };
        let assumed = vec![text("next week, Fri 4 Dec 2026"), hostile()];
        vec![one.clone(), Self { title: hostile(), assumed, ..one }]
    }
}

impl Samples for Imported {
    fn samples() -> Vec<Self> {
        let new = Self {
            number: 12,
            title: text("Sprint review"),
            when: review(),
            updated: false,
            problems: Vec::new(),
        };
        let problems = vec![text("line 7: the line has no colon and was left out"), hostile()];
        let broken = Self { problems, ..new.clone() };
        let updated = Self { updated: true, title: hostile(), ..new.clone() };
        vec![new, updated, broken]
    }
}

impl Samples for Reminder {
    fn samples() -> Vec<Self> {
        let full = Self {
            number: 12,
            title: text("Sprint review"),
            when: TimeText { relative: text("in 15 minutes"), ..review() },
            place: some("Room 5"),
            names: vec![text("Ana"), text("Bo")].into(),
        };
        let sparse = Self { place: None, names: Names::default(), ..full.clone() };
        let hostile = Self {
            title: hostile(),
            place: some(HOSTILE),
            names: vec![hostile(); 60].into(),
            ..full.clone()
        };
        vec![full, sparse, hostile]
    }
}

impl Samples for ZoneSet {
    fn samples() -> Vec<Self> {
        [ZoneFrom::Text, ZoneFrom::Person, ZoneFrom::Room, ZoneFrom::Instance]
            .map(|of| Self { zone: text("Europe/Berlin"), of, clock: text("15:04 CET") })
            .to_vec()
    }
}

impl Samples for ZoneShown {
    fn samples() -> Vec<Self> {
        [ZoneFrom::Text, ZoneFrom::Person, ZoneFrom::Room, ZoneFrom::Instance]
            .map(|from| Self { zone: text("Europe/Berlin"), from, clock: text("15:04 CET") })
            .to_vec()
    }
}

impl Samples for Settings {
    fn samples() -> Vec<Self> {
        let row = SettingRow {
            name: text("reminder"),
            value: text("15 min"),
            default: true,
            about: text("How long before a meeting people are reminded."),
        };
        let hostile = SettingRow { value: hostile(), default: false, ..row.clone() };
        let changed = SettingRow { value: text("30 min"), default: false, ..row.clone() };
        vec![
            Self { rows: vec![row.clone(), changed] },
            Self { rows: vec![row, hostile] },
            Self { rows: Vec::new() },
        ]
    }
}

impl Samples for SettingSet {
    fn samples() -> Vec<Self> {
        vec![
            Self { name: text("reminder"), value: text("30 min"), before: text("15 min") },
            Self { name: hostile(), value: hostile(), before: hostile() },
        ]
    }
}

impl Samples for Help {
    fn samples() -> Vec<Self> {
        let row = |name: &str, usage: &str, about: &str| HelpRow {
            name: text(name),
            usage: text(usage),
            about: text(about),
        };
        let commands = vec![
            row("new", "Sprint review fri 15:00-15:45 @bo in Room 5", "Make a meeting."),
            row("list", "list this week", "Show the meetings of a time."),
            row("yes", "yes #12", "Say that you come."),
            row("propose", "propose thu 15:00", "Propose another time."),
        ];
        vec![Self { commands }]
    }
}

impl Samples for HelpOne {
    fn samples() -> Vec<Self> {
        let full = Self {
            name: text("yes"),
            aliases: vec![text("y"), text("accept-invitation")],
            about: text("Say that you come."),
            usage: text("yes [#number] [comment]"),
            examples: vec![text("yes #12"), text("yes #12 a little late")],
            who: text("everyone"),
        };
        let sparse = Self { aliases: Vec::new(), examples: Vec::new(), ..full.clone() };
        vec![full, sparse]
    }
}

impl Samples for Doctor {
    fn samples() -> Vec<Self> {
        let well = Finding { ok: true, what: text("I can read this room."), remedy: None };
        let ill = Finding {
            ok: false,
            what: text("I may not add reactions."),
            remedy: some("Give me the permission “Add Reactions”."),
        };
        let hostile = Finding { what: hostile(), remedy: some(HOSTILE), ..ill.clone() };
        vec![
            Self { findings: vec![well.clone(), ill] },
            Self { findings: vec![well, hostile] },
            Self { findings: Vec::new() },
        ]
    }
}

impl Samples for MyData {
    fn samples() -> Vec<Self> {
        vec![Self { file_name: text("my-data.json"), content: text("{}") }]
    }
}

impl Samples for ForgetAsk {
    fn samples() -> Vec<Self> {
        vec![Self { meetings: 0, answers: 0 }, Self { meetings: 1, answers: 17 }]
    }
}

impl Samples for Forgotten {
    fn samples() -> Vec<Self> {
        vec![Self { meetings: 0, answers: 1 }, Self { meetings: 2, answers: 0 }]
    }
}
