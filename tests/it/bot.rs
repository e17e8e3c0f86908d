//! The bot: the program itself, with a folder of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use tempfile::TempDir;

use crate::program::{self, Program};

/// How long it may take to come to a named point, or to its end.
const PATIENCE: Duration = Duration::from_secs(40);

/// The bot, running or not.
#[derive(Debug)]
pub(crate) struct Bot {
    folder: TempDir,
    environment: Vec<(String, String)>,
    ahead: i64,
    running: Option<Program>,
}

impl Bot {
    /// Writes what stands in its folder, `bot.toml` among it; it has to be started.
    pub(crate) fn new(files: &[(&str, &str)], environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            folder,
            environment: environment.iter().map(owned).collect(),
            ahead: 0,
            running: None,
        }
    }

    /// Has its clock show another time from its next start on: so many milliseconds ahead of the machine's.
    pub(crate) const fn is_ahead(&mut self, milliseconds: i64) {
        self.ahead = milliseconds;
    }

    /// Starts it. That it is there shows in the rooms.
    pub(crate) fn start(&mut self) {
        self.start_with(&[]);
    }

    /// Starts it so that it is killed at a named point (`name`, or `name:nth` for a later pass).
    pub(crate) fn start_until(&mut self, point: &str) {
        self.start_with(&["--stop-at", point]);
    }

    fn start_with(&mut self, flags: &[&str]) {
        assert!(self.running.is_none(), "it runs already");
        let mut command = program::command(Path::new(env!("CARGO_BIN_EXE_convene")));
        command.args(["--config", "bot.toml"]).args(flags).current_dir(self.folder.path());
        if self.ahead != 0 {
            command.args(["--ahead", &self.ahead.to_string()]);
        }
        command.envs(self.environment.iter().cloned());
        self.running = Some(Program::start(&mut command, &self.log()));
    }

    /// Starts another one beside it with the same settings and some more environment, waits until that ends by itself, not
    /// well, and gives what it said.
    #[cfg_attr(
        not(feature = "matrix"),
        expect(dead_code, reason = "only Matrix has a folder to hold")
    )]
    pub(crate) fn second(&self, environment: &[(&str, &str)]) -> String {
        let mut command = program::command(Path::new(env!("CARGO_BIN_EXE_convene")));
        command.args(["--config", "bot.toml"]).current_dir(self.folder.path());
        command.envs(self.environment.iter().cloned()).envs(environment.iter().copied());
        let log = self.file("second.log");
        let status = Program::start(&mut command, &log).wait(PATIENCE);
        assert!(!status.success(), "two bots are one too many");
        fs::read_to_string(log).unwrap()
    }

    /// Waits until it was killed at the point that it was started for.
    pub(crate) fn wait_until_killed(&mut self) {
        let status = self.running.take().unwrap().wait(PATIENCE);
        assert!(status.code().is_none(), "it ended by itself: {status}");
    }

    /// Kills it where it stands.
    pub(crate) fn kill(&mut self) {
        self.running.take().unwrap().kill();
    }

    /// Asks it to stop, as whoever runs it does, and gives how long it took.
    pub(crate) fn stop(&mut self) -> Duration {
        let (status, took) = self.running.take().unwrap().terminate(PATIENCE);
        assert!(status.success(), "it did not stop well: {status}");
        took
    }

    /// Waits until it ends by itself, and gives whether it says that all was well.
    pub(crate) fn ends(&mut self) -> bool {
        self.running.take().unwrap().wait(PATIENCE).success()
    }

    /// A file or folder in its folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What it wrote into its log.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn log(&self) -> PathBuf {
        self.file("log")
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
