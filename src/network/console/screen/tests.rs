//! The screen as people see it, at two widths, and what they do with it.

use chrono_tz::Europe::Berlin;
use expect_test::{Expect, expect};
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer};

use super::*;
use crate::{
    chat::{Button, Message},
    clock::SeededIds,
    model::{MessageId, UserRef},
    network::console::{CONSOLE, Called, WELCOME, desk::Letter, name},
};

/// A screen, and a terminal of some size to draw it on.
struct Bench {
    screen: Screen,
    terminal: Terminal<TestBackend>,
    ids: SeededIds,
    shown: usize,
}

impl Bench {
    fn new(columns: u16, rows: u16) -> Self {
        Self {
            screen: Screen::new(WELCOME, Berlin, true, Called::default()),
            terminal: Terminal::new(TestBackend::new(columns, rows)).unwrap(),
            ids: SeededIds::new(1),
            shown: 0,
        }
    }

    fn key(&mut self, code: KeyCode) -> Entered {
        self.press(code, KeyModifiers::NONE)
    }

    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) -> Entered {
        self.screen.event(&Event::Key(KeyEvent::new(code, modifiers)), &self.ids)
    }

    fn type_in(&mut self, text: &str) {
        for c in text.chars() {
            self.key(KeyCode::Char(c));
        }
    }

    fn line(&mut self, text: &str) -> Entered {
        self.type_in(text);
        self.key(KeyCode::Enter)
    }

    /// Shows a message; its id is its place among those that were shown.
    fn show(&mut self, text: &str) {
        self.shown += 1;
        let id = self.shown.to_string();
        self.screen
            .deliver(Delivery::Send(letter(&id, Message { text: text.to_owned(), ..card() })));
    }

    fn redraw(&mut self, id: &str, text: &str) {
        self.screen
            .deliver(Delivery::Edit(letter(id, Message { text: text.to_owned(), ..card() })));
    }

    fn buffer(&mut self) -> Buffer {
        let now = "2026-12-01T09:00:00Z".parse().unwrap();
        self.terminal.draw(|frame| self.screen.draw(frame, now)).unwrap();
        self.terminal.backend().buffer().clone()
    }

    fn text(&mut self) -> String {
        let buffer = self.buffer();
        let rows = buffer.content.chunks(usize::from(buffer.area.width).max(1));
        let mut text = String::new();
        for row in rows {
            // A wide character covers the cell after it.
            let mut covered = 0;
            let mut line = String::new();
            for cell in row {
                if covered == 0 {
                    line.push_str(cell.symbol());
                    covered = width(cell.symbol()).max(1);
                }
                covered -= 1;
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    fn check(&mut self, expected: &Expect) {
        expected.assert_eq(&self.text());
    }
}

fn letter(id: &str, message: Message) -> Letter {
    let room = name::room("room").unwrap();
    Letter { id: MessageId(id.to_owned()), room, message, saved: Vec::new() }
}

fn card() -> Message {
    let button = |id: &str, label: &str| Button { id: id.to_owned(), label: label.to_owned() };
    Message {
        buttons: vec![
            button("yes", "✅ Going"),
            button("maybe", "🤔 Maybe"),
            button("no", "❌ Can't"),
            button("propose", "🕒 Propose another time"),
        ],
        ..Message::default()
    }
}

const REVIEW: &str = "Sprint review\nFri 4 Dec 2026, 15:00-15:45 CET (in 3 days)\n45 min · in Room 5\nby ana\n\n\
    We look at what the sprint brought, and everyone who wants to can show something of their own in five minutes.\n\n\
    ✅ Going (2 of 3): ana, bo\n… no answer (1): 山田太郎\n#12";

/// A meeting, an answer, a private word with a file, and a line that is being typed.
fn scene(bench: &mut Bench) {
    bench.line("ana: !meet Sprint review fri 15:00-15:45 @bo @山田太郎 in Room 5");
    bench.show(REVIEW);
    bench.line("bo: +yes");
    bench.line("ana: !meet export");
    let private = Message {
        text: "Sprint review as a calendar file.".to_owned(),
        only_for: Some(UserRef { network: CONSOLE, id: "ana".to_owned() }),
        thread: Some(MessageId("1".to_owned())),
        reactions: vec!["👍".to_owned()],
        ..Message::default()
    };
    let saved = vec!["file: files/Sprint review.ics".to_owned()];
    bench.screen.deliver(Delivery::Send(Letter { saved, ..letter("file", private) }));
    bench.type_in("see you 👋");
}

#[test]
fn an_empty_room_says_how_to_begin() {
    Bench::new(100, 8).check(&expect![[r#"



        ana: !meet Lunch tomorrow 12:30   ana makes a meeting
        bo: +yes                          bo answers; so does [1]
        /help                             everything else
         #room                                                                  /help · Tue 1 Dec 10:00 CET
        > ana: !meet Lunch tomorrow 12:30
    "#]]);
    Bench::new(60, 10).check(&expect![[r#"





        ana: !meet Lunch tomorrow 12:30   ana makes a meeting
        bo: +yes                          bo answers; so does [1]
        /help                             everything else
         #room                          /help · Tue 1 Dec 10:00 CET
        > ana: !meet Lunch tomorrow 12:30
    "#]]);
}

#[test]
fn a_meeting_at_100_columns() {
    let mut bench = Bench::new(100, 26);
    scene(&mut bench);
    bench.check(&expect![[r#"
        ana: !meet Lunch tomorrow 12:30   ana makes a meeting
        bo: +yes                          bo answers; so does [1]
        /help                             everything else
        ana: !meet Sprint review fri 15:00-15:45 @bo @山田太郎 in Room 5
          m1 ┃ Sprint review
             ┃ Fri 4 Dec 2026, 15:00-15:45 CET (in 3 days)
             ┃ 45 min · in Room 5
             ┃ by ana
             ┃
             ┃ We look at what the sprint brought, and everyone who wants to can show something of their own
             ┃ in five minutes.
             ┃
             ┃ ✅ Going (2 of 3): ana, bo
             ┃ … no answer (1): 山田太郎
             ┃ #12
             ┃ [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't] [4 🕒 Propose another time]

        bo reacts with ✅ to m1
        ana: !meet export
          m2 ┃ ↳ m1 (only ana sees this)
             ┃ Sprint review as a calendar file.
             ┃ +👍
             ┃ file: files/Sprint review.ics

         #room                                                                  /help · Tue 1 Dec 10:00 CET
        ana> see you 👋
    "#]]);
}

#[test]
fn a_meeting_at_60_columns() {
    let mut bench = Bench::new(60, 32);
    scene(&mut bench);
    bench.check(&expect![[r#"



        ana: !meet Lunch tomorrow 12:30   ana makes a meeting
        bo: +yes                          bo answers; so does [1]
        /help                             everything else
        ana: !meet Sprint review fri 15:00-15:45 @bo @山田太郎 in
          Room 5
          m1 ┃ Sprint review
             ┃ Fri 4 Dec 2026, 15:00-15:45 CET (in 3 days)
             ┃ 45 min · in Room 5
             ┃ by ana
             ┃
             ┃ We look at what the sprint brought, and everyone who
             ┃ wants to can show something of their own in five
             ┃ minutes.
             ┃
             ┃ ✅ Going (2 of 3): ana, bo
             ┃ … no answer (1): 山田太郎
             ┃ #12
             ┃ [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
             ┃ [4 🕒 Propose another time]

        bo reacts with ✅ to m1
        ana: !meet export
          m2 ┃ ↳ m1 (only ana sees this)
             ┃ Sprint review as a calendar file.
             ┃ +👍
             ┃ file: files/Sprint review.ics

         #room                          /help · Tue 1 Dec 10:00 CET
        ana> see you 👋
    "#]]);
}

#[test]
fn a_card_is_redrawn_where_it_stands() {
    let mut bench = Bench::new(60, 14);
    bench.show("Lunch\nFri 12:30\nnobody yet");
    bench.line("ana: hello");
    bench.text();
    bench.redraw("1", "Lunch\nFri 12:30\n✅ bo");
    bench.check(&expect![[r#"


        ana: !meet Lunch tomorrow 12:30   ana makes a meeting
        bo: +yes                          bo answers; so does [1]
        /help                             everything else
          m1 ┃ Lunch
             ┃ Fri 12:30
             ┃ ✅ bo
             ┃ [1 ✅ Going] [2 🤔 Maybe] [3 ❌ Can't]
             ┃ [4 🕒 Propose another time]

        ana: hello
         #room                          /help · Tue 1 Dec 10:00 CET
        ana>
    "#]]);
}

#[test]
fn what_happens_out_of_sight_is_said() {
    let mut bench = Bench::new(60, 9);
    for n in 1..=9 {
        bench.show(&format!("Meeting {n}"));
    }
    bench.text();
    bench.redraw("1", "Meeting 1, changed");
    let room = name::room("team").unwrap();
    let message = Message { text: "Over here".to_owned(), ..Message::default() };
    bench.screen.deliver(Delivery::Send(Letter { room, ..letter("there", message) }));
    assert!(bench.text().contains("#room · #team 1 new · m1 changed"), "{}", bench.text());
    bench.line("/room team");
    let text = bench.text();
    assert!(text.contains("┃ Over here") && text.contains(" #team  "), "{text}");
    assert!(!text.contains("new"), "{text}");
}

#[test]
fn whoever_scrolls_back_stays_there_until_they_speak() {
    let mut bench = Bench::new(60, 9);
    for n in 1..=20 {
        bench.show(&format!("Meeting {n}"));
    }
    assert!(bench.text().contains("Meeting 20"));
    for _ in 0..3 {
        bench.key(KeyCode::PageUp);
        bench.text();
    }
    let back = bench.text();
    assert!(back.contains("↓ PageDown") && !back.contains("Meeting 20"), "{back}");
    bench.show("Meeting 21");
    assert_eq!(bench.text(), back, "what is read stays in place");
    bench.key(KeyCode::PageDown);
    assert_ne!(bench.text(), back);
    for _ in 0..99 {
        bench.key(KeyCode::PageUp);
    }
    assert!(bench.text().starts_with("ana: !meet Lunch"), "{}", bench.text());
    bench.line("ana: hello");
    assert!(bench.text().contains("ana: hello"));
    assert!(!bench.text().contains("PageDown"));
}

#[test]
fn keys_type_fetch_and_leave() {
    let mut bench = Bench::new(60, 5);
    assert!(matches!(bench.line("ana: hello"), Entered::Task(_)));
    bench.type_in("helo");
    bench.key(KeyCode::Left);
    bench.key(KeyCode::Char('l'));
    assert!(bench.text().ends_with("ana> hello\n"), "{}", bench.text());
    bench.terminal.backend_mut().assert_cursor_position(Position { x: 9, y: 4 });
    bench.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    bench.press(KeyCode::Char('k'), KeyModifiers::CONTROL);
    bench.key(KeyCode::Up);
    assert!(bench.text().ends_with("ana> ana: hello\n"), "{}", bench.text());
    assert!(matches!(bench.press(KeyCode::Char('d'), KeyModifiers::CONTROL), Entered::Nothing));
    bench.key(KeyCode::Down);
    assert!(matches!(bench.press(KeyCode::Char('d'), KeyModifiers::CONTROL), Entered::Quit));
    assert!(matches!(bench.press(KeyCode::Char('c'), KeyModifiers::CONTROL), Entered::Quit));
    assert!(matches!(bench.line("/quit"), Entered::Quit));
}

#[test]
fn a_long_line_shows_the_part_around_the_cursor() {
    let mut bench = Bench::new(30, 4);
    bench.line("ana: x");
    bench.type_in("日本語の会議は金曜日の午後三時から始まります");
    assert!(bench.text().ends_with("ana> の午後三時から始まります\n"), "{}", bench.text());
    bench.key(KeyCode::Home);
    assert!(bench.text().ends_with("ana> 日本語の会議は金曜日の午\n"), "{}", bench.text());
}

#[test]
fn no_terminal_is_too_small() {
    for (columns, rows) in [(0, 0), (1, 1), (2, 2), (5, 3), (8, 40), (300, 1)] {
        let mut bench = Bench::new(columns, rows);
        scene(&mut bench);
        bench.text();
    }
}

#[test]
fn colours_are_left_out_where_they_are_not_wanted() {
    let colours = |colour: bool| {
        let mut bench = Bench::new(60, 32);
        bench.screen.paint = Paint { colour };
        scene(&mut bench);
        bench.buffer().content.iter().any(|cell| cell.fg != ratatui::style::Color::Reset)
    };
    assert!(colours(true));
    assert!(!colours(false));
}

#[test]
fn nothing_that_steers_a_terminal_is_drawn() {
    let hostile = "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}evil\u{2066}\r\n\u{8}\u{0}@everyone";
    let mut bench = Bench::new(80, 24);
    bench.screen.event(&Event::Paste(format!("ana: {hostile}")), &SeededIds::new(2));
    bench.key(KeyCode::Enter);
    bench.show(hostile);
    let message = Message {
        text: hostile.to_owned(),
        buttons: vec![Button { id: "x".to_owned(), label: hostile.to_owned() }],
        only_for: Some(UserRef { network: CONSOLE, id: hostile.to_owned() }),
        ..Message::default()
    };
    let room = RoomRef { network: CONSOLE, id: hostile.to_owned() };
    let saved = vec![hostile.to_owned()];
    bench.screen.deliver(Delivery::Send(Letter { saved, ..letter("hostile", message.clone()) }));
    bench.screen.deliver(Delivery::Send(Letter { room, ..letter("elsewhere", message) }));
    bench.screen.refused(hostile);
    bench.screen.event(&Event::Paste(hostile.to_owned()), &SeededIds::new(2));
    for cell in bench.buffer().content {
        let steers = cell.symbol().contains(crate::network::console::clean::is_hidden);
        assert!(!steers, "{:?}", cell.symbol());
    }
    let text = bench.text();
    assert!(text.contains("evil") && text.contains("@everyone"), "{text}");
}
