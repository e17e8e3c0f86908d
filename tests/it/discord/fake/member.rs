//! A person at their program: what they type, press and choose, and what they see.
//!
//! Does only what a program would let them do; what it would not is a failure of the test that asked for it, or comes back as
//! an error from `try_...`. Waits by asking anew at each change of the world.

mod acts;
mod admin;
mod marks;
mod outcome;
mod sees;
mod tried;

use std::{
    fmt,
    sync::{Arc, MutexGuard},
    time::Duration,
};

use serde_json::Value;
use tokio::time;

pub(crate) use self::outcome::{Choice, Outcome};
use self::sees::Eyes;
use super::{
    change::Upload,
    interactions::{
        asked::{self, Asked},
        commands::{self, Named, Place, Typed},
        components::{self, Form},
        kind,
    },
    server::Shared,
    world::{Attachment, Id, Message, User, World},
};

/// How long anybody waits to see something.
const PATIENCE: Duration = Duration::from_secs(20);

/// Somebody at their program, looking at a channel.
#[derive(Clone)]
pub(crate) struct Member {
    shared: Arc<Shared>,
    /// Their account.
    pub(crate) id: Id,
    /// The channel they look at.
    pub(crate) channel: Id,
}

impl Member {
    pub(crate) const fn new(shared: Arc<Shared>, id: Id, channel: Id) -> Self {
        Self { shared, id, channel }
    }

    /// The same person, looking at another channel, thread or talk.
    pub(crate) fn at(&self, channel: Id) -> Self {
        Self { channel, ..self.clone() }
    }

    /// Sets the language and the zone of their program.
    pub(crate) fn is_at_home_in(&self, locale: &str, zone: &str) {
        let mut world = self.world();
        if let Some(user) = world.users.get_mut(&self.id) {
            locale.clone_into(&mut user.locale);
            zone.clone_into(&mut user.zone);
        }
    }

    /// How others mention them in what they write.
    pub(crate) fn mention(&self) -> String {
        format!("<@{}>", self.id)
    }

    /// Types a slash command and sends it.
    pub(crate) async fn slash(&self, text: &str) -> Outcome {
        self.try_slash(text, &[]).await.unwrap_or_else(|why| panic!("{self:?}: {why}"))
    }

    /// Types a slash command and sends it, without waiting for what comes of it.
    pub(crate) fn types(&self, text: &str) -> Id {
        let mut world = self.world();
        let typed = commands::typed(self.place(&world), text, &[]);
        let typed = typed.unwrap_or_else(|why| panic!("{self:?}: {why}"));
        self.command(&mut world, &typed, None)
    }

    /// Types a slash command with files that are chosen by their names (`file:day.ics`).
    pub(crate) async fn slash_with(&self, text: &str, files: &[Upload]) -> Outcome {
        self.try_slash(text, files).await.unwrap_or_else(|why| panic!("{self:?}: {why}"))
    }

    /// Types a slash command, if their program lets them.
    ///
    /// # Errors
    ///
    /// Why it does not.
    pub(crate) async fn try_slash(&self, text: &str, files: &[Upload]) -> Result<Outcome, String> {
        let asked = {
            let mut world = self.world();
            let files = chosen(&mut world, files);
            let typed = commands::typed(self.place(&world), text, &files)?;
            self.command(&mut world, &typed, None)
        };
        Ok(self.outcome(asked).await)
    }

    /// What their program suggests while they type; the last option is the one they are at.
    pub(crate) async fn autocomplete(&self, text: &str) -> Vec<Choice> {
        let asked = {
            let mut world = self.world();
            let typed = commands::typing(self.place(&world), text);
            let typed = typed.unwrap_or_else(|why| panic!("{self:?}: {why}"));
            let data = commands::data(&typed, serde_json::Map::new(), None);
            self.ask(&mut world, (typed.command.application, kind::AUTOCOMPLETE), data, None)
        };
        self.outcome(asked).await.choices
    }

