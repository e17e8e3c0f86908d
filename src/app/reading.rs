//! What networks ask while somebody is still typing: forms, and what a value could be. Nothing is kept of it.

use super::{App, about, addresses, trouble};
use crate::{
    chat::{Action, Capabilities, Form, Inbound, NotTaken, Sender, Suggestion, Typing},
    command::{self, Call, Caller, Failure},
    model::{PersonId, RoomRef},
    store::{Person, Room, StoreError, Tx},
    view::View,
};

impl App {
    /// The form that somebody opened on a network that can show it; `None` where there is nothing to ask.
    ///
    /// # Errors
    ///
    /// [`NotTaken`], whose sentence says what is wrong.
    pub async fn form(
        &self,
        inbound: &Inbound,
        can: &Capabilities,
    ) -> Result<Option<Form>, NotTaken> {
        let Action::Open(filled) = &inbound.action else { return Ok(None) };
        let asked = async {
            let mut tx = self.store.read().await?;
            let about = about(&mut tx, inbound).await?;
            let mut call = self.reading(&mut tx, &inbound.room, &inbound.sender).await?;
            call.about = about;
            call.mentions = filled.mentions.clone();
            command::form(&mut call, filled).await
        };
        asked.await.map_err(|failure| self.not_asked(failure, can))
    }

    /// What a value could be that somebody is typing; nothing where the database does not say.
    pub async fn suggest(&self, typing: &Typing) -> Vec<Suggestion> {
        let found = async {
            let mut tx = self.store.read().await?;
            let mut call = self.reading(&mut tx, &typing.room, &typing.sender).await?;
            command::suggest(&mut call, typing).await
        };
        match found.await {
            Ok(found) => found,
            Err(Failure::Problem(_)) => Vec::new(),
            Err(Failure::Store(error)) => {
                tracing::warn!(%error, "nothing could be suggested: {error}");
                Vec::new()
            }
        }
    }

    /// What to tell somebody whose form cannot be asked, in the words of their network.
    fn not_asked(&self, failure: Failure, can: &Capabilities) -> NotTaken {
        let problem = match &failure {
            Failure::Problem(problem) => (**problem).clone(),
            Failure::Store(error) => {
                tracing::error!(%error, "a form could not be asked: {error}");
                trouble(error)
            }
        };
        let drawn = self.views.render(&View::Problem(problem), can);
        let say = drawn.map_or_else(
            |_| "I could not ask that. Please try again.".to_owned(),
            |message| message.text,
        );
        NotTaken { say, source: Box::new(failure) }
    }

    /// A command that only reads: who is new stays unknown.
    async fn reading<'t>(
        &'t self,
        tx: &'t mut Tx,
        at: &RoomRef,
        sender: &Sender,
    ) -> Result<Call<'t>, StoreError> {
        let fresh = || Room::new(at.clone(), String::new());
        let room = tx.lookup_room(at).await?.unwrap_or_else(fresh);
        let user = sender.user.clone();
        let known = tx.find_person_by_account(&user.account).await?;
        let stranger = || {
            let (id, name) = (PersonId(String::new()), user.name.clone());
            Person { id, name, zone: None, locale: None }
        };
        let person = known.unwrap_or_else(stranger);
        let locale = sender.locale.clone().or(person.locale);
        let person = Person { locale, ..person };
        let addresses = addresses(tx, &person.id, &user).await?;
        let caller = Caller { person, user, addresses, moderator: sender.moderator };
        Ok(Call {
            tx,
            now: self.clock.now(),
            ids: &*self.ids,
            defaults: &self.defaults,
            room,
            caller,
            mentions: Vec::new(),
            about: None,
            file: None,
            memo: None,
            message: None,
            thread: None,
            lacks: Vec::new(),
            // A form and what is suggested are seen by one.
            overheard: false,
            alone: false,
            command: "new",
        })
    }
}
