//! Answers to interactions (interactions/receiving-and-responding): the first within Discord's three seconds, whatever
//! else the bot is busy with, and what comes after it.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use serenity::{
    http::Route,
    model::id::{ApplicationId, InteractionId},
};
use tokio::time::timeout;

use super::{
    convert::{Asked, Kind, Token},
    deferred::Deferred,
    draw::{CONTENT, EPHEMERAL, cut},
    error::{ApiError, code},
    http::{Api, Call},
};
use crate::chat::{Form, Input, Suggestion};

/// How long Discord may take to hear a first answer; then it is sent once more.
const HEARD: Duration = Duration::from_millis(1_300);
/// The most choices of a value.
const CHOICES: usize = 25;
/// The most characters of a choice, and of what stands in a field while it is empty.
const SHORT: usize = 100;
/// The most characters of a form's head, and of the words over a field.
const HEAD: usize = 45;
/// The most characters of a field.
const LONG: usize = 4_000;

/// First answers (interactions/receiving-and-responding, "Interaction Callback Type").
mod callback {
    pub(super) const MESSAGE: u8 = 4;
    pub(super) const THINKING: u8 = 5;
    pub(super) const LATER: u8 = 6;
    pub(super) const CHOICES: u8 = 8;
    pub(super) const FORM: u8 = 9;
}

/// Answers interactions.
#[derive(Debug)]
pub(super) struct Answers {
    api: Arc<Api>,
    deferred: Arc<Deferred>,
}

impl Answers {
    pub(super) const fn new(api: Arc<Api>, deferred: Arc<Deferred>) -> Self {
        Self { api, deferred }
    }

    /// Says that an answer will come: to a command and to its form by showing that the bot is thinking, to a button by
    /// nothing that is seen.
    pub(super) async fn acknowledge(&self, asked: &Asked) -> Result<(), ApiError> {
        let thread = asked.token.thread().0;
        self.deferred.hear(&thread);
        if asked.kind == Kind::Component {
            return self.first(&asked.token, json!({"type": callback::LATER})).await;
        }
        // Known before it is said: the answer may be faster than Discord's word for having heard.
        self.deferred.add(&thread);
        let thinking = json!({"type": callback::THINKING, "data": {"flags": EPHEMERAL}});
        let heard = self.first(&asked.token, thinking).await;
        if heard.is_err() {
            self.deferred.take(&thread);
        }
        heard
    }

    /// Shows a form.
    pub(super) async fn show(&self, token: &Token, form: &Form) -> Result<(), ApiError> {
        self.first(token, json!({"type": callback::FORM, "data": drawn(form)})).await
    }

    /// Shows what a value could be.
    pub(super) async fn suggest(
        &self,
        token: &Token,
        suggestions: &[Suggestion],
    ) -> Result<(), ApiError> {
        let choices: Vec<_> = suggestions.iter().filter_map(choice).take(CHOICES).collect();
        self.first(token, json!({"type": callback::CHOICES, "data": {"choices": choices}})).await
    }

    /// Answers with a sentence that this person alone sees.
    pub(super) async fn refuse(&self, token: &Token, sentence: &str) -> Result<(), ApiError> {
        self.first(token, json!({"type": callback::MESSAGE, "data": said(sentence)})).await
    }

    /// Says a sentence to this person alone, after the first answer.
    pub(super) async fn say(&self, token: &Token, sentence: &str) -> Result<(), ApiError> {
        let (application_id, body) = (token.application.into(), said(sentence));
        let token_text = token.secret.as_str();
        let call = if self.deferred.take(&token.thread().0) {
            Call::patch(original(application_id, token_text), body)
        } else {
            Call::post(Route::WebhookFollowupMessages { application_id, token: token_text }, body)
        };
        self.api.tell(&call).await
    }

    /// Takes away what says that the bot is thinking, where no answer took its place.
    pub(super) async fn finish(&self, token: &Token) -> Result<(), ApiError> {
        if !self.deferred.take(&token.thread().0) {
            return Ok(());
        }
        let call = Call::delete(original(token.application.into(), &token.secret));
        match self.api.tell(&call).await {
            Err(error) if error.is_over() || error.code() == Some(code::UNKNOWN_MESSAGE) => Ok(()),
            done => done,
        }
    }

