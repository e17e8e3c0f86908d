//! The bot: the program itself, with a folder and an account of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use super::{
    homeserver::Homeserver,
    people::{PASSWORD, SERVER},
    program::{self, Program},
};

/// The first part of its account.
pub(super) const NAME: &str = "convene";

/// How long it may take to come to a named point, or to its end.
const PATIENCE: Duration = Duration::from_secs(40);

/// The bot, running or not.
#[derive(Debug)]
pub(super) struct Bot {
    folder: TempDir,
    running: Option<Program>,
    /// Its account.
    pub(super) id: String,
}

impl Bot {
    /// Writes its settings; it has to be started. `more` is what stands in `[network.matrix]` beside what it needs.
    pub(super) fn new(homeserver: &Homeserver, more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = format!(
            "[store]\nurl = \"sqlite:convene.db\"\n\n[network.matrix]\nhomeserver = \"{}\"\nuser = \"{NAME}\"\n\
             password_file = \"password\"\nfolder = \"matrix\"\nrecovery_key_file = \"recovery-key\"\n{more}\n",
            homeserver.url(),
        );
        fs::write(folder.path().join("bot.toml"), settings).unwrap();
        fs::write(folder.path().join("password"), PASSWORD).unwrap();
        Self { folder, running: None, id: format!("@{NAME}:{SERVER}") }
    }

    /// Starts it. That it is there shows in the rooms.
    pub(super) fn start(&mut self) {
        self.start_with(&[]);
    }

    /// Starts it so that it is killed at a named point (`name`, or `name:nth` for a later pass).
    pub(super) fn start_until(&mut self, point: &str) {
        self.start_with(&["--stop-at", point]);
    }

    fn start_with(&mut self, flags: &[&str]) {
        assert!(self.running.is_none(), "it runs already");
        let mut command = program::command(Path::new(env!("CARGO_BIN_EXE_convene")));
        command.args(["--config", "bot.toml"]).args(flags).current_dir(self.folder.path());
        self.running = Some(Program::start(&mut command, &self.log()));
    }

    /// Waits until it was killed at the point that it was started for.
    pub(super) fn wait_until_killed(&mut self) {
        let status = self.running.take().unwrap().wait(PATIENCE);
        assert!(status.code().is_none(), "it ended by itself: {status}");
    }

    /// Kills it where it stands.
    pub(super) fn kill(&mut self) {
        self.running.take().unwrap().kill();
    }

    /// Asks it to stop, as whoever runs it does, and gives how long it took.
    pub(super) fn stop(&mut self) -> Duration {
        let (status, took) = self.running.take().unwrap().terminate(PATIENCE);
        assert!(status.success(), "it did not stop well: {status}");
        took
    }

    /// The folder with its session and its keys.
    pub(super) fn keys(&self) -> PathBuf {
        self.folder.path().join("matrix")
    }

    /// What it wrote into its log.
    pub(super) fn said(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Drop for Bot {
    /// A test that fails shows what the bot had to say.
    #[expect(clippy::print_stderr, reason = "whoever runs the tests should know")]
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("the bot's log:\n{}", self.said());
        }
    }
}