    /// Uses a command of a message's menu.
    pub(crate) async fn message_command(&self, name: &str, message: Id) -> Outcome {
        assert_ne!(self.reads(message), "(gone)\n", "{self:?} does not see that message");
        let named = Named { messages: vec![message], ..Named::default() };
        self.menu(commands::MESSAGE, name, (message, named)).await
    }

    /// Uses a command of a person's menu.
    pub(crate) async fn user_command(&self, name: &str, whom: &Self) -> Outcome {
        let named = Named { users: vec![whom.id], ..Named::default() };
        self.menu(commands::USER, name, (whom.id, named)).await
    }

    async fn menu(&self, kind: u64, name: &str, (target, named): (Id, Named)) -> Outcome {
        let asked = {
            let mut world = self.world();
            let place = self.place(&world);
            let locale = &world.users[&self.id].locale;
            let offered = commands::offered(place, kind);
            let called =
                |one: &&&super::world::Command| commands::called(&one.shown, locale) == name;
            let command = offered.iter().find(called);
            let command = command.unwrap_or_else(|| panic!("{self:?} is not offered {name:?}"));
            let typed = Typed { command: (*command).clone(), options: Vec::new(), named };
            self.command(&mut world, &typed, Some(target))
        };
        self.outcome(asked).await
    }

    /// Presses the button with these words.
    pub(crate) async fn press(&self, message: Id, label: &str) -> Outcome {
        self.try_press(message, label).await.unwrap_or_else(|why| panic!("{self:?}: {why}"))
    }

    /// Presses a button, if it is there and can be pressed.
    ///
    /// # Errors
    ///
    /// Why it cannot.
    pub(crate) async fn try_press(&self, message: Id, label: &str) -> Result<Outcome, String> {
        self.on(message, |components| components::press(components, label)).await
    }

    /// Presses without waiting for what comes of it.
    pub(crate) fn taps(&self, message: Id, label: &str) -> Id {
        let tapped = self.tap(message, |components| components::press(components, label));
        tapped.unwrap_or_else(|why| panic!("{self:?}: {why}"))
    }

    /// Chooses these words from a list.
    pub(crate) async fn select(&self, message: Id, label: &str) -> Outcome {
        let chosen = self.on(message, |components| components::select(components, &[label])).await;
        chosen.unwrap_or_else(|why| panic!("{self:?}: {why}"))
    }

    async fn on(
        &self,
        message: Id,
        how: impl Fn(&[Value]) -> Result<Value, String> + Send,
    ) -> Result<Outcome, String> {
        let asked = self.tap(message, how)?;
        Ok(self.outcome(asked).await)
    }

    fn tap(
        &self,
        message: Id,
        how: impl Fn(&[Value]) -> Result<Value, String>,
    ) -> Result<Id, String> {
        let mut world = self.world();
        let there =
            world.messages.get(&message).filter(|one| self.eyes(&world).may_see_message(one));
        let there = there.ok_or("the message is not there")?;
        let data = how(&there.components)?;
        let (bot, channel) = (there.author, there.channel);
        let here = self.at(channel);
        Ok(here.ask(&mut world, (bot, kind::COMPONENT), data, Some(message)))
    }

    /// Fills in a form and sends it.
    pub(crate) async fn submit(&self, form: &Form, values: &[(&str, &str)]) -> Outcome {
        self.try_submit(form, values).await.unwrap_or_else(|why| panic!("{self:?}: {why}"))
    }

    /// Fills in a form, if it takes these values.
    ///
    /// # Errors
    ///
    /// Why it does not.
    pub(crate) async fn try_submit(
        &self,
        form: &Form,
        values: &[(&str, &str)],
    ) -> Result<Outcome, String> {
        let data = form.filled(values)?;
        let asked = {
            let mut world = self.world();
            let shown = world.interactions[&form.interaction].clone();
            if shown.user != self.id {
                return Err("the form was shown to somebody else".to_owned());
            }
            let message = shown.message.filter(|message| world.messages.contains_key(message));
            let here = self.at(shown.channel);
            here.ask(&mut world, (shown.application, kind::FORM), data, message)
        };
        Ok(self.outcome(asked).await)
    }

    /// What they see in a channel, a thread or a talk.
    pub(crate) fn sees(&self, channel: Id) -> String {
        let world = self.world();
        self.eyes(&world).channel(channel)
    }

