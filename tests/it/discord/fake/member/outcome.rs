//! What comes of asking a bot for something, as the person sees it who asked.

use serde_json::Value;
use tokio::time;

use super::{
    super::{
        interactions::{answer, components::Form},
        world::{Id, Interaction, World},
    },
    Member,
};

/// What somebody sees after they asked a bot for something.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    /// The interaction.
    pub(crate) interaction: Id,
    /// The answer as they see it: a message with all that is on it, or a form. Empty where the bot answered by an edit
    /// alone.
    pub(crate) said: String,
    /// The message that the answer is.
    pub(crate) message: Option<Id>,
    /// Whether they alone see it.
    pub(crate) ephemeral: bool,
    /// The form they are shown.
    pub(crate) form: Option<Form>,
    /// What is suggested to them.
    pub(crate) choices: Vec<Choice>,
}

/// A suggested value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The words that are shown.
    pub(crate) name: String,
    /// What stands for them.
    pub(crate) value: String,
}

impl Outcome {
    /// The form they are shown.
    pub(crate) fn form(&self) -> &Form {
        self.form.as_ref().unwrap_or_else(|| panic!("no form came, but {:?}", self.said))
    }
}

/// What their program says where no answer came in time.
const SILENCE: &str = "The application did not respond\n";

impl Member {
    /// Waits for the answer: the first one in its time, and where that only said that the bot is thinking, for the next.
    pub(crate) async fn outcome(&self, interaction: Id) -> Outcome {
        let first = self.until(|world| world.interactions[&interaction].answered);
        if !matches!(time::timeout(self.shared.settings.first_answer, first).await, Ok(Some(_))) {
            let said = SILENCE.to_owned();
            return Outcome { interaction, said, ..Outcome::default() };
        }
        let done = self.until(|world| (!world.interactions[&interaction].thinking).then_some(()));
        let seen = || self.sees(self.channel);
        assert!(done.await.is_some(), "{self:?} sees the bot thinking and thinking\n{}", seen());
        let world = self.world();
        self.shown(&world, &world.interactions[&interaction])
    }

    fn shown(&self, world: &World, asked: &Interaction) -> Outcome {
        let mut outcome =
            Outcome { interaction: asked.id, ephemeral: asked.ephemeral, ..Outcome::default() };
        match asked.answered {
            Some(answer::FORM) => {
                let form = Form { interaction: asked.id, shown: asked.answer.clone() };
                outcome.said = form.text();
                outcome.form = Some(form);
            }
            Some(answer::SUGGEST) => {
                let locale = &world.users[&self.id].locale;
                let choices = asked.answer["choices"].as_array();
                let choices = choices.into_iter().flatten();
                outcome.choices = choices.map(|one| Choice::read(one, locale)).collect();
            }
            Some(answer::MESSAGE | answer::DEFER) => {
                outcome.message = asked.original;
                let message = asked.original.and_then(|id| world.messages.get(&id));
                outcome.said =
                    message.map_or_else(String::new, |one| self.eyes(world).message(one));
            }
            _ => outcome.message = asked.original,
        }
        outcome
    }
}

impl Choice {
    fn read(one: &Value, locale: &str) -> Self {
        let name = super::commands::called(one, locale).to_owned();
        let value = &one["value"];
        Self { name, value: value.as_str().map_or_else(|| value.to_string(), str::to_owned) }
    }
}
