//! A hundred thousand reminders of one minute, on a real SQLite file that waits for the disk, while the process that sees to
//! them is killed five times; and what it costs to look whether one is due among a million that are not.
//!
//! Prints a line for each figure: its name, a tab, the figure, a tab, what it is about. Fails where one is over its limit.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking, and prints"
)]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use convene::{
    chat::{Bot, Capabilities, Flavour, Message, Network, SendError},
    clock::{Clock, SystemClock, SystemIds},
    command::{self, Defaults},
    ical,
    itip::{Object, Role, Uninvited},
    model::{InstanceId, MessageId, NetworkId, ObjectId, RoomRef},
    store::{Card, Indexed, Options, Reminder, Room, Store, Tx},
    view::{Prompts, Views},
    when::{Dialect, Language},
    work::{Tools, Work},
};
use tokio::{runtime::Builder, sync::Notify};

const INVITATION: &str = include_str!("../tests/data/bench/invitation.ics");
const UID: &str = "5f6a2f0e-8d1c-4b7a-9f57-0c2d7d2f9a11";
const BENCH: NetworkId = NetworkId::new("bench");

/// How many reminders are due in the minute, in how many rooms.
const DUE: usize = 100_000;
const ROOMS: usize = 1000;

/// How often the process is killed meanwhile, and how long it is left alone in between.
const KILLS: u32 = 5;
const BETWEEN: Duration = Duration::from_secs(2);

/// How many reminders lie ahead in the second part.
const AHEAD: usize = 1_000_000;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("work"), Some(file)) => runtime.block_on(work(Path::new(&file))),
        _ => runtime.block_on(async {
            fire().await;
            look().await;
        }),
    }
}

/// Fills a database, has the reminders of one minute fired by processes that are killed, and looks what came of it.
async fn fire() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bench.db");
    fill(&file).await;
    // A minute begins in a moment, and all of them are due at its beginning.
    let minute = SystemClock.now() + TimeDelta::seconds(1);
    let store = open(&file).await;
    set_due(&store, minute).await;
    SystemClock.wait_until(minute).await;
    let begun = Instant::now();
    let (mut killed, mut memory, mut sent) = (0, 0, 0);
    let mut worker = start(&file);
    let mut alone = Instant::now();
    let fired = loop {
        std::thread::sleep(Duration::from_millis(50));
        memory = memory.max(peak(&worker));
        if killed < KILLS && alone.elapsed() >= BETWEEN {
            worker.kill().unwrap();
            worker.wait().unwrap();
            killed += 1;
            worker = start(&file);
            alone = Instant::now();
        }
        let left = store.read().await.unwrap().next_reminder().await.unwrap();
        if left.is_none() {
            break begun.elapsed();
        }
        assert!(begun.elapsed() < Duration::from_mins(10), "they are not fired");
    };
    while killed < KILLS {
        worker.kill().unwrap();
        worker.wait().unwrap();
        killed += 1;
        worker = start(&file);
        std::thread::sleep(BETWEEN);
    }
    worker.kill().unwrap();
    worker.wait().unwrap();
    let twice = doubles(&file, &mut sent);
    println!(
        "fired\t{:.1}\t{DUE} reminders of one minute, killed {killed} times meanwhile",
        fired.as_secs_f64()
    );
    println!("twice\t{twice}\treminders that were fired more than once, or not at all");
    println!("sent\t{sent}\tof them were on a network that takes each at once by then");
    println!("memory\t{:.0}\tMB at the most", f64::from(memory) / 1024.0);
    assert_eq!(twice, 0, "some were fired twice or not at all");
    assert!(fired < Duration::from_mins(1), "they took longer than their minute");
    store.close().await;
}

/// The process that is killed: the worker of the bot, and a network that takes everything at once.
async fn work(file: &Path) {
    let store = open(file).await;
    let prompts = Prompts { prefix: "!meet", own: command::own };
    let tools = Tools {
        store,
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        views: Arc::new(Views::embedded(prompts).unwrap()),
        defaults: defaults(),
        keep: TimeDelta::days(90),
        wake: Arc::new(Notify::new()),
    };
    let log = file.with_extension("sent");
    Work::new(tools, &[Arc::new(Wire { log })]).run().await;
}

