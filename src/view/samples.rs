//! Examples of every view: friendly, sparse and hostile. Whoever brings templates of
//! their own has them drawn at start, so nothing here panics.

use crate::model::Partstat;

use super::{
    Answerer, Answers, Assumed, Card, CardState, Counts, Dates, Doctor, Finding, ForgetAsk,
    Forgotten, Help, HelpOne, HelpRow, MeetingRow, Meetings, MyData, ProposalLine, Samples,
    SettingRow, SettingSet, Settings, Show, TimeText, Welcome, ZoneFrom, ZoneSet, ZoneShown,
};

mod notices;

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
        instant: true,
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
        instant: true,
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
        instant: false,
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
        elsewhere: vec!["09:00–09:45 EST (New York)".to_owned()],
        repeats: None,
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
            dates: Dates::Only,
            day: None,
            comment: some("Friday is full"),
        }],
        assumed: vec![
            Assumed::Length { minutes: 45 },
            Assumed::Zone { zone: text("Europe/Berlin"), from: ZoneFrom::Person },
        ],
        one_date: false,
    }
}

/// A card of which nothing but the title and the time is known.
pub(super) fn bare() -> Card {
    Card {
        number: 1,
        title: text("Lunch"),
        state: CardState::Upcoming,
        when: moment(),
        elsewhere: Vec::new(),
        repeats: None,
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
        one_date: false,
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
            dates: Dates::All,
            day: None,
            comment: some(HOSTILE),
        }],
        assumed: vec![
            Assumed::Zone { zone: hostile(), from: ZoneFrom::Text },
            Assumed::Note { text: hostile() },
        ],
        one_date: true,
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
            Self { repeats: some("every week on Fri until 18 Dec 2026"), ..sprint_review() },
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

impl Samples for Welcome {
    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

impl Samples for Help {
    fn samples() -> Vec<Self> {
        let row = |name: &str, usage: &str, about: &str| HelpRow {
            name: text(name),
            usage: text(usage),
            about: text(about),
            offered: name != "skip",
        };
        let commands = vec![
            row("new", "Sprint review fri 15:00-15:45 @bo in Room 5", "Make a meeting."),
            row("list", "list this week", "Show the meetings of a time."),
            row("yes", "yes #12", "Say that you come."),
            row("propose", "propose thu 15:00", "Propose another time."),
            row("skip", "skip next", "Call off the next date."),
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