    /// The first answer. One that got lost is sent again, and Discord says which was the first.
    async fn first(&self, token: &Token, body: Value) -> Result<(), ApiError> {
        let interaction_id = InteractionId::from(token.id);
        let route = Route::InteractionResponse { interaction_id, token: &token.secret };
        let call = Call::post(route, body);
        match timeout(HEARD, self.api.tell(&call)).await {
            Ok(Err(error)) if !error.is_doubtful() => return Err(error),
            Ok(Ok(())) => return Ok(()),
            _ => {}
        }
        match self.api.tell(&call).await {
            Err(error) if error.code() == Some(code::ACKNOWLEDGED) => Ok(()),
            done => done,
        }
    }
}

const fn original(application_id: ApplicationId, token: &str) -> Route<'_> {
    Route::WebhookOriginalInteractionResponse { application_id, token }
}

fn said(sentence: &str) -> Value {
    json!({"content": cut(sentence, CONTENT), "flags": EPHEMERAL, "allowed_mentions": {"parse": []}})
}

fn choice(suggestion: &Suggestion) -> Option<Value> {
    let Suggestion { label, value } = suggestion;
    // Half a value means something else.
    let fits = !label.trim().is_empty() && !value.is_empty() && value.chars().count() <= SHORT;
    fits.then(|| json!({"name": cut(label, SHORT), "value": value}))
}

/// A form as a modal.
fn drawn(form: &Form) -> Value {
    let rows: Vec<_> = form.inputs.iter().take(5).map(row).collect();
    json!({"custom_id": form.id, "title": cut(&form.title, HEAD), "components": rows})
}

fn row(input: &Input) -> Value {
    let most = if input.max == 0 { LONG } else { input.max.min(LONG) };
    let mut field = json!({
        "type": 4,
        "custom_id": input.name,
        "style": if input.long { 2 } else { 1 },
        "label": cut(&input.label, HEAD),
        "required": input.required,
        "max_length": most,
    });
    let texts = [("value", cut(&input.value, most)), ("placeholder", cut(&input.hint, SHORT))];
    if let Value::Object(field) = &mut field {
        let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
        field.extend(texts.map(|(name, text)| (name.to_owned(), Value::String(text))));
    }
    json!({"type": 1, "components": [field]})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_stays_within_what_discord_takes() {
        let input = |name: &str, max| Input {
            name: name.to_owned(),
            label: "l".repeat(60),
            value: "v".repeat(5_000),
            hint: "h".repeat(200),
            required: true,
            long: true,
            max,
        };
        let form = Form {
            id: "new".to_owned(),
            title: "t".repeat(50),
            inputs: vec![
                input("a", 0),
                input("b", 10),
                Input { name: "c".to_owned(), ..Input::default() },
            ],
        };
        let drawn = drawn(&form);
        let length = |value: &Value| value.as_str().unwrap().chars().count();
        assert_eq!(length(&drawn["title"]), 45);
        let field = |row: usize| &drawn["components"][row]["components"][0];
        assert_eq!(length(&field(0)["label"]), 45);
        assert_eq!(length(&field(0)["value"]), 4_000);
        assert_eq!(length(&field(0)["placeholder"]), 100);
        assert_eq!((length(&field(1)["value"]), &field(1)["max_length"]), (10, &json!(10)));
        assert_eq!(field(2).get("value"), None);
        assert_eq!(field(2).get("placeholder"), None);
    }

    #[test]
    fn half_a_value_is_not_suggested() {
        let suggestion = |label: &str, value: &str| Suggestion {
            label: label.to_owned(),
            value: value.to_owned(),
        };
        assert_eq!(choice(&suggestion("long", &"x".repeat(101))), None);
        assert_eq!(choice(&suggestion(" ", "x")), None);
        let shown = choice(&suggestion(&"l".repeat(101), "x")).unwrap();
        assert_eq!(shown["name"].as_str().unwrap().chars().count(), 100);
    }
}
