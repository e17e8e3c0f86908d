//! What the fuzzer asks of every text holds of those that it begins with, so that they stay of use.

use std::{fs, path::Path};

#[expect(unreachable_pub, reason = "the fuzzer's own crate names it from outside")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use targets::{expand, parse, receive, validate, when};

/// The texts that a target begins with.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new("fuzz/seeds").join(target);
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.map(|file| fs::read(file).unwrap()).collect()
}

#[test]
fn the_fuzzer_begins_with_texts_for_which_all_holds() {
    type Holds = fn(&[u8]);
    let targets: [(&str, Holds, usize); 5] = [
        ("parse", parse::holds, 4),
        ("validate", validate::holds, 8),
        ("receive", receive::holds, 20),
        ("expand", expand::holds, 16),
        ("when", when::holds, 24),
    ];
    for (target, holds, least) in targets {
        let seeds = seeds(target);
        assert!(seeds.len() >= least, "the seeds of {target} are gone");
        for text in seeds {
            holds(&text);
        }
    }
}
