//! The program is killed at every named point of a step, started again, and given again what it had not
//! acknowledged: then everything must be as if nothing had happened. Nothing lost, nothing twice.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

/// Every point at which the program can be made to stop, and how often the scene passes it at least.
const POINTS: &[(&str, u32)] = &[
    ("app.remembered", 6),
    ("app.before-commit", 6),
    ("app.committed", 6),
    ("work.sent", 10),
    ("work.before-commit", 10),
    ("work.committed", 10),
    ("work.reminding", 4),
    ("work.memo", 4),
    ("work.digest", 4),
];

/// A meeting on three days.
const SERIES: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:daily\r\n\
    DTSTAMP:20261120T100000Z\r\nSUMMARY:Daily\r\nDTSTART:20261204T150000Z\r\nDTEND:20261204T151500Z\r\n\
    RRULE:FREQ=DAILY;COUNT=3\r\nATTENDEE;CN=cleo:mailto:cleo@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// What happens in the scene. `card` stands for the id of the first message, `question` for that of the one that asks.
fn scene() -> Vec<Value> {
    vec![
        json!({"now": "2026-12-01T10:00:00+01:00"}),
        json!({"id": "1", "from": "ana", "say": "!meet Sprint review fri 15:00-15:45 @bo @cleo"}),
        json!({"id": "2", "from": "bo", "react": "✅", "to": "card"}),
        json!({"id": "3", "from": "cleo", "say": "!meet no #1 I am away"}),
        json!({"id": "4", "from": "bo", "reply": "!meet propose thu 15:00", "to": "card"}),
        json!({"id": "5", "from": "ana", "say": "!meet accept #1"}),
        json!({"id": "6", "from": "cleo", "react": "👍", "to": "card"}),
        json!({"id": "7", "from": "cleo", "say": "!meet move #1 to 11:00"}),
        json!({"id": "8", "from": "ana", "upload": SERIES, "name": "daily.ics"}),
        json!({"id": "8b", "from": "ana", "press": "yes", "to": "question"}),
        json!({"id": "9", "from": "bo", "say": "!meet yes #2 all"}),
        json!({"id": "10", "from": "ana", "say": "!meet remind #1 1 day, 15 min"}),
        json!({"id": "11", "from": "cleo", "say": "!remind me fri 16:00 buy cake"}),
        json!({"id": "12", "from": "ana", "say": "!meet settings digest daily 8:00", "moderator": true}),
        json!({"now": "2026-12-03T14:45:00Z"}),
        json!({"now": "2026-12-03T18:00:00Z"}),
        json!({"now": "2026-12-04T14:50:00Z"}),
        json!({"now": "2026-12-04T18:00:00Z"}),
        json!({"now": "2026-12-05T14:50:00Z"}),
    ]
}

/// What the room shows, by message id and in order of their first coming.
#[derive(Debug, Default, Clone)]
pub(crate) struct Shown(pub(crate) Vec<(String, Value)>);

impl Shown {
    fn take(&mut self, event: &Value) {
        let id = event["id"].as_str().unwrap().to_owned();
        let seen = json!({"text": event["text"], "buttons": event["buttons"], "to": event["to"]});
        match (event["event"].as_str().unwrap(), self.0.iter_mut().find(|(known, _)| *known == id))
        {
            // A message that comes again has the id it had: whoever reads the lines shows it once.
            ("message" | "edit", Some((_, shown))) => *shown = seen,
            ("message", None) => self.0.push((id, seen)),
            (event, _) => panic!("{event} of {id}, which never came"),
        }
    }

    /// What people see, without the ids, which differ from run to run.
    fn texts(&self) -> Vec<&Value> {
        self.0.iter().map(|(_, shown)| shown).collect()
    }
}