fn defaults() -> Defaults {
    Defaults {
        prefixes: vec!["!meet".to_owned()],
        zone: chrono_tz::UTC,
        dialect: Dialect::Uk,
        language: Language::English,
        length: TimeDelta::hours(1),
        reminder: Some(TimeDelta::minutes(15)),
        uninvited: Uninvited::Accept,
        max_title: 200,
        max_file: 1_000_000,
    }
}

/// What was sent, by key: a line for each try.
#[derive(Debug)]
struct Wire {
    log: PathBuf,
}

#[async_trait]
impl Network for Wire {
    fn id(&self) -> NetworkId {
        BENCH
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            flavour: Flavour::Markdown,
            buttons: true,
            reactions: true,
            ephemeral: true,
            threads: true,
            polls: false,
            panels: false,
            forms: false,
            events: false,
            remembers: true,
            max_text: 4000,
            edit_interval: Duration::ZERO,
        }
    }

    async fn run(&self, bot: &dyn Bot) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        bot.stopped().await;
        Ok(())
    }

    async fn send(
        &self,
        key: &str,
        _: &RoomRef,
        message: &Message,
    ) -> Result<MessageId, SendError> {
        use std::io::Write as _;
        let number = message.text.rsplit('#').next().unwrap_or_default();
        let mut log =
            std::fs::OpenOptions::new().append(true).create(true).open(&self.log).unwrap();
        log.write_all(format!("{key} {number}\n").as_bytes()).unwrap();
        Ok(MessageId(key.to_owned()))
    }

    async fn edit(
        &self,
        _: &str,
        _: &RoomRef,
        _: &MessageId,
        _: &Message,
    ) -> Result<(), SendError> {
        Ok(())
    }
}

fn start(file: &Path) -> Child {
    let program = std::env::current_exe().unwrap();
    Command::new(program).arg("work").arg(file).spawn().unwrap()
}

