//! People on a homeserver: their program, and what it says.
//!
//! Each person has a client of their own in `tests/matrix/people.py`. Nothing here waits for a time to pass: it waits for
//! something to be seen, and the test fails with all that was seen when that takes too long.

use std::{
    fmt, fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{sync::watch, time};

use crate::program::{self, Program};

use super::{
    homeserver::{Homeserver, SECRET},
    person::Person,
};

/// How long anybody waits for anything.
const PATIENCE: Duration = Duration::from_secs(40);

/// The name of the homeserver, which is a part of everybody's.
pub(super) const SERVER: &str = "matrix.test";

/// Everybody's password.
pub(super) const PASSWORD: &str = "correct horse battery staple";

/// All the people of a test.
#[derive(Debug)]
pub(super) struct People {
    folder: TempDir,
    input: Mutex<ChildStdin>,
    heard: Arc<Heard>,
    asked: AtomicU64,
    _program: Program,
}

/// What the program said so far.
#[derive(Debug)]
struct Heard {
    lines: Mutex<Vec<Line>>,
    count: watch::Sender<usize>,
}

/// A line of the program.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Line {
    Saw { who: String, event: Event },
    Done { id: u64, ok: Value },
    Failed { id: u64, error: String },
}

/// Something that a person saw.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Event {
    /// Where.
    #[serde(default)]
    pub(super) room: String,
    /// Its id; an invitation has none.
    #[serde(default)]
    pub(super) id: Option<String>,
    /// What it is, decrypted if it could be.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// Who sent it.
    #[serde(default)]
    pub(super) sender: String,
    /// What of the room's state it is.
    #[serde(default)]
    pub(super) state_key: Option<String>,
    /// The event it takes away.
    #[serde(default)]
    pub(super) redacts: Option<String>,
    /// The rest.
    pub(super) content: Value,
    /// How much their program warns of it, where it looks at that: 0 for not at all.
    #[serde(default)]
    pub(super) shield: Option<u8>,
    /// Whether it came encrypted.
    #[serde(default)]
    pub(super) encrypted: bool,
}

impl People {
    /// Starts their clients; nobody has an account yet.
    pub(super) fn start(tools: &Path, homeserver: &Homeserver) -> Arc<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut command = program::command(&tools.join("people/bin/python"));
        command.args(["tests/matrix/people.py", &homeserver.url(), SECRET]).arg(folder.path());
        command.env("PYTHONUTF8", "1");
        Self::listen(folder, command)
    }

    /// Starts the program of one person who looks at who is verified. The account has to be there.
    pub(super) fn verifiers(tools: &Path, homeserver: &Homeserver) -> Arc<Self> {
        let mut command = program::command(Path::new("node"));
        command.args(["tests/matrix/verifier.mjs", &homeserver.url()]).arg(tools.join("node"));
        Self::listen(tempfile::tempdir().unwrap(), command)
    }

    fn listen(folder: TempDir, mut command: Command) -> Arc<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut program = Program::start(&mut command, &folder.path().join("log"));
        let (input, output) = program.pipes();
        let heard = Arc::new(Heard { lines: Mutex::default(), count: watch::Sender::default() });
        let listener = Arc::clone(&heard);
        thread::spawn(move || listener.listen(output));
        let (input, asked) = (Mutex::new(input), AtomicU64::default());
        Arc::new(Self { folder, input, heard, asked, _program: program })
    }

    /// Makes an account, for a person or for a program.
    pub(super) async fn register(&self, name: &str) {
        self.ask(name, "register", json!({ "password": PASSWORD })).await;
    }

    /// Somebody new, with an account and a client.
    pub(super) async fn person(self: &Arc<Self>, name: &str) -> Person {
        self.register(name).await;
        self.device(name, name).await
    }

    /// A client of somebody's who has an account.
    pub(super) async fn device(self: &Arc<Self>, device: &str, name: &str) -> Person {
        self.ask(device, "login", json!({ "password": PASSWORD, "user": name })).await;
        Person::new(Arc::clone(self), device.to_owned(), format!("@{name}:{SERVER}"))
    }

    /// Has something done, and gives what came of it.
    pub(super) async fn ask(&self, who: &str, what: &str, with: Value) -> Value {
        self.try_ask(who, what, with).await.unwrap_or_else(|error| panic!("{who}: {error}"))
    }

    pub(super) async fn try_ask(
        &self,
        who: &str,
        what: &str,
        mut with: Value,
    ) -> Result<Value, String> {
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        with["id"] = number.into();
        with["who"] = who.into();
        with["do"] = what.into();
        writeln!(self.input.lock().unwrap(), "{with}").unwrap();
        let answered =
            self.heard.until(|lines| lines.iter().rev().find_map(|line| line.answers(number)));
        let said = || fs::read_to_string(self.folder.path().join("log")).unwrap();
        answered.await.unwrap_or_else(|| panic!("{who} never got to: {what}\n{}", said()))
    }

    /// Waits until somebody sees something in all that they have seen, in the order it came in.
    pub(super) async fn until<T>(
        &self,
        who: &str,
        what: &str,
        look: impl Fn(&[&Event]) -> Option<T>,
    ) -> T {
        let found = self.heard.until(|lines| look(&seen(lines, who)));
        found.await.unwrap_or_else(|| {
            let lines = self.heard.lines.lock().unwrap();
            let seen = seen(&lines, who).into_iter();
            // How the room was set up is seldom what is wrong.
            let told = seen.filter(|event| event.state_key.as_deref() != Some(""));
            let saw: Vec<String> = told.map(ToString::to_string).collect();
            panic!("{who} waited for {what}, and saw:\n  {}", saw.join("\n  "))
        })
    }

    /// What somebody makes of all that they have seen until now.
    pub(super) fn now<T>(&self, who: &str, look: impl Fn(&[&Event]) -> T) -> T {
        look(&seen(&self.heard.lines.lock().unwrap(), who))
    }
}

