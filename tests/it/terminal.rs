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

/// Runs the program in a folder with these settings, and gives what it printed.
fn with_settings(settings: &str, lines: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bot.toml"), settings).unwrap();
    run(folder.path(), lines)
}

#[test]
fn the_bot_is_called_as_the_settings_say() {
    let settings = "[bot]\nname = \"Rota Desk\"\nprefixes = [\"!rota\"]\n";
    let lines = "ana: @\"rota desk\" Review in 2 days 12:00 @bo\nbo: +yes\nbo: @convene list\nbo: !rota nonsense\n\
        ana: +🕒\nrota desk: hello\n/help\n/meet\n";
    let output = with_settings(settings, lines);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("✅ Going (2 of 2): ana, bo"), "{said}");
    assert!(said.contains("`!rota help`"), "{said}");
    assert!(said.contains("ana: !rota help"), "{said}");
    assert!(!said.contains("!meet"), "{said}");
}

fn start_error(settings: &str) -> String {
    let output = with_settings(settings, "");
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_database_that_cannot_be_opened_is_named_once() {
    assert_eq!(
        start_error("[store]\nurl = \"sqlite:no/such/folder/convene.db\"\n"),
        "convene: sqlite:no/such/folder/convene.db could not be opened (does its folder exist, and may this user write \
        there?): the database cannot be opened: error communicating with database: No such file or directory \
        (os error 2)\n"
    );
    assert_eq!(
        start_error("[store]\nurl = \"sqlite:.\"\n"),
        "convene: sqlite:. could not be opened (does its folder exist, and may this user write there?): the database \
        cannot be opened: (code: 14) unable to open database file\n"
    );
    let error = start_error("[store]\nurl = \"postgres://ana:secret@127.0.0.1:1/team?x=secret\"\n");
    assert!(error.starts_with("convene: postgres://ana@127.0.0.1:1/team could not be"), "{error}");
    assert!(!error.contains("secret"), "{error}");
}

#[test]
fn a_slip_in_the_settings_is_set_right() {
    assert_eq!(
        start_error("[bto]\nname = \"x\"\n"),
        "convene: bot.toml:1: there is no section [bto]; did you mean [bot]?\n"
    );
}

/// Runs the program with these words in a folder with these settings; gives what it said to whoever started it.
fn refused(settings: &str, words: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bot.toml"), settings).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_convene"));
    command.current_dir(folder.path()).env("CONVENE_MATRIX_PASSWORD", "hunter2").args(words);
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn there_is_nothing_to_run_without_a_network() {
    let off =
        "[network.matrix]\nenabled = false\nhomeserver = \"example.org\"\nuser = \"convene\"\n";
    for settings in ["", off] {
        let said = refused(settings, &["run"]);
        assert!(said.starts_with("convene: bot.toml switches no network on"), "{said}");
        assert!(said.contains("`convene console`"), "{said}");
    }
    assert!(with_settings(off, "ana: !meet help\n").status.success(), "the room opens");
}

#[test]
#[cfg(not(feature = "matrix"))]
fn a_build_without_matrix_says_how_to_get_one() {
    let on = "[network.matrix]\nhomeserver = \"example.org\"\nuser = \"convene\"\n";
    for words in [&["run"][..], &[], &["check"]] {
        let said = refused(on, words);
        assert!(said.contains("this build of convene has no Matrix"), "{said}");
        assert!(said.contains("cargo build --release --features matrix"), "{said}");
    }
}

#[test]
#[cfg(feature = "matrix")]
fn an_account_is_made_only_where_somebody_says_which() {
    let said = refused("", &["matrix", "register", "--user", "convene"]);
    assert!(said.contains("--homeserver"), "{said}");
    let there = "[network.matrix]\nhomeserver = \"http://127.0.0.1:1\"\nuser = \"convene\"\n\
        password_file = \"bot.toml\"\n";
    let said = refused(there, &["matrix", "login", "--token"]);
    assert!(said.starts_with("convene: http://127.0.0.1:1 does not answer"), "{said}");
}
