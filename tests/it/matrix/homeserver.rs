//! A homeserver for one test.

use std::{
    fs,
    net::TcpListener,
    os::unix::net::UnixDatagram,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU16, Ordering},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{self, Program};

/// What the homeserver shares with those who may make accounts.
pub(super) const SECRET: &str = "only-for-tests";

/// How long it may take to start, on a machine that does much else.
const START: Duration = Duration::from_mins(1);

/// A homeserver with an empty database, at first. It knows no other homeservers.
#[derive(Debug)]
pub(super) struct Homeserver {
    python: PathBuf,
    folder: TempDir,
    port: u16,
    running: Option<Program>,
}

impl Homeserver {
    /// Starts one that takes whatever it is asked, as fast as it can.
    pub(super) fn start(tools: &Path) -> Self {
        Self::start_with(tools, &json!({}))
    }

    /// Starts one with some settings of its own.
    pub(super) fn start_with(tools: &Path, settings: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in ["homeserver.db", "signing.key"] {
            fs::copy(tools.join("template").join(file), folder.path().join(file)).unwrap();
        }
        let python = tools.join("homeserver/bin/python");
        let mut homeserver = Self { python, folder, port: free_port(), running: None };
        homeserver.configure(settings);
        homeserver.resume();
        homeserver
    }

    /// Where it is found.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Stops it as a power cut would; what it had is still on its disk.
    pub(super) fn stop(&mut self) {
        self.running.take().unwrap().kill();
    }

    /// Starts it again, with the data and at the port it had. Returns when it listens.
    pub(super) fn resume(&mut self) {
        let socket = self.file("ready");
        drop(fs::remove_file(&socket));
        let ready = UnixDatagram::bind(&socket).unwrap();
        let mut command = program::command(&self.python);
        command.args(["-m", "synapse.app.homeserver", "-c", "tests/matrix/homeserver.yaml", "-c"]);
        command.arg(self.file("own.yaml")).env("NOTIFY_SOCKET", &socket);
        command.env("SYNAPSE_CACHE_FACTOR", "0.5");
        let log = self.file("log");
        let running = self.running.insert(Program::start(&mut command, &log));
        wait_until_ready(running, &ready, &log);
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes what differs between homeservers. JSON is YAML.
    fn configure(&self, settings: &Value) {
        let mut own = json!({
            "public_baseurl": self.url(),
            "listeners": [{
                "port": self.port,
                "type": "http",
                "bind_addresses": ["127.0.0.1"],
                "resources": [{ "names": ["client"] }],
            }],
            "database": { "name": "sqlite3", "args": { "database": self.file("homeserver.db") } },
            "signing_key_path": self.file("signing.key"),
            "media_store_path": self.file("media"),
            "log_config": Path::new("tests/matrix/log.yaml").canonicalize().unwrap(),
        });
        for (name, value) in settings.as_object().unwrap() {
            own[name] = value.clone();
        }
        fs::write(self.file("own.yaml"), own.to_string()).unwrap();
    }
}

/// Waits for the homeserver to say that it listens, as it would to the system that starts it.
fn wait_until_ready(running: &mut Program, ready: &UnixDatagram, log: &Path) {
    ready.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let began = Instant::now();
    let mut said = [0; 64];
    loop {
        match ready.recv(&mut said) {
            Ok(_) if said.starts_with(b"READY=1") => return,
            _ => assert!(
                running.ended().is_none() && began.elapsed() < START,
                "the homeserver did not start: {}",
                fs::read_to_string(log).unwrap()
            ),
        }
    }
}

/// A port that nobody listens on, and that no other test tries at the same time. Below those that the kernel gives to
/// connections, so that nobody has it while the homeserver is stopped.
fn free_port() -> u16 {
    static TRIED: AtomicU16 = AtomicU16::new(0);
    // Tests that run at the same time are processes with ids near each other.
    let first = u16::try_from(process::id() % 100).unwrap() * 27;
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let mut ports =
        (0..2700).map(|_| 30_000 + (first + TRIED.fetch_add(1, Ordering::Relaxed)) % 2700);
    ports.find(free).expect("a free port")
}
