//! A program beside the test, which never outlives it.

use std::{
    fs::File,
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// A running program. It is killed when this is dropped, and by the kernel when the test is killed itself.
#[derive(Debug)]
pub(super) struct Program(Child);

/// A command for a program that dies with the thread that starts it.
pub(super) fn command(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(program);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

impl Program {
    /// Starts a program, with its standard error at the end of a file.
    pub(super) fn start(command: &mut Command, log: &Path) -> Self {
        let log = File::options().create(true).append(true).open(log).unwrap();
        Self(command.stderr(log).spawn().unwrap())
    }

    /// Its standard input and output, where the command has pipes for them.
    #[cfg_attr(
        not(feature = "matrix"),
        expect(dead_code, reason = "a homeserver and its users are programs too")
    )]
    pub(super) fn pipes(&mut self) -> (ChildStdin, ChildStdout) {
        (self.0.stdin.take().unwrap(), self.0.stdout.take().unwrap())
    }

    /// How it ended, if it did.
    #[cfg_attr(
        not(feature = "matrix"),
        expect(dead_code, reason = "a homeserver and its users are programs too")
    )]
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().unwrap()
    }

    /// Ends it where it stands.
    pub(super) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Asks it to stop, and gives how it ended and how long that took.
    pub(super) fn terminate(self, within: Duration) -> (ExitStatus, Duration) {
        let pid = self.0.id().to_string();
        let asked = Instant::now();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        (self.wait(within), asked.elapsed())
    }

    /// Waits for its end.
    pub(super) fn wait(mut self, within: Duration) -> ExitStatus {
        let (ended, end) = mpsc::channel();
        let pid = self.0.id();
        thread::spawn(move || ended.send(self.0.wait().unwrap()));
        end.recv_timeout(within)
            .unwrap_or_else(|_| panic!("process {pid} goes on after {within:?}"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Where it has ended already, there is nothing to kill.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
