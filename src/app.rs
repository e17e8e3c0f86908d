//! From a happening to what is kept of it: one write transaction a step.
//!
//! It orders the calls; the rules are in `itip`, the words in `view`, what is typed in `command`. It never sends
//! anything: that is `work`, after the commit.

mod reading;

use std::sync::Arc;

use tokio::sync::Notify;

use crate::{
    chat::{Action, Inbound, NotTaken, Said, User},
    clock::{Clock, Ids},
    command::{self, About, Asked, Call, Caller, Defaults, Done, Failure, Note, Thread},
    model::{CalAddress, InstanceId, MessageId, PersonId},
    store::{NewMessage, Person, Room, Store, StoreError, Tx},
    view::{Problem, View, Views, Welcome},
};

/// How often a step is tried that lost a race for the database.
const TRIES: u32 = 4;

/// The bot without its networks.
#[derive(Debug)]
pub struct App {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    defaults: Defaults,
    views: Arc<Views>,
    /// Rung after each commit that left something to do.
    wake: Arc<Notify>,
}

impl App {
    /// Puts the bot together.
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        defaults: Defaults,
        views: Arc<Views>,
        wake: Arc<Notify>,
    ) -> Self {
        Self { store, clock, ids, defaults, views, wake }
    }

    /// Acts on a happening once. When it returns `Ok` all of it is committed.
    ///
    /// # Errors
    ///
    /// [`NotTaken`] where the database could not keep it; then nothing has changed.
    pub async fn receive(&self, inbound: &Inbound) -> Result<(), NotTaken> {
        if !self.concerns_us(&inbound.action) {
            return Ok(());
        }
        let mut tried = 1;
        loop {
            match self.step(inbound).await {
                Ok(()) => {
                    self.wake.notify_one();
                    return Ok(());
                }
                Err(error) if error.is_transient() && tried < TRIES => tried += 1,
                Err(error) => {
                    tracing::error!(%error, "a step was not kept: {error}");
                    return Err(NotTaken { say: self.sentence(&error), source: Box::new(error) });
                }
            }
        }
    }

    /// Whether a happening is about a message that no meeting is known by, and could be answered if one were. Where the
    /// database does not say, it is not.
    pub async fn is_about_a_stranger(&self, inbound: &Inbound) -> bool {
        if inbound.action.message().is_none() || !self.concerns_us(&inbound.action) {
            return false;
        }
        let found = async {
            let mut tx = self.store.read().await?;
            about(&mut tx, inbound).await
        };
        matches!(found.await, Ok(None))
    }

    /// What to tell somebody whose happening could not be kept. It cannot wait in the outbox, so it is drawn here.
    fn sentence(&self, error: &StoreError) -> String {
        let problem = View::Problem(trouble(error));
        let drawn = self.views.text(&problem);
        drawn.unwrap_or_else(|_| {
            "I could not save that; nothing was changed. Please try again.".to_owned()
        })
    }

    /// Whether a happening can mean the bot at all; other talk costs no transaction.
    fn concerns_us(&self, action: &Action) -> bool {
        match action {
            Action::Say(said) => {
                said.addressed
                    || said.reply_to.is_some()
                    || command::addressed(&said.text, &self.defaults.prefixes).is_some()
            }
            Action::React { emoji, .. } | Action::Unreact { emoji, .. } => command::is_meant(emoji),
            // What a form asks is for `form` to say.
            Action::Open(_) => false,
            Action::Press { .. }
            | Action::Fill(_)
            | Action::Upload(_)
            | Action::Oversized { .. }
            | Action::Vote { .. }
            | Action::Remove { .. }
            | Action::Unreadable { .. }
            | Action::Join
            | Action::Leave
            | Action::Replace { .. } => true,
        }
    }

    /// One step: does what is asked, or, where that is refused, keeps nothing of it but the refusal.
    async fn step(&self, inbound: &Inbound) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        if !tx.remember_inbound(&inbound.room.network, &inbound.id, self.clock.now()).await? {
            return Ok(());
        }
        stop_point!("app.remembered");
        let acted = match note_reaction(&mut tx, inbound).await {
            Ok(()) => self.act(&mut tx, inbound).await,
            Err(error) => Err(error.into()),
        };
        match acted {
            Ok(()) => {}
            Err(Failure::Store(error)) => return Err(error),
            Err(Failure::Problem(problem)) => {
                tx.rollback().await?;
                tx = self.store.begin().await?;
                tx.remember_inbound(&inbound.room.network, &inbound.id, self.clock.now()).await?;
                note_reaction(&mut tx, inbound).await?;
                self.refuse(&mut tx, inbound, *problem).await?;
            }
        }
        stop_point!("app.before-commit");
        tx.commit().await?;
        stop_point!("app.committed");
        Ok(())
    }

    async fn act(&self, tx: &mut Tx, inbound: &Inbound) -> Done {
        // What happens to the room or to a message is nobody's command.
        match &inbound.action {
            Action::Join => return Ok(self.join(tx, inbound).await?),
            Action::Leave => return Ok(tx.leave_room(&inbound.room).await?),
            Action::Replace { by } => {
                return Ok(tx.replace_room(&inbound.room, by, self.clock.now()).await?);
            }
            Action::Remove { message } => {
                return Ok(tx.forget_message(&inbound.room, message).await?);
            }
            _ => {}
        }
        let room = self.room(tx, inbound).await?;
        let caller = self.caller(tx, inbound).await?;
        let about = about(tx, inbound).await?;
        let file = match inbound.action.message() {
            Some(message) => tx.find_dropped_file(&inbound.room, message).await?,
            None => None,
        };
        let memo = match inbound.action.message() {
            Some(message) if about.is_none() && file.is_none() => {
                tx.find_memo_by_message(&inbound.room, message).await?
            }
            _ => None,
        };
        let mut call = Call {
            tx,
            now: self.clock.now(),
            ids: &*self.ids,
            defaults: &self.defaults,
            room,
            caller,
            mentions: inbound.action.mentions().to_vec(),
            about,
            file,
            memo,
            message: written(inbound),
            thread: thread(inbound),
            lacks: inbound.lacks.clone(),
            overheard: inbound.overheard,
            alone: inbound.alone,
            command: "new",
        };
        // The commands are apart, since every happening waits in a queue with room for the largest of them.
        Box::pin(dispatch(&mut call, &inbound.action)).await
    }

    /// Somebody brought the bot into a room, where it says hello. What it missed there is drawn.
    async fn join(&self, tx: &mut Tx, inbound: &Inbound) -> Result<(), StoreError> {
        let known = tx.lookup_room(&inbound.room).await?;
        self.room(tx, inbound).await?;
        if known.is_some_and(|room| !room.away) {
            return Ok(());
        }
        self.enqueue(tx, inbound, Note::to_all(View::Welcome(Welcome {}))).await
    }

    /// The room as it is known, or as it is from now on. Where something happens the bot is, whatever it was told before.
    async fn room(&self, tx: &mut Tx, inbound: &Inbound) -> Result<Room, StoreError> {
        let known = tx.lookup_room(&inbound.room).await?;
        let was_away = known.as_ref().is_some_and(|room| room.away);
        match known {
            Some(room) if room.name == inbound.room_name && !room.away => Ok(room),
            known => {
                let fresh = || Room::new(inbound.room.clone(), inbound.room_name.clone());
                let known = known.unwrap_or_else(fresh);
                let room = Room { name: inbound.room_name.clone(), away: false, ..known };
                tx.put_room(&room).await?;
                if was_away {
                    tx.enqueue_cards_in(&room.at, self.clock.now()).await?;
                }
                Ok(room)
            }
        }
    }

    /// Who it is; someone new becomes a person here.
    async fn caller(&self, tx: &mut Tx, inbound: &Inbound) -> Result<Caller, StoreError> {
        let user = inbound.sender.user.clone();
        let known = tx.find_person_by_account(&user.account).await?;
        let mut person = if let Some(person) = known {
            person
        } else {
            let id = PersonId(self.ids.token());
            let locale = inbound.sender.locale.clone();
            let person = Person { id, name: user.name.clone(), zone: None, locale };
            tx.add_person(&person).await?;
            tx.add_account(&person.id, &user.account, &user.address).await?;
            person
        };
        if person.name != user.name {
            tx.rename_person(&person.id, &user.name).await?;
        }
        let locale = &inbound.sender.locale;
        if locale.is_some() && *locale != person.locale {
            tx.set_person_locale(&person.id, locale.as_deref()).await?;
            person.locale.clone_from(locale);
        }
        let addresses = addresses(tx, &person.id, &user).await?;
        Ok(Caller { person, user, addresses, moderator: inbound.sender.moderator })
    }

    /// Tells the person what was wrong; that is all that is kept of the step.
    async fn refuse(
        &self,
        tx: &mut Tx,
        inbound: &Inbound,
        problem: Problem,
    ) -> Result<(), StoreError> {
        let user = inbound.sender.user.account.clone();
        let note = Note::to_one(View::Problem(problem), user).in_thread(thread(inbound));
        self.enqueue(tx, inbound, note).await
    }

    /// Puts a note for the room of a happening into the outbox.
    async fn enqueue(&self, tx: &mut Tx, inbound: &Inbound, note: Note) -> Result<(), StoreError> {
        let message = NewMessage {
            key: self.ids.token(),
            room: inbound.room.clone(),
            payload: note.to_payload()?,
            object: None,
            due: self.clock.now(),
        };
        tx.enqueue_message(&message).await
    }
}

