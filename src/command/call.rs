//! A command at work: who asks, where, about what, and the transaction it happens in.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Done, Failure, Habits, Note, Thread};
use crate::{
    chat::{Lack, Mention, User},
    clock::Ids,
    itip::{Cx, Meeting, Participant, Policy, Scope, Uninvited, Who},
    model::{CalAddress, CalTime, InstanceId, MessageId, ObjectId, RoomRef, Span, UserRef},
    store::{DroppedFile, NewMessage, Person, Room, StoreError, StoredObject, Tx},
    view::{TimeText, View, person_name},
    when::{self, Dialect, Language},
};

/// What holds where neither the person nor the room has said otherwise; from bot.toml.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// The words that address the bot; the first is the one shown in help.
    pub prefixes: Vec<String>,
    /// The zone.
    pub zone: Tz,
    /// How dates in digits are read.
    pub dialect: Dialect,
    /// What times are said in, beside English.
    pub language: Language,
    /// How long a meeting is.
    pub length: TimeDelta,
    /// How long before the start people are reminded; `None` for never.
    pub reminder: Option<TimeDelta>,
    /// Whether people may answer who were not invited.
    pub uninvited: Uninvited,
    /// The longest title, in characters.
    pub max_title: usize,
    /// The largest file, in octets.
    pub max_file: usize,
}

/// Who asks.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The person.
    pub person: Person,
    /// The account they speak from.
    pub user: User,
    /// All addresses known to be theirs.
    pub addresses: Vec<CalAddress>,
    /// Whether they moderate the room.
    pub moderator: bool,
}

/// What a message is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The meeting.
    pub object: ObjectId,
    /// The date that it is the card of; the whole for all other messages.
    pub instance: InstanceId,
}

/// A command at work.
#[derive(Debug)]
pub struct Call<'a> {
    /// The transaction everything happens in.
    pub tx: &'a mut Tx,
    /// The present instant.
    pub now: DateTime<Utc>,
    /// Where ids come from.
    pub ids: &'a dyn Ids,
    /// What holds unless said otherwise.
    pub defaults: &'a Defaults,
    /// The room.
    pub room: Room,
    /// Who asks.
    pub caller: Caller,
    /// Who is mentioned in the text.
    pub mentions: Vec<Mention>,
    /// What the message answered is about.
    pub about: Option<About>,
    /// The file that the message answered asks about.
    pub file: Option<DroppedFile>,
    /// The number of what somebody asked to be reminded of, where the message answered said it.
    pub memo: Option<i64>,
    /// The message that the command is.
    pub message: Option<MessageId>,
    /// The thread that an answer to the caller belongs in.
    pub thread: Option<Thread>,
    /// What the bot may not do here.
    pub lacks: Vec<Lack>,
    /// Whether others read what the caller alone is told.
    pub overheard: bool,
    /// Whether nobody else is in the room.
    pub alone: bool,
    /// The name of the command that runs, for hints.
    pub command: &'static str,
}