/// The program with a room of JSON lines.
#[derive(Debug)]
pub(crate) struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    pub(crate) fn start(db: &Path, stop_at: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_convene"));
        command.args(["console", "--json", "--db"]).arg(db).current_dir(db.parent().unwrap());
        if let Some(point) = stop_at {
            command.args(["--stop-at", point]);
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, input, output }
    }

    /// Sends a line and takes what it caused; false when the program died over it.
    pub(crate) fn play(&mut self, line: &Value, shown: &mut Shown) -> bool {
        let mut line = line.clone();
        if line["to"] == "card" {
            line["to"] = json!(shown.0.first().unwrap().0);
        }
        if line["to"] == "question" {
            let asks = |seen: &Value| seen["buttons"][0]["id"] == "yes";
            line["to"] = json!(shown.0.iter().find(|(_, seen)| asks(seen)).unwrap().0);
        }
        if writeln!(self.input, "{line}").is_err() {
            return false;
        }
        loop {
            let mut answer = String::new();
            if self.output.read_line(&mut answer).unwrap() == 0 {
                return false;
            }
            let event: Value = serde_json::from_str(&answer).unwrap();
            match event["event"].as_str().unwrap() {
                "idle" => return true,
                "error" => panic!("{event}"),
                _ => shown.take(&event),
            }
        }
    }

    pub(crate) fn end(mut self) {
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

/// The points at which what is due is seen to and said, and how often it is killed there when it comes back.
const BACK: &[(&str, u32)] = &[
    ("work.reminding", 6),
    ("work.memo", 6),
    ("work.digest", 6),
    ("work.sent", 12),
    ("work.before-commit", 12),
    ("work.committed", 12),
];

/// The bot was away over some dates of a series, and comes back in the quiet hours.
fn away() -> Vec<Value> {
    vec![
        json!({"now": "2026-12-01T10:00:00+01:00"}),
        json!({"id": "1", "from": "ana", "say": "!meet settings quiet 22:00-8:00", "moderator": true}),
        json!({"id": "2", "from": "ana", "say": "!meet settings zone Europe/Berlin", "moderator": true}),
        json!({"id": "3", "from": "ana", "say": "!meet Sync every weekday 9:15-9:30"}),
        json!({"id": "4", "from": "ana", "say": "!meet Lunch sat 12:00"}),
        json!({"id": "5", "from": "ana", "say": "!meet remind #2 1 day, 15 min"}),
        json!({"id": "6", "from": "bo", "say": "!remind us fri 21:30 lock the door"}),
        json!({"now": "2026-12-04T23:00:00+01:00"}),
        json!({"id": "7", "from": "bo", "say": "!meet Night today 23:50-23:59"}),
        json!({"id": "8", "from": "bo", "say": "!meet yes #2"}),
        json!({"now": "2026-12-04T23:35:00+01:00"}),
        json!({"now": "2026-12-05T08:00:00+01:00"}),
        json!({"now": "2026-12-05T11:45:00+01:00"}),
    ]
}

#[test]
fn who_was_away_and_is_killed_says_all_once() {
    let scene = away();
    let (expected, _) = play(&scene, None);
    let said = |words: &str| {
        let texts = expected.texts();
        texts.iter().filter(|shown| shown["text"].as_str().unwrap().contains(words)).count()
    };
    for (words, times) in [
        ("“Sync” began Wed 2 Dec", 1),
        ("“Sync” began Thu 3 Dec", 1),
        ("“Sync” began Fri 4 Dec", 1),
        ("“Night” starts in 15 minutes", 1),
        ("“Lunch” starts in 4 hours", 1),
        ("“Lunch” starts in 15 minutes", 1),
        ("“lock the door” was due", 1),
    ] {
        assert_eq!(said(words), times, "{words}: {expected:#?}");
    }
    for (point, times) in BACK {
        for nth in 1..=*times {
            let (shown, killed) = play(&scene, Some(&format!("{point}:{nth}")));
            assert!(killed, "{point} was not passed {nth} times");
            assert_eq!(shown.texts(), expected.texts(), "killed at {point}, pass {nth}");
        }
    }
}

/// Plays a scene on a fresh database, killed at most once; gives what is shown, and whether it was killed.
fn play(scene: &[Value], stop_at: Option<&str>) -> (Shown, bool) {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("room.db");
    let (mut shown, mut killed) = (Shown::default(), false);
    let mut process = Process::start(&db, stop_at);
    let mut at = 0;
    while let Some(line) = scene.get(at) {
        if process.play(line, &mut shown) {
            at += 1;
            continue;
        }
        assert!(!killed, "it died by itself at {line}");
        killed = true;
        process.child.wait().unwrap();
        process = Process::start(&db, None);
        // The clock is the process's own: it is set to where it stood, then the line comes again.
        let now = scene[..=at].iter().rev().find(|line| line.get("now").is_some()).unwrap();
        assert!(process.play(now, &mut shown));
    }
    process.end();
    (shown, killed)
}

fn killed_at(point: &str, times: u32) {
    let scene = scene();
    let (expected, _) = play(&scene, None);
    assert!(expected.0.len() >= 6, "{expected:#?}");
    for nth in 1..=times {
        let (shown, killed) = play(&scene, Some(&format!("{point}:{nth}")));
        assert!(killed, "{point} was not passed {nth} times");
        assert_eq!(shown.texts(), expected.texts(), "killed at {point}, pass {nth}");
    }
}

macro_rules! points {
    ($($name:ident),*) => {$(
        #[test]
        fn $name() {
            let name = stringify!($name).replacen('_', ".", 1).replace('_', "-");
            let (point, times) = POINTS.iter().find(|(point, _)| *point == name).unwrap();
            killed_at(point, *times);
        }
    )*
        #[test]
        fn every_point_of_the_program_is_tried() {
            let tried = [$(stringify!($name)),*].len();
            assert_eq!(tried, POINTS.len());
            let mut named = Vec::new();
            for file in ["src/app.rs", "src/work/outbox.rs", "src/work/reminders.rs", "src/work/memos.rs", "src/work/digests.rs"] {
                let text = std::fs::read_to_string(file).unwrap();
                let points = text.split("stop_point!(\"").skip(1);
                named.extend(points.map(|rest| rest.split('"').next().unwrap().to_owned()));
            }
            named.sort();
            let mut known: Vec<_> = POINTS.iter().map(|(point, _)| (*point).to_owned()).collect();
            known.sort();
            assert_eq!(named, known);
        }
    };
}

points! {
    app_remembered, app_before_commit, app_committed,
    work_sent, work_before_commit, work_committed, work_reminding, work_memo, work_digest
}
