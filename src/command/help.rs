//! `help`: what can be typed.

use super::{ALL, Call, Doing, Done, Offered, Spec, Who, offer::COMMAND, parse};
use crate::view::{Help, HelpOne, HelpRow, Problem, View};

pub(super) const SPEC: Spec = Spec {
    name: "help",
    aliases: &["commands"],
    about: "Show what can be typed, or one command in full.",
    usage: "[COMMAND]",
    examples: &["help", "help propose"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[COMMAND],
        form: false,
        private: true,
        fill: |call, values| Box::pin(async { help(call, &values.line(&COMMAND)).await }),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(help(call, text))
}

pub(super) async fn help(call: &mut Call<'_>, text: &str) -> Done {
    let (word, _) = parse::split_word(text);
    let view = if word.is_empty() {
        View::Help(Help { commands: ALL.iter().map(row).collect() })
    } else {
        View::HelpOne(in_full(parse::find(word).ok_or_else(|| unknown(word))?))
    };
    call.tell(view).await
}

fn row(spec: &Spec) -> HelpRow {
    HelpRow { name: spec.name.to_owned(), usage: spec.typed(), about: spec.about.to_owned(), offered: spec.offered.is_some() }
}

fn in_full(spec: &Spec) -> HelpOne {
    HelpOne {
        name: spec.name.to_owned(),
        aliases: spec.aliases.iter().map(|&alias| alias.to_owned()).collect(),
        usage: spec.typed(),
        about: spec.about.to_owned(),
        examples: spec.examples.iter().map(|&example| example.to_owned()).collect(),
        who: spec.who.words().to_owned(),
    }
}

/// A word that is no command, with the one that was probably meant.
pub(super) fn unknown(word: &str) -> Problem {
    Problem::UnknownCommand {
        typed: word.to_owned(),
        nearest: parse::nearest(word).map(|spec| spec.name.to_owned()),
    }
}