impl Heard {
    fn listen(&self, output: ChildStdout) {
        for line in BufReader::new(output).lines() {
            let line = line.unwrap();
            let line =
                serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            self.lines.lock().unwrap().push(line);
            self.count.send_modify(|count| *count += 1);
        }
    }

    /// Waits until there is something in the lines; nothing where that takes too long.
    async fn until<T>(&self, look: impl Fn(&[Line]) -> Option<T>) -> Option<T> {
        let mut more = self.count.subscribe();
        let found = async {
            loop {
                more.mark_unchanged();
                if let Some(found) = look(&self.lines.lock().unwrap()) {
                    return found;
                }
                more.changed().await.unwrap();
            }
        };
        time::timeout(PATIENCE, found).await.ok()
    }
}

fn seen<'l>(lines: &'l [Line], somebody: &str) -> Vec<&'l Event> {
    let events = lines.iter().filter_map(|line| match line {
        Line::Saw { who, event } if who == somebody => Some(event),
        _ => None,
    });
    events.collect()
}

impl Line {
    fn answers(&self, number: u64) -> Option<Result<Value, String>> {
        match self {
            Self::Done { id, ok } if *id == number => Some(Ok(ok.clone())),
            Self::Failed { id, error } if *id == number => Some(Err(error.clone())),
            _ => None,
        }
    }
}

impl Event {
    /// What it says.
    pub(super) fn body(&self) -> &str {
        self.content["body"].as_str().unwrap_or_default()
    }

    /// The event it is about, where it is about one in this way.
    pub(super) fn relates(&self, how: &str) -> Option<&str> {
        let relation = &self.content["m.relates_to"];
        relation["event_id"].as_str().filter(|_| relation["rel_type"] == how)
    }

    /// Whether it makes somebody a member of its room in this way.
    pub(super) fn is_member(&self, membership: &str, user: &str) -> bool {
        self.kind == "m.room.member"
            && self.state_key.as_deref() == Some(user)
            && self.content["membership"] == membership
    }

    /// Its id.
    pub(super) fn id(&self) -> String {
        self.id.clone().unwrap()
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, kind, sender, content, .. } = self;
        write!(f, "{} {sender} {kind} {content}", id.as_deref().unwrap_or("-"))
    }
}

/// What a message says now, after its edits; nothing once it was taken away.
pub(super) fn shown<'e>(events: &[&'e Event], message: &str) -> Option<&'e str> {
    let (mut sender, mut text) = (None, None);
    for event in events.iter().copied() {
        if event.id.as_deref() == Some(message) && event.kind == "m.room.message" {
            (sender, text) = (Some(&event.sender), event.content["body"].as_str());
        } else if event.relates("m.replace") == Some(message) && sender == Some(&event.sender) {
            text = event.content["m.new_content"]["body"].as_str();
        } else if event.redacts.as_deref() == Some(message) {
            return None;
        }
    }
    text
}
