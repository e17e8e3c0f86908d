//! From what the bot says to the contents of events. Pure: it sends nothing and knows no room.
//!
//! A text is drawn so that it fits: no homeserver refuses an event of it for its size. What a user wrote never becomes
//! markup here, because HTML comes from [`Message::html`] alone, and nobody is pinged whom the message does not name.

use matrix_sdk::ruma::{
    EventId, OwnedEventId, OwnedUserId, UserId,
    events::{
        Mentions,
        poll::{
            start::PollKind,
            unstable_end::UnstablePollEndEventContent,
            unstable_start::{
                NewUnstablePollStartEventContent, UnstablePollAnswer, UnstablePollAnswers,
                UnstablePollStartContentBlock,
            },
        },
        reaction::ReactionEventContent,
        relation::{Annotation, Replacement, Thread as InThread},
        room::{
            MediaSource,
            message::{
                FileInfo, FileMessageEventContent, MessageType, Relation,
                RelationWithoutReplacement, RoomMessageEventContent,
                RoomMessageEventContentWithoutRelation,
            },
        },
    },
};
use serde::Serialize;

use crate::{
    chat::{File, Message, Poll},
    model::UserRef,
};

/// The most octets of a content. An event has at most 65,536 (client-server API, "Size limits"). An encrypted one holds
/// its content in Base64, which makes four octets of three; the rest is for what homeservers add.
const MOST_OCTETS: usize = 46_000;

/// What stands where something was cut.
const ELLIPSIS: char = '…';

/// The thread that a message belongs in.
#[derive(Debug, Clone)]
pub(super) struct Thread {
    /// The message it began with.
    pub(super) root: OwnedEventId,
    /// The latest message in it, as far as known; the root where there is none.
    pub(super) latest: OwnedEventId,
}

impl Thread {
    /// The thread that begins with a message, or shall.
    pub(super) fn of(root: OwnedEventId) -> Self {
        Self { latest: root.clone(), root }
    }
}

impl From<&Thread> for InThread {
    fn from(thread: &Thread) -> Self {
        // Programs without threads show it as an answer to the latest message (client-server API, "Fallback for
        // unthreaded clients").
        Self::plain(thread.root.clone(), thread.latest.clone())
    }
}

/// Draws a message, without its files and its poll.
pub(super) fn text(message: &Message, thread: Option<&Thread>) -> RoomMessageEventContent {
    fitting(message, |body| {
        let mut content = RoomMessageEventContent::new(body);
        content.mentions = Some(mentions(message));
        content.relates_to = thread.map(|thread| Relation::Thread(thread.into()));
        content
    })
}

/// Draws a message in the place of one that was sent.
///
/// Nobody is pinged by an edit: whom it mentions stands in the new content alone, as the specification has it for those
/// who were mentioned before.
pub(super) fn edit(id: &EventId, message: &Message) -> RoomMessageEventContent {
    fitting(message, |body| {
        // Programs without edits show this. All others show the new content, so it may be short.
        let mark = |text: &str| format!("* {}", cut(text, FALLBACK_CHARACTERS));
        let mut content = RoomMessageEventContent::new(kind(message, mark(body.body()), None));
        let mut new = RoomMessageEventContentWithoutRelation::new(body);
        new.mentions = Some(mentions(message));
        content.mentions = Some(Mentions::new());
        content.relates_to = Some(Relation::Replacement(Replacement::new(id.to_owned(), new)));
        content
    })
}

/// The most characters of what programs without edits show of one.
const FALLBACK_CHARACTERS: usize = 1_000;

/// Draws a reaction.
pub(super) fn reaction(to: OwnedEventId, emoji: &str) -> ReactionEventContent {
    ReactionEventContent::new(Annotation::new(to, emoji.to_owned()))
}

/// Draws a file that was uploaded to `source`.
pub(super) fn file(
    file: &File,
    source: MediaSource,
    thread: Option<&Thread>,
) -> RoomMessageEventContent {
    let mut info = FileInfo::new();
    info.mimetype = Some(file.mime.clone());
    info.size = u32::try_from(file.content.len()).ok().map(Into::into);
    let mut body = FileMessageEventContent::new(file.name.clone(), source);
    body.filename = Some(file.name.clone());
    body.info = Some(Box::new(info));
    let mut content = RoomMessageEventContent::new(MessageType::File(body));
    content.mentions = Some(Mentions::new());
    content.relates_to = thread.map(|thread| Relation::Thread(thread.into()));
    content
}