    /// What they see of one message.
    pub(crate) fn reads(&self, message: Id) -> String {
        let world = self.world();
        let there =
            world.messages.get(&message).filter(|one| self.eyes(&world).may_see_message(one));
        there.map_or_else(|| "(gone)\n".to_owned(), |message| self.eyes(&world).message(message))
    }

    /// Waits until they see something in a channel, and gives all that they see then.
    pub(crate) async fn waits_for(&self, channel: Id, wanted: impl Fn(&str) -> bool) -> String {
        let seen = self.until(|world| {
            let seen = self.eyes(world).channel(channel);
            wanted(&seen).then_some(seen)
        });
        match seen.await {
            Some(seen) => seen,
            None => panic!("{self:?} waited in vain and sees\n{}", self.sees(channel)),
        }
    }

    /// Waits until they see something on a message, and gives all that is on it then.
    pub(crate) async fn waits_on(&self, message: Id, wanted: impl Fn(&str) -> bool) -> String {
        let seen = self.until(|world| {
            let there = world.messages.get(&message);
            let there = there.filter(|one| self.eyes(world).may_see_message(one))?;
            Some(self.eyes(world).message(there)).filter(|seen| wanted(seen))
        });
        match seen.await {
            Some(seen) => seen,
            None => panic!("{self:?} waited in vain and reads\n{}", self.reads(message)),
        }
    }

    /// Waits for a message in a channel with these words anywhere on it, and gives the newest.
    pub(crate) async fn finds(&self, channel: Id, words: &str) -> Id {
        let found = self.until(|world| {
            let here =
                |one: &&Message| one.channel == channel && self.eyes(world).may_see_message(one);
            let mut newest = world.messages.values().rev().filter(here);
            newest.find(|one| self.eyes(world).message(one).contains(words)).map(|one| one.id)
        });
        match found.await {
            Some(found) => found,
            None => panic!("{self:?} looks for {words:?} and sees\n{}", self.sees(channel)),
        }
    }

    /// Asks the world at each of its changes, until it has an answer or patience is over.
    pub(crate) async fn until<T>(&self, ask: impl Fn(&World) -> Option<T>) -> Option<T> {
        let mut changes = self.world().changes();
        let answer = async {
            loop {
                changes.mark_unchanged();
                if let Some(answer) = ask(&self.world()) {
                    return answer;
                }
                changes.changed().await.unwrap();
            }
        };
        time::timeout(PATIENCE, answer).await.ok()
    }

    fn command(&self, world: &mut World, typed: &Typed, target: Option<Id>) -> Id {
        let resolved = asked::resolved(world, self.channel, &typed.named);
        let data = commands::data(typed, resolved, target);
        self.ask(world, (typed.command.application, kind::COMMAND), data, None)
    }

    fn ask(
        &self,
        world: &mut World,
        (application, kind): (Id, u8),
        data: Value,
        message: Option<Id>,
    ) -> Id {
        let (user, channel) = (self.id, self.channel);
        asked::ask(world, Asked { application, user, channel, kind, data, message })
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world()
    }

    const fn place<'w>(&self, world: &'w World) -> Place<'w> {
        Place { world, user: self.id, channel: self.channel }
    }

    const fn eyes<'w>(&self, world: &'w World) -> Eyes<'w> {
        Eyes { world, user: self.id }
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whoever says why a test fails may hold the world already.
        let world = self.shared.world.try_lock().ok();
        let user = world.as_ref().and_then(|world| world.users.get(&self.id));
        f.write_str(user.map_or("somebody", |user: &User| &user.name))
    }
}

/// Files that were chosen for a command, as Discord keeps them for it.
fn chosen(world: &mut World, files: &[Upload]) -> Vec<Attachment> {
    let mut kept = |file: &Upload| {
        let id = world.next_id();
        world.keep(Attachment {
            id,
            name: file.name.clone(),
            mime: file.mime.clone(),
            description: None,
            content: file.content.clone(),
            ephemeral: true,
        })
    };
    files.iter().map(&mut kept).collect()
}