/// All addresses known to be a person's.
async fn addresses(
    tx: &mut Tx,
    person: &PersonId,
    user: &User,
) -> Result<Vec<CalAddress>, StoreError> {
    let mut addresses = tx.addresses_of(person).await?;
    if !addresses.contains(&user.address) {
        addresses.push(user.address.clone());
    }
    Ok(addresses)
}

/// What a person is told of a trouble with the database.
const fn trouble(error: &StoreError) -> Problem {
    match error {
        StoreError::Locked(_) | StoreError::Conflict => Problem::StoreLocked,
        StoreError::ReadOnly(_) => Problem::StoreReadOnly,
        StoreError::Full(_) => Problem::StoreFull,
        _ => Problem::Internal,
    }
}

/// The message that somebody wrote: one that is corrected is still the one it was.
fn written(inbound: &Inbound) -> Option<MessageId> {
    match &inbound.action {
        Action::Say(Said { edits: Some(original), .. }) => Some(original.clone()),
        _ => inbound.message.clone(),
    }
}

/// The thread that an answer to a happening belongs in.
fn thread(inbound: &Inbound) -> Option<Thread> {
    let root = inbound.thread.clone()?;
    Some(Thread { room: inbound.room.clone(), root })
}

/// Remembers a reaction to a card, whatever comes of it: what was taken back while nobody listened is found by what is known.
async fn note_reaction(tx: &mut Tx, inbound: &Inbound) -> Result<(), StoreError> {
    let (to, emoji, there) = match &inbound.action {
        Action::React { to, emoji, .. } => (to, emoji, true),
        Action::Unreact { to, emoji } => (to, emoji, false),
        _ => return Ok(()),
    };
    let who = &inbound.sender.user.account;
    tx.note_reaction(&inbound.room, to, (who, emoji), there).await
}