/// The most memory that a process has had, in kilobytes.
fn peak(child: &Child) -> u32 {
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

/// How many meetings were not fired exactly once: of each there is one row in the outbox, or one key under which it was sent.
fn doubles(file: &Path, sent: &mut usize) -> usize {
    let mut keys: Vec<BTreeSet<String>> = vec![BTreeSet::new(); DUE + 1];
    let log = std::fs::read_to_string(file.with_extension("sent")).unwrap_or_default();
    for line in log.lines() {
        let Some((key, number)) = line.split_once(' ') else { continue };
        if let Some(keys) = number.parse::<usize>().ok().and_then(|number| keys.get_mut(number)) {
            *sent += usize::from(keys.insert(key.to_owned()));
        }
    }
    for (key, number) in waiting(file) {
        keys.get_mut(number).unwrap().insert(key);
    }
    keys.iter().skip(1).filter(|keys| keys.len() != 1).count()
}

/// The reminders that wait in the outbox: their keys, and the numbers of their meetings.
fn waiting(file: &Path) -> Vec<(String, usize)> {
    let sql = "SELECT o.key || ' ' || m.number FROM outbox o JOIN object m ON m.id = o.object_id WHERE o.reminds";
    let output = Command::new("sqlite3").arg(file).arg(sql).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let read = |line: &str| {
        let (key, number) = line.split_once(' ').unwrap();
        (key.to_owned(), number.parse().unwrap())
    };
    String::from_utf8(output.stdout).unwrap().lines().map(read).collect()
}

async fn open(file: &Path) -> Store {
    Store::open(file.to_str().unwrap(), Options::default()).await.unwrap()
}

fn room(number: usize) -> RoomRef {
    RoomRef { network: BENCH, id: format!("room-{}", number % ROOMS) }
}

/// Meetings in a quarter of an hour, each with a card in one of the rooms.
async fn fill(file: &Path) {
    let store = open(file).await;
    let start = SystemClock.now() + TimeDelta::minutes(20);
    let wall = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%S").to_string();
    let ics = INVITATION.replace("TZID=Europe/Berlin", "TZID=Etc/UTC");
    let ics = ics
        .replace("20261204T150000", &wall(start))
        .replace("20261204T154500", &wall(start + TimeDelta::minutes(45)));
    for first in (0..DUE).step_by(1000) {
        let mut tx = store.begin().await.unwrap();
        for number in first..first + 1000 {
            if number < ROOMS {
                tx.put_room(&Room::new(room(number), "Team")).await.unwrap();
            }
            add_meeting(&mut tx, number, &ics.replace(UID, &format!("meeting-{number}"))).await;
        }
        tx.commit().await.unwrap();
    }
    store.close().await;
}

async fn add_meeting(tx: &mut Tx, number: usize, ics: &str) {
    let object = Object {
        calendar: ical::parse(ics).unwrap().value,
        role: Role::Organizer,
        received: Vec::new(),
        rescheduled: Vec::new(),
        proposals: Vec::new(),
        held: Vec::new(),
    };
    let indexed = Indexed::from(&object.meeting(chrono_tz::UTC));
    let id = ObjectId(number.to_string());
    tx.add_object(&id, &object, &indexed).await.unwrap();
    let message = Some(MessageId(format!("card-{number}")));
    let card = Card {
        id: format!("card-{number}"),
        object: id,
        instance: InstanceId::Whole,
        room: room(number),
        message,
    };
    tx.add_card(&card).await.unwrap();
    tx.set_card_message(&card.id, card.message.as_ref()).await.unwrap();
}

async fn set_due(store: &Store, at: DateTime<Utc>) {
    for first in (0..DUE).step_by(10_000) {
        let mut tx = store.begin().await.unwrap();
        for number in first..first + 10_000 {
            let (instance, kind) = (InstanceId::Whole, command::BEFORE.to_owned());
            let reminder = Reminder { instance, kind, person: None, at };
            tx.add_reminders(&ObjectId(number.to_string()), &[reminder]).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

/// What a look whether something is due costs among ten reminders ahead, and among a million.
async fn look() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ahead.db");
    let store = open(&file).await;
    let mut tx = store.begin().await.unwrap();
    tx.put_room(&Room::new(room(0), "Team")).await.unwrap();
    add_meeting(&mut tx, 0, INVITATION).await;
    tx.commit().await.unwrap();
    let mut known = 0;
    for count in [10, AHEAD] {
        while known < count {
            let upto = count.min(known + 10_000);
            let mut tx = store.begin().await.unwrap();
            let ahead = |nth: usize| {
                let at = SystemClock.now()
                    + TimeDelta::days(1)
                    + TimeDelta::milliseconds(i64::try_from(nth).unwrap());
                let (instance, kind) = (InstanceId::Whole, command::BEFORE.to_owned());
                Reminder { instance, kind, person: None, at }
            };
            let all: Vec<_> = (known..upto).map(ahead).collect();
            tx.add_reminders(&ObjectId("0".to_owned()), &all).await.unwrap();
            tx.commit().await.unwrap();
            known = upto;
        }
        println!(
            "look-{count}\t{:.1}\tus to look whether one is due among {count}",
            glance(&store).await
        );
    }
    store.close().await;
}

/// How long it takes to look what is due and when the next one is, in microseconds: the median of many.
async fn glance(store: &Store) -> f64 {
    let mut times = Vec::new();
    for _ in 0..2000 {
        let begun = Instant::now();
        let mut tx = store.read().await.unwrap();
        assert!(tx.next_reminder().await.unwrap().is_some());
        assert!(tx.due_reminders(SystemClock.now(), 500).await.unwrap().is_empty());
        drop(tx);
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times.get(times.len() / 2).unwrap().as_secs_f64() * 1e6
}
