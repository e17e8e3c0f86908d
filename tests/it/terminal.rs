//! The program in a pipe, as a person runs it: lines in, plain text out, one folder for several runs.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

/// Runs the program in a folder until it has read these lines.
fn run(folder: &Path, lines: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convene"));
    command.current_dir(folder).env_remove("CONVENE_STORE_URL");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that does not start reads nothing.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    child.wait_with_output().unwrap()
}

/// What the program printed.
fn said(folder: &Path, lines: &str) -> String {
    let output = run(folder, lines);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_first_line_after_a_restart_can_be_about_an_old_card() {
    let folder = tempfile::tempdir().unwrap();
    said(folder.path(), "ana: !meet Review in 2 days 12:00 @bo\n");
    let again = said(folder.path(), "bo: +no\n");
    assert!(!again.contains("no card here"), "{again}");
    let (before, after) = again.split_once("bo reacts with ❌ to m1").unwrap();
    assert!(before.contains("no answer (1): bo"), "{again}");
    assert!(after.contains("Can't (1): bo"), "{again}");
}

#[test]
fn cards_come_back_in_the_order_they_were_made() {
    let folder = tempfile::tempdir().unwrap();
    said(
        folder.path(),
        "ana: !meet Later in 3 days 12:00 @bo\nana: !meet Sooner in 2 days 12:00 @bo\n",
    );
    let again = said(folder.path(), "bo: +yes\n");
    let (before, after) = again.split_once("bo reacts with ✅").unwrap();
    assert!(before.find("Later").unwrap() < before.find("Sooner").unwrap(), "{again}");
    assert!(after.contains("~ m2 changed:\nm2  Sooner"), "{again}");
}
