//! What comes with a view's text: buttons, reactions, files.

use crate::chat::{Button, Capabilities, File, Message};

use super::{
    Card, CardState, View, button_id,
    escape::{Lines, clean, cut},
};

/// The reactions that stand for yes, maybe and no.
const REACTIONS: [&str; 3] = ["✅", "🤔", "❌"];

/// How many proposals of a card have buttons; a message has room for some 25.
const PROPOSALS: usize = 5;

/// A message with everything but its text.
pub(super) fn of(view: &View, to: &Capabilities) -> Message {
    Message {
        buttons: if to.buttons { buttons(view) } else { Vec::new() },
        reactions: if to.reactions { reactions(view) } else { Vec::new() },
        files: files(view),
        ..Message::default()
    }
}

fn buttons(view: &View) -> Vec<Button> {
    match view {
        View::Card(card) if card.state == CardState::Upcoming => card_buttons(card),
        View::Proposed(proposed) => {
            let (number, key) = (proposed.number, Some(proposed.from_key.as_str()));
            vec![
                button(button_id("accept", number, key), "✅ Accept"),
                button(button_id("decline", number, key), "❌ Decline"),
            ]
        }
        View::ForgetAsk(_) => vec![button("forget-me yes".to_owned(), "❌ Forget me")],
        _ => Vec::new(),
    }
}

fn card_buttons(card: &Card) -> Vec<Button> {
    let mut buttons: Vec<_> = [("yes", "✅ Going"), ("maybe", "🤔 Maybe"), ("no", "❌ Can't")]
        .into_iter()
        .map(|(command, label)| button(button_id(command, card.number, None), label))
        .collect();
    for proposal in card.proposals.iter().take(PROPOSALS) {
        let who = cut(&clean(&proposal.who, Lines::One), 24);
        for (command, label) in [("accept", "Accept"), ("decline", "Decline")] {
            let id = button_id(command, card.number, Some(&proposal.key));
            buttons.push(button(id, &format!("🕒 {label} {who}'s time")));
        }
    }
    buttons
}

fn button(id: String, label: &str) -> Button {
    Button { id, label: label.to_owned() }
}

fn reactions(view: &View) -> Vec<String> {
    match view {
        View::Card(card) if card.state == CardState::Upcoming => {
            REACTIONS.map(ToOwned::to_owned).to_vec()
        }
        _ => Vec::new(),
    }
}

fn files(view: &View) -> Vec<File> {
    match view {
        View::Exported(exported) => {
            vec![file(&exported.file_name, "text/calendar; charset=utf-8", &exported.content)]
        }
        View::MyData(data) => {
            vec![file(&data.file_name, "application/json; charset=utf-8", &data.content)]
        }
        _ => Vec::new(),
    }
}

fn file(name: &str, mime: &str, content: &str) -> File {
    File { name: name.to_owned(), mime: mime.to_owned(), content: content.to_owned() }
}