/// Draws a poll, in the names of MSC3381 that programs understand today. `None` where it has no choices, or more than
/// polls can have.
pub(super) fn poll(
    poll: &Poll,
    thread: Option<&Thread>,
) -> Option<NewUnstablePollStartEventContent> {
    let draw = |most| poll_cut(poll, thread, most);
    let longest =
        poll.choices.iter().chain([&poll.question]).map(|text| text.chars().count()).max();
    let whole = draw(usize::MAX)?;
    if fits(&whole) {
        return Some(whole);
    }
    draw(longest_that_fits(longest.unwrap_or_default(), draw))
}

fn poll_cut(
    poll: &Poll,
    thread: Option<&Thread>,
    most: usize,
) -> Option<NewUnstablePollStartEventContent> {
    let question = cut(&poll.question, most);
    let (mut fallback, mut answers) = (vec![question.clone()], Vec::new());
    for (place, choice) in poll.choices.iter().enumerate() {
        let choice = cut(choice, most);
        fallback.push(format!("{}. {choice}", place + 1));
        answers.push(UnstablePollAnswer::new(place.to_string(), choice));
    }
    let answers = UnstablePollAnswers::try_from(answers).ok()?;
    let mut start = UnstablePollStartContentBlock::new(question, answers);
    start.kind = PollKind::Disclosed;
    start.max_selections = u32::try_from(poll.most.max(1)).unwrap_or(u32::MAX).into();
    let mut content = NewUnstablePollStartEventContent::plain_text(fallback.join("\n"), start);
    content.relates_to = thread.map(|thread| RelationWithoutReplacement::Thread(thread.into()));
    Some(content)
}

/// Draws the end of a poll. `text` is for programs that know no polls.
pub(super) fn poll_end(poll: OwnedEventId, text: &str) -> UnstablePollEndEventContent {
    UnstablePollEndEventContent::new(text, poll)
}

/// The places of the answers that a vote names, in its order and each once. None where it names one that no poll of
/// [`poll`] has: that vote is spoiled (MSC3381).
///
/// A vote can name more than the poll allows, of which the first [`Poll::most`] count.
pub(super) fn choices(answers: &[String]) -> Vec<usize> {
    let mut places = Vec::with_capacity(answers.len());
    for answer in answers {
        match answer.parse::<usize>() {
            Ok(place) if place < MOST_CHOICES && place.to_string() == *answer => {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
            _ => return Vec::new(),
        }
    }
    places
}

/// The most choices of a poll (MSC3381).
const MOST_CHOICES: usize = 20;

/// Whether an event with this content is small enough for every homeserver, also encrypted.
pub(super) fn fits(content: &impl Serialize) -> bool {
    serde_json::to_vec(content).is_ok_and(|json| json.len() <= MOST_OCTETS)
}

/// Draws as much of a message as fits: all of it, or else its text without HTML, or else the beginning of that.
fn fitting<C: Serialize>(message: &Message, draw: impl Fn(MessageType) -> C) -> C {
    let plain = |text| draw(kind(message, text, None));
    let whole = draw(kind(message, message.text.clone(), message.html.as_deref()));
    if fits(&whole) {
        return whole;
    }
    let most =
        longest_that_fits(message.text.chars().count(), |most| plain(cut(&message.text, most)));
    plain(cut(&message.text, most))
}

/// The most characters, up to `all`, with which what is drawn fits.
fn longest_that_fits<C: Serialize>(all: usize, draw: impl Fn(usize) -> C) -> usize {
    let (mut fitting, mut too_long) = (0, all + 1);
    while fitting + 1 < too_long {
        let middle = usize::midpoint(fitting, too_long);
        if fits(&draw(middle)) {
            fitting = middle;
        } else {
            too_long = middle;
        }
    }
    fitting
}

/// A text of at most so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain([ELLIPSIS]).collect()
}

/// What pings is a text; what should not, and what is for one person's eyes, is a notice.
fn kind(message: &Message, text: String, html: Option<&str>) -> MessageType {
    match (message.quiet || message.only_for.is_some(), html) {
        (true, Some(html)) => MessageType::notice_html(text, html),
        (true, None) => MessageType::notice_plain(text),
        (false, Some(html)) => MessageType::text_html(text, html),
        (false, None) => MessageType::text_plain(text),
    }
}

/// Whom a message pings. It is always said, because without it programs search the text for names.
fn mentions(message: &Message) -> Mentions {
    let whom = message.only_for.iter().filter(|_| !message.quiet);
    Mentions::with_user_ids(message.mentions.iter().chain(whom).filter_map(user_id))
}

fn user_id(user: &UserRef) -> Option<OwnedUserId> {
    UserId::parse(&user.id).ok()
}

#[cfg(test)]
mod tests;