/// What a happening is about: a reaction has to be on a card, an answer can be to any message of a meeting.
async fn about(tx: &mut Tx, inbound: &Inbound) -> Result<Option<About>, StoreError> {
    let Some(message) = inbound.action.message() else { return Ok(None) };
    if let Some(card) = tx.find_card_by_message(&inbound.room, message).await? {
        return Ok(Some(About { object: card.object, instance: card.instance }));
    }
    if matches!(inbound.action, Action::React { .. } | Action::Unreact { .. }) {
        return Ok(None);
    }
    let object = tx.find_object_by_message(&inbound.room, message).await?;
    Ok(object.map(|object| About { object, instance: InstanceId::Whole }))
}

/// Does what an action asks for.
async fn dispatch(call: &mut Call<'_>, action: &Action) -> Done {
    match action {
        Action::Say(said) => say(call, said).await,
        Action::React { to, emoji, ours } => react(call, to, emoji, *ours).await,
        Action::Unreact { emoji, .. } => command::answer::by_reaction(call, emoji, true).await,
        Action::Press { button, .. } => press(call, button).await,
        Action::Upload(file) => command::upload(call, file).await,
        Action::Oversized { name, octets } => Err(command::too_big(call, name, *octets)),
        Action::Unreadable { withheld } => Err(Problem::Unreadable { withheld: *withheld }.into()),
        Action::Fill(filled) => command::filled(call, filled).await,
        // Votes are for polls, which nobody can make yet; the others were seen to before.
        Action::Vote { .. }
        | Action::Open(_)
        | Action::Remove { .. }
        | Action::Join
        | Action::Leave
        | Action::Replace { .. } => Ok(()),
    }
}

/// A reaction to a card is an answer, or ↩ to take back what one did; one to another message does what it was put there for.
/// ⏰ is once more on any.
async fn react(call: &mut Call<'_>, to: &MessageId, emoji: &str, ours: bool) -> Done {
    if call.about.is_none()
        && let Some(line) = command::control(call, to, emoji).await?
    {
        return press(call, &line).await;
    }
    if let Some(line) = command::once_more(call, to, emoji).await? {
        return command::line(call, &line).await;
    }
    match call.about {
        Some(_) if command::takes_back(emoji) => command::line(call, "undo").await,
        Some(_) => command::answer::by_reaction(call, emoji, false).await,
        None if ours => Err(Problem::StaleControl.into()),
        None => Ok(()),
    }
}

/// A button carries the command line that does the same.
async fn press(call: &mut Call<'_>, button: &str) -> Done {
    match command::asked(button) {
        Asked::Command(spec, text) => match spec.answer().filter(|_| call.file.is_none()) {
            // A bare answer is one to a question, not to any meeting.
            Some(_) if text.is_empty() => Err(Problem::StaleControl.into()),
            Some(partstat) => {
                call.command = spec.name;
                command::answer::by_button(call, text, partstat).await
            }
            None => command::line(call, button).await,
        },
        Asked::Sentence(_) | Asked::Nothing => Err(Problem::StaleControl.into()),
    }
}

async fn say(call: &mut Call<'_>, said: &Said) -> Done {
    match line_in(call, said) {
        Some(line) => command::said(call, line, said.edits.as_ref()).await,
        None => Ok(()),
    }
}

/// The command in what somebody said.
fn line_in<'s>(call: &Call<'_>, said: &'s Said) -> Option<&'s str> {
    if let Some(line) = command::addressed(&said.text, &call.defaults.prefixes) {
        return Some(line);
    }
    // An answer as a reply to a card or a question needs no prefix; anything else there is people talking.
    let known = call.about.is_some() || call.file.is_some() || call.memo.is_some();
    let answers = known && command::answers_alone(call, &said.text);
    (said.addressed || answers).then_some(said.text.as_str())
}
