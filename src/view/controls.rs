//! What comes with a view's text: buttons, reactions, files.

use crate::chat::{Button, Capabilities, File, Message, OPENS};

use super::{
    Answered, Attached, BUTTON_ID_OCTETS, Card, CardState, Dates, Problem, Understood, View,
    button_id,
    escape::{Lines, clean, cut},
};

/// The reactions that stand for yes, maybe and no.
const REACTIONS: [&str; 3] = ["✅", "🤔", "❌"];

/// How many proposals of a card have buttons; a message has room for some 25.
const PROPOSALS: usize = 5;

/// A reaction that does what a button does, where the network has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// The reaction.
    pub emoji: String,
    /// What it means, in a word or two.
    pub label: String,
    /// The command line that it stands for.
    pub line: String,
}

impl View {
    /// What reactions to this do on a network that has no buttons. Those of a card are answers, and no controls.
    pub fn controls(&self, to: &Capabilities) -> Vec<Control> {
        if to.buttons || !to.reactions || matches!(self, Self::Card(_)) {
            return Vec::new();
        }
        // A button's label is an emoji and words.
        let control = |button: Button| {
            let (emoji, label) = button.label.split_once(' ')?;
            Some(Control { emoji: emoji.to_owned(), label: label.to_owned(), line: button.id })
        };
        buttons(self, to).into_iter().filter_map(control).collect()
    }
}

/// The words for the reactions under a message: nobody has to guess what one does.
pub(super) fn legend(view: &View, to: &Capabilities) -> Option<String> {
    let controls = view.controls(to);
    let words: Vec<_> =
        controls.iter().map(|control| format!("{} {}", control.emoji, control.label)).collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

/// A message with everything but its text.
pub(super) fn of(view: &View, to: &Capabilities) -> Message {
    Message {
        buttons: if to.buttons { buttons(view, to) } else { Vec::new() },
        menu: if to.forms { menu(view) } else { Vec::new() },
        reactions: if to.reactions { reactions(view, to) } else { Vec::new() },
        files: files(view),
        ..Message::default()
    }
}

fn buttons(view: &View, to: &Capabilities) -> Vec<Button> {
    match view {
        View::Card(card) if card.state == CardState::Upcoming => card_buttons(card, to),
        View::Proposed(proposed) => {
            let which = which(proposed.dates, proposed.day.as_deref(), &proposed.from_key);
            let id = |command: &str| button_id(command, proposed.number, Some(&which));
            vec![button(id("accept"), "✅ Accept"), button(id("decline"), "❌ Decline")]
        }
        View::FileAsk(_) => {
            vec![button("yes".to_owned(), "✅ Yes"), button("no".to_owned(), "❌ No")]
        }
        View::Reminder(reminder) => {
            vec![button(button_id("snooze", reminder.number, None), "⏰ Again in 10 min")]
        }
        View::Memo(memo) => {
            vec![button(format!("snooze r{}", memo.number), "⏰ Again in 10 min")]
        }
        View::Understood(Understood { undo: Some(undo), .. }) if is_button(undo) => {
            vec![button(undo.clone(), "↩️ Undo")]
        }
        View::ForgetAsk(_) => vec![button("forget-me yes".to_owned(), "🗑️ Forget me")],
        View::Problem(Problem::WhichDates { this, following, all, .. }) if to.forms => {
            dates_buttons([this, following, all])
        }
        _ => Vec::new(),
    }
}

/// Whether a button can hold a line. A mention means somebody only in the message that it came with.
fn is_button(line: &str) -> bool {
    line.len() <= BUTTON_ID_OCTETS && !line.contains('@')
}

/// The lines that say which dates are meant, where buttons can hold all of them.
fn dates_buttons(lines: [&String; 3]) -> Vec<Button> {
    if !lines.iter().all(|line| is_button(line)) {
        return Vec::new();
    }
    let labels = ["This date", "This and all later ones", "All dates"];
    lines.into_iter().zip(labels).map(|(line, label)| button(line.clone(), label)).collect()
}

/// What there is no room for beside the buttons of a card.
fn menu(view: &View) -> Vec<Button> {
    let View::Card(card) = view else { return Vec::new() };
    if card.state != CardState::Upcoming {
        return Vec::new();
    }
    let id = |command: &str| button_id(command, card.number, None);
    let form = |command: &str| format!("{OPENS}{}", id(command));
    vec![
        button(form("yes"), "💬 Going, with a comment"),
        button(form("maybe"), "💬 Maybe, with a comment"),
        button(form("no"), "💬 Can't, with a comment"),
        button(id("show"), "👥 Who comes"),
        button(form("edit"), "✏️ Edit"),
        button(id("export"), "📎 Calendar file"),
        button(form("cancel"), "🗑️ Cancel"),
    ]
}

fn card_buttons(card: &Card, to: &Capabilities) -> Vec<Button> {
    let mut buttons: Vec<_> = [("yes", "✅ Going"), ("maybe", "🤔 Maybe"), ("no", "❌ Can't")]
        .into_iter()
        .map(|(command, label)| button(button_id(command, card.number, None), label))
        .collect();
    if to.forms {
        let id = button_id("propose", card.number, None);
        buttons.push(button(format!("{OPENS}{id}"), "🕒 Propose"));
    }
    for proposal in card.proposals.iter().take(PROPOSALS) {
        let who = cut(&clean(&proposal.who, Lines::One), 24);
        for (command, label) in [("accept", "Accept"), ("decline", "Decline")] {
            let which = which(proposal.dates, proposal.day.as_deref(), &proposal.key);
            let id = button_id(command, card.number, Some(&which));
            let of = match proposal.dates {
                Dates::Only | Dates::This => "",
                Dates::Following => " from now on",
                Dates::All => " for all dates",
            };
            buttons.push(button(id, &format!("🕒 {label} {who}'s time{of}")));
        }
    }
    buttons
}

/// What names a proposal: for which dates it is, and whose.
fn which(dates: Dates, day: Option<&str>, key: &str) -> String {
    match (day, dates.as_words()) {
        // A message stays, and "this" is another date one day.
        (Some(day), _) => format!("on {day} {key}"),
        (None, Some(words)) => format!("{words} {key}"),
        (None, None) => key.to_owned(),
    }
}

fn button(id: String, label: &str) -> Button {
    Button { id, label: label.to_owned() }
}

fn reactions(view: &View, to: &Capabilities) -> Vec<String> {
    match view {
        View::Card(card) if card.state == CardState::Upcoming => {
            REACTIONS.map(ToOwned::to_owned).to_vec()
        }
        view => view.controls(to).into_iter().map(|control| control.emoji).collect(),
    }
}

fn files(view: &View) -> Vec<File> {
    match view {
        View::Exported(exported) => {
            vec![file(&exported.file_name, "text/calendar; charset=utf-8", &exported.content)]
        }
        View::Answered(Answered { reply: Some(reply), .. }) => vec![calendar(reply)],
        View::CounterFile(counter) => vec![calendar(&counter.file)],
        View::MyData(data) => {
            vec![file(&data.file_name, "application/json; charset=utf-8", &data.content)]
        }
        _ => Vec::new(),
    }
}

fn calendar(attached: &Attached) -> File {
    file(&attached.file_name, "text/calendar; charset=utf-8", &attached.content)
}

fn file(name: &str, mime: &str, content: &str) -> File {
    File { name: name.to_owned(), mime: mime.to_owned(), content: content.to_owned() }
}
