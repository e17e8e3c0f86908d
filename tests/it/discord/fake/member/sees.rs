//! What somebody sees in a channel, as text that stays the same from run to run: no ids, times in their own zone.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use serde_json::Value;

use super::{
    super::{
        interactions::{
            answer,
            components::{BUTTON, LIST, leaves, words},
        },
        rights,
        world::{Channel, Id, Message, Reaction, ScheduledEvent, World},
    },
    marks,
};

/// The flag of a message that says no more than that the bot is thinking.
const LOADING: u64 = 1 << 7;
/// The flag of a message that notifies nobody.
const QUIET: u64 = 1 << 12;

/// Somebody's eyes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Eyes<'w> {
    pub(super) world: &'w World,
    pub(super) user: Id,
}

impl Eyes<'_> {
    /// A channel: what was said, and the events of its guild.
    pub(super) fn channel(self, id: Id) -> String {
        if !self.may_see(id) {
            return "(nothing)\n".to_owned();
        }
        let mut seen = self.messages(id, "");
        // Threads begun at a message are shown under it.
        let inside = self.world.channels.values().filter(|one| one.parent == Some(id));
        for thread in inside.filter(|thread| !self.world.messages.contains_key(&thread.id)) {
            seen.push_str(&self.thread(thread, ""));
        }
        if let Some(guild) = self.world.root(id).and_then(|channel| channel.guild) {
            for event in self.world.events.values().filter(|event| event.guild == guild) {
                seen.push_str(&self.event(event));
            }
        }
        seen
    }

    /// Whether a message is there for them.
    pub(super) fn may_see_message(self, message: &Message) -> bool {
        message.only_for.is_none_or(|one| one == self.user) && self.may_see(message.channel)
    }

    pub(super) fn may_see(self, channel: Id) -> bool {
        self.world.may(self.user, channel, rights::VIEW_CHANNEL)
    }

    fn messages(self, channel: Id, indent: &str) -> String {
        let here = self.world.messages.values().filter(|message| message.channel == channel);
        here.filter(|message| self.may_see_message(message))
            .map(|message| self.with_thread(message, indent))
            .collect()
    }

    fn with_thread(self, message: &Message, indent: &str) -> String {
        let mut seen = String::new();
        for line in self.message(message).lines() {
            let _ = writeln!(seen, "{indent}{line}");
        }
        if let Some(thread) =
            self.world.channels.get(&message.id).filter(|one| one.thread.is_some())
        {
            seen.push_str(&self.thread(thread, &format!("{indent}  ")));
        }
        seen
    }

    fn thread(self, thread: &Channel, indent: &str) -> String {
        let archived = thread.thread.as_ref().is_some_and(|thread| thread.archived);
        let archived = if archived { " (archived)" } else { "" };
        let inside = self.messages(thread.id, &format!("{indent}  "));
        format!("{indent}thread {}{archived}\n{inside}", thread.name)
    }

    /// One message with everything on it.
    pub(super) fn message(self, message: &Message) -> String {
        let mut lines = vec![self.head(message)];
        lines.extend(message.embeds.iter().flat_map(|embed| self.embed(embed)));
        lines.extend(controls(&message.components));
        if !message.reactions.is_empty() {
            let count = |one: &Reaction| format!("{} {}", one.emoji, one.users.len());
            let all: Vec<_> = message.reactions.iter().map(count).collect();
            lines.push(format!("  {}", all.join(", ")));
        }
        lines.extend(message.attachments.iter().map(|file| format!("  file {}", file.name)));
        lines.extend(self.pings(message));
        lines.join("\n") + "\n"
    }

    fn head(self, message: &Message) -> String {
        let mut head = self.name(message.author);
        let only = message.only_for.is_some().then_some("only for you");
        let quiet = (message.flags & QUIET != 0).then_some("quietly");
        let reply = message.reply_to.map(|_| "answering");
        // What takes the place of "thinking" is no edit to those who read it.
        let deferred = message.interaction.and_then(|id| self.world.interactions.get(&id));
        let deferred = deferred.is_some_and(|asked| {
            asked.answered == Some(answer::DEFER) && asked.original == Some(message.id)
        });
        let edited = (message.edits > u32::from(deferred)).then_some("edited");
        let notes: Vec<_> = [only, quiet, reply, edited].into_iter().flatten().collect();
        if !notes.is_empty() {
            let _ = write!(head, " ({})", notes.join(", "));
        }
        let text = self.read(&message.content).replace('\n', "\n  ");
        let text = if message.flags & LOADING == 0 { text } else { "is thinking...".to_owned() };
        format!("{head}: {text}").trim_end().to_owned()
    }

    fn embed(self, embed: &Value) -> Vec<String> {
        let colour = embed["color"]
            .as_u64()
            .map_or_else(String::new, |number| format!(" [{}]", marks::colour(number)));
        let title = embed["title"].as_str().unwrap_or_default();
        let mut parts = vec![format!("# {title}{colour}")];
        parts.extend(embed["author"]["name"].as_str().map(|author| format!("by {author}")));
        parts.extend(embed["description"].as_str().map(|text| self.read(text)));
        for field in embed["fields"].as_array().into_iter().flatten() {
            let (name, value) = (field["name"].as_str(), field["value"].as_str());
            parts.push(format!(
                "{}: {}",
                self.read(name.unwrap_or_default()),
                self.read(value.unwrap_or_default())
            ));
        }
        parts.extend(embed["footer"]["text"].as_str().map(|text| format!("-- {text}")));
        parts
            .iter()
            .flat_map(|part| part.lines())
            .map(|line| format!("  | {line}").trim_end().to_owned())
            .collect()
    }

    fn pings(self, message: &Message) -> Option<String> {
        let everyone = message.pinged_everyone.then(|| "@everyone".to_owned());
        let people = message.pinged.iter().map(|id| self.name(*id));
        let roles = message.pinged_roles.iter().map(|id| marks::role(self.world, *id));
        let all: Vec<_> = everyone.into_iter().chain(roles).chain(people).collect();
        (!all.is_empty()).then(|| format!("  pings {}", all.join(", ")))
    }

    fn event(self, event: &ScheduledEvent) -> String {
        let status = match event.status {
            1 => "scheduled",
            2 => "going on",
            3 => "over",
            _ => "cancelled",
        };
        let mut seen = format!("event {} ({status}): {}", event.name, self.instant(event.start));
        if let Some(end) = event.end {
            let _ = write!(seen, " to {}", self.instant(end));
        }
        if let Some(place) = &event.location {
            let _ = write!(seen, ", {place}");
        }
        let _ = writeln!(seen, ", {} interested", event.interested.len());
        for line in event.description.iter().flat_map(|text| text.lines()) {
            let _ = writeln!(seen, "  | {}", self.read(line));
        }
        seen
    }

    fn instant(self, milliseconds: i64) -> String {
        marks::time_in(milliseconds / 1000, 'f', &self.zone(), self.world.now())
    }

    /// A text as their program shows it: times, people and channels by name.
    pub(super) fn read(self, text: &str) -> String {
        marks::read(self.world, text, &self.zone())
    }

    fn name(self, user: Id) -> String {
        marks::person(self.world, user)
    }

    fn zone(self) -> TimeZone {
        let name = self.world.users.get(&self.user).map_or("UTC", |user| user.zone.as_str());
        TimeZone::get(name).unwrap()
    }
}

/// Buttons in brackets, lists in braces.
fn controls(components: &[Value]) -> Vec<String> {
    let row = |row: &Value| {
        let inside = leaves(std::slice::from_ref(row));
        let all: Vec<_> = inside.into_iter().filter_map(control).collect();
        (!all.is_empty()).then(|| format!("  {}", all.join(" ")))
    };
    components.iter().filter_map(row).collect()
}

fn control(one: &Value) -> Option<String> {
    let off = if one["disabled"] == true { " (off)" } else { "" };
    match one["type"].as_u64()? {
        BUTTON => Some(format!("[{}{off}]", words(one))),
        LIST => {
            let options: Vec<_> = one["options"].as_array()?.iter().map(words).collect();
            let hint = one["placeholder"].as_str().unwrap_or_default();
            Some(format!("{{{hint}: {}{off}}}", options.join(" | ")))
        }
        _ => None,
    }
}