impl Call<'_> {
    /// What the engine may know.
    pub fn cx(&self) -> Cx {
        let uninvited = self.room.uninvited.unwrap_or(self.defaults.uninvited);
        Cx {
            now: self.now,
            policy: Policy { uninvited, proposals: uninvited, ..Policy::default() },
        }
    }

    /// The caller's zone: theirs, then the room's, then the instance's.
    pub fn zone(&self) -> Tz {
        self.my_zone().unwrap_or_else(|| self.room_zone())
    }

    /// The zone the caller chose.
    pub fn my_zone(&self) -> Option<Tz> {
        self.caller.person.zone.as_ref()?.parse().ok()
    }

    /// The room's zone, then the instance's: what is shown to everyone.
    pub fn room_zone(&self) -> Tz {
        let room = self.room.zone.as_ref().and_then(|zone| zone.parse().ok());
        room.unwrap_or(self.defaults.zone)
    }

    /// What the phrase reader may know.
    pub fn when(&self) -> when::Cx {
        when::Cx {
            now: self.now,
            zone: self.zone(),
            dialect: self.dialect(),
            language: self.language(),
            default_length: self.length(),
        }
    }

    /// How dates in digits are read here.
    pub fn dialect(&self) -> Dialect {
        self.locale().map_or(self.defaults.dialect, Dialect::of_locale)
    }

    /// What times are said in here, beside English.
    pub fn language(&self) -> Language {
        self.locale().map_or(self.defaults.language, Language::of_locale)
    }

    /// The locale of the room, then that of the caller's program. English is what most programs come with, so that of a
    /// program says nothing.
    fn locale(&self) -> Option<&str> {
        let own = self.caller.person.locale.as_deref();
        let own = own.filter(|own| Language::of_locale(own) != Language::English);
        self.room.locale.as_deref().or(own)
    }

    /// The language of times in the room and how dates in digits are read, whoever asks.
    pub(super) fn room_reads(&self) -> (Language, Dialect) {
        let locale = self.room.locale.as_deref();
        (
            locale.map_or(self.defaults.language, Language::of_locale),
            locale.map_or(self.defaults.dialect, Dialect::of_locale),
        )
    }

    /// How long a meeting is here, unless it is said.
    pub fn length(&self) -> TimeDelta {
        self.room.length_minutes.map_or(self.defaults.length, TimeDelta::minutes)
    }

    /// How this room goes about reminders.
    pub(super) fn habits(&self) -> Habits {
        self.defaults.habits_in(Some(&self.room))
    }

    /// When a meeting is, in words for everyone in the room.
    pub(super) fn time_text(&self, meeting: &Meeting) -> TimeText {
        TimeText::of(&meeting.span, meeting.start, meeting.end, self.room_zone(), self.now)
    }

    /// The prefix that help and hints show.
    pub fn prefix(&self) -> &str {
        self.defaults.prefixes.first().map_or("!meet", String::as_str)
    }

    /// The caller as a calendar user.
    pub fn me(&self) -> Who {
        as_calendar_user(&self.caller.user)
    }

    /// The caller as they are named in a meeting: by whichever of their addresses is in it.
    pub fn me_in(&self, meeting: &Meeting) -> Who {
        let known = meeting.attendees.iter().find(|attendee| self.is_me(&attendee.address));
        known.map_or_else(
            || self.me(),
            |attendee| Who {
                address: attendee.address.clone(),
                name: attendee.name.clone().or_else(|| Some(self.caller.user.name.clone())),
            },
        )
    }

    /// Whether an address is the caller's.
    pub fn is_me(&self, address: &CalAddress) -> bool {
        self.caller.addresses.contains(address)
    }

    /// A meeting, read in the room's zone where it names none; of a series, the date that its card shows.
    pub fn meeting(&self, stored: &StoredObject) -> Meeting {
        self.shown(stored).1
    }

    /// The date of a meeting that its card shows, and which it is: that of the card which is answered, where it is a date's.
    pub(super) fn shown(&self, stored: &StoredObject) -> (Scope, Meeting) {
        let instance = self.instance_of(stored);
        stored.object.meeting_of(&instance, self.now, self.room_zone())
    }

    /// The date of a meeting whose card is answered; the whole for anything else that may be.
    pub(super) fn instance_of(&self, stored: &StoredObject) -> InstanceId {
        let about = self.about.as_ref().filter(|about| about.object == stored.id);
        about.map_or(InstanceId::Whole, |about| about.instance.clone())
    }

    /// Says something to everyone in the room.
    pub async fn say(&mut self, view: View) -> Done {
        self.send(Note::to_all(view), None).await
    }

    /// Says something to the caller, for their eyes only where the network can, else where they asked.
    pub async fn tell(&mut self, view: View) -> Done {
        let user = self.caller.user.account.clone();
        let thread = self.thread.clone();
        self.send(Note::to_one(view, user).in_thread(thread), None).await
    }

    /// Says something to everyone about a meeting, in its thread, pinging these addresses' accounts.
    pub async fn announce(
        &mut self,
        view: View,
        stored: &StoredObject,
        ping: &[CalAddress],
    ) -> Done {
        for card in self.tx.cards_of(&stored.id).await? {
            let mentions = self.accounts(ping, &card.room).await?;
            let note = Note::to_all(view.clone()).pinging(mentions).in_thread_of(Some(card.id));
            self.enqueue(note, card.room, Some(&stored.id)).await?;
        }
        Ok(())
    }

    /// Puts a note for this room into the outbox.
    pub async fn send(&mut self, note: Note, object: Option<&ObjectId>) -> Done {
        let room = self.room.at.clone();
        self.enqueue(note, room, object).await
    }

    async fn enqueue(&mut self, note: Note, room: RoomRef, object: Option<&ObjectId>) -> Done {
        let payload = note.to_payload().map_err(StoreError::from)?;
        let message = NewMessage {
            key: self.ids.token(),
            room,
            payload,
            object: object.cloned(),
            due: self.now,
        };
        self.tx.enqueue_message(&message).await?;
        Ok(())
    }

    async fn accounts(
        &mut self,
        addresses: &[CalAddress],
        room: &RoomRef,
    ) -> Result<Vec<UserRef>, Failure> {
        let mut accounts = Vec::new();
        for address in addresses {
            // Nobody needs a ping for what they did themselves.
            if self.is_me(address) {
                continue;
            }
            accounts.extend(self.tx.find_account_of_address(address, &room.network).await?);
        }
        Ok(accounts)
    }
}

/// When a span is, in words for a reader in a zone.
pub(super) fn time_text(span: &Span, zone: Tz, now: DateTime<Utc>) -> TimeText {
    let instant = |time: &CalTime| time.instant(zone).unwrap_or_else(|| time.local().and_utc());
    TimeText::of(span, instant(&span.start), instant(&span.end), zone, now)
}

/// A chat user as a calendar user.
pub(super) fn as_calendar_user(user: &User) -> Who {
    Who { address: user.address.clone(), name: Some(user.name.clone()) }
}

/// What to call a participant.
pub fn name_of(participant: &Participant) -> String {
    person_name(participant.name.as_deref(), &participant.address)
}

/// What to call somebody who is named in a command.
pub(super) fn name_of_who(who: &Who) -> String {
    person_name(who.name.as_deref(), &who.address)
}
