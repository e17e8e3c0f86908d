//! What we export, read by the calendar libraries of other languages: icalendar (Python) and ical.js.
//!
//! `scripts/install-interop` puts them into the project's cache. Without them the tests say so and pass; with
//! `CI=true` that is a failure.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::machine::installed;

mod expanded;
mod published;

/// A calendar, and what everybody has to read in it.
#[derive(Debug)]
pub(crate) struct Sample {
    /// Its name, without a folder or an extension.
    pub(crate) name: String,
    /// Its text.
    pub(crate) ics: String,
    /// What is in it, in the form that the readers print.
    pub(crate) expected: Value,
}

/// A library of another language.
#[derive(Debug, Clone, Copy)]
enum Reader {
    Icalendar,
    IcalJs,
}

const READERS: [Reader; 2] = [Reader::Icalendar, Reader::IcalJs];

/// Has every reader read every sample without a complaint, and compares what they saw.
pub(crate) fn check(samples: &[Sample]) {
    let Some(tools) = tools() else { return };
    let folder = folder(samples);
    for reader in READERS {
        let read =
            reader.read(&tools, folder.path()).unwrap_or_else(|said| panic!("{reader:?}: {said}"));
        assert_eq!(read.len(), samples.len(), "{reader:?} read another number of files");
        for sample in samples {
            let file = format!("{}.ics", sample.name);
            let seen = read.iter().find(|value| value["file"] == file.as_str());
            let mut expected = sample.expected.clone();
            expected["file"] = file.into();
            assert_eq!(seen, Some(&expected), "{reader:?}");
        }
    }
}

impl Reader {
    /// Reads a folder; an error is what the reader said against it.
    fn read(self, tools: &Path, folder: &Path) -> Result<Vec<Value>, String> {
        let mut command = match self {
            Self::Icalendar => {
                let mut command = Command::new(tools.join("python/bin/python"));
                command.arg("tests/interop/read.py");
                command
            }
            Self::IcalJs => {
                let mut command = Command::new("node");
                command.arg("tests/interop/read.cjs");
                command.env("NODE_PATH", tools.join("node/node_modules"));
                command
            }
        };
        let output = command.env("PYTHONUTF8", "1").arg(folder).output().unwrap();
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let lines = String::from_utf8(output.stdout).unwrap();
        Ok(lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }
}

/// The folder with the libraries, or nothing where they are not installed.
fn tools() -> Option<PathBuf> {
    installed("interop", "scripts/install-interop brings what reads our calendars")
}

fn folder(samples: &[Sample]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for Sample { name, ics, .. } in samples {
        fs::write(folder.path().join(format!("{name}.ics")), ics).unwrap();
    }
    folder
}

/// The samples that were written by hand: each `NAME.ics` with its `NAME.json`.
fn by_hand() -> Vec<Sample> {
    let mut out = Vec::new();
    for entry in fs::read_dir("tests/data/interop").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "ics") {
            let expected = fs::read_to_string(path.with_extension("json")).unwrap();
            out.push(Sample {
                name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
                ics: fs::read_to_string(&path).unwrap(),
                expected: serde_json::from_str(&expected).unwrap(),
            });
        }
    }
    out
}

#[test]
fn the_readers_agree_about_what_we_wrote_by_hand() {
    let samples = by_hand();
    assert!(samples.len() >= 3, "the samples are gone");
    check(&samples);
}

#[test]
fn the_readers_complain() {
    let Some(tools) = tools() else { return };
    let zoned = by_hand().into_iter().find(|sample| sample.name == "zoned").unwrap().ics;
    // What is wrong, how to make it so, and who has to notice.
    let broken: [(&str, &str, &str, &[Reader]); 6] = [
        ("no zone of that name", "TZID:Europe/Berlin", "TZID:Europe/Rome", &READERS),
        ("wrong winter time", "TZOFFSETTO:+0100", "TZOFFSETTO:+0000", &[Reader::Icalendar]),
        ("no such month", "20261204T150000", "20261304T150000", &[Reader::Icalendar]),
        ("no UID", "UID:", "X-ID:", &[Reader::Icalendar]),
        ("bare line feeds", "\r\n", "\n", &[Reader::IcalJs]),
        ("an open component", "END:VEVENT\r\n", "", &READERS),
    ];
    for (what, from, to, readers) in broken {
        assert!(zoned.contains(from), "{what}");
        let sample =
            Sample { name: "broken".into(), ics: zoned.replace(from, to), expected: Value::Null };
        let folder = folder(&[sample]);
        for reader in readers {
            let read = reader.read(&tools, folder.path());
            assert!(read.is_err(), "{reader:?} did not notice: {what}: {read:?}");
        }
    }
}
