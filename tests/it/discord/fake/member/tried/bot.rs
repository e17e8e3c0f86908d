//! A small bot on serenity, which does each thing once that a bot can do with what people ask.

use serde_json::{Value, json};
use serenity::{
    Client,
    all::{
        ActionRowComponent, CommandInteraction, CommandType, ComponentInteraction,
        ComponentInteractionDataKind, Context, EventHandler, GatewayIntents, HttpBuilder,
        Interaction, InteractionId, ModalInteraction, Ready, ResolvedOption, ResolvedValue,
    },
    async_trait,
};
use tokio::task::JoinHandle;

use super::super::super::{Fake, TOKEN};

/// The bot while it runs.
pub(super) struct Bot {
    task: JoinHandle<serenity::Result<()>>,
}

impl Bot {
    pub(super) async fn start(fake: &Fake) -> Self {
        let client = reqwest::Client::builder()
            .resolve("discord.com", fake.address)
            .resolve("cdn.discordapp.com", fake.address)
            .add_root_certificate(
                reqwest::Certificate::from_pem(fake.certificate.as_bytes()).unwrap(),
            )
            .build()
            .unwrap();
        let http = HttpBuilder::new(TOKEN).client(client.clone()).build();
        let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_SCHEDULED_EVENTS;
        let builder = serenity::client::ClientBuilder::new_with_http(http, intents);
        let mut client: Client = builder.event_handler(Handler { client }).await.unwrap();
        Self { task: tokio::spawn(async move { client.start().await }) }
    }

    /// How it ended by itself.
    pub(super) async fn ended(mut self) -> serenity::Result<()> {
        (&mut self.task).await.unwrap()
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Handler {
    client: reqwest::Client,
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, context: Context, _: Ready) {
        context.http.create_global_commands(&commands()).await.unwrap();
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let answered = match &interaction {
            Interaction::Command(command) => used(&context, &self.client, command).await,
            Interaction::Autocomplete(typing) => {
                let german = typing.locale == "de";
                let name = if german { "fr mittags" } else { "fri at noon" };
                let choices = json!({ "choices": [{ "name": name, "value": "fri 12:00" }] });
                answer(&context, (typing.id, &typing.token), 8, choices).await
            }
            Interaction::Component(pressed) => touched(&context, pressed).await,
            Interaction::Modal(form) => filled(&context, form).await,
            _ => Ok(()),
        };
        answered.unwrap();
    }
}

fn commands() -> Value {
    let option = |name: &str, more: Value| {
        let mut option = json!({ "type": 3, "name": name, "description": name });
        option.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        option
    };
    let kinds =
        json!({ "choices": [{ "name": "call", "value": "c" }, { "name": "lunch", "value": "l" }] });
    let title =
        json!({ "required": true, "max_length": 100, "name_localizations": { "de": "titel" } });
    let when = json!({ "autocomplete": true, "name_localizations": { "de": "wann" } });
    let seats = json!({ "type": 4, "min_value": 1, "max_value": 8 });
    let new = json!({
        "type": 1, "name": "new", "description": "Makes a meeting", "name_localizations": { "de": "neu" },
        "options": [
            option("title", title), option("when", when), option("kind", kinds),
            option("with", json!({ "type": 6 })), option("seats", seats),
        ],
    });
    let list = json!({ "type": 1, "name": "list", "description": "Lists meetings" });
    let file = option("file", json!({ "type": 11, "required": true }));
    let import =
        json!({ "type": 1, "name": "import", "description": "Reads a file", "options": [file] });
    json!([
        { "type": 1, "name": "meet", "description": "Meetings", "contexts": [0], "options": [new, list, import] },
        { "type": 2, "name": "Meet with" },
        { "type": 3, "name": "Make a meeting of this" },
    ])
}

async fn answer(
    context: &Context,
    (id, token): (InteractionId, &str),
    kind: u8,
    data: Value,
) -> serenity::Result<()> {
    let body = json!({ "type": kind, "data": data });
    context.http.create_interaction_response(id, token, &body, Vec::new()).await
}

async fn used(
    context: &Context,
    client: &reqwest::Client,
    command: &CommandInteraction,
) -> serenity::Result<()> {
    let place = (command.id, command.token.as_str());
    let resolved = &command.data.resolved;
    match command.data.kind {
        CommandType::User => {
            let whom = resolved.users.values().next().unwrap();
            answer(context, place, 9, form(&format!("Meet with {}", whom.name), "")).await
        }
        CommandType::Message => {
            let message = resolved.messages.values().next().unwrap();
            answer(context, place, 9, form("New meeting", &message.content)).await
        }
        _ => {
            let options = command.data.options();
            let ResolvedOption { name, value: ResolvedValue::SubCommand(said), .. } = &options[0]
            else {
                unreachable!("all of them are subcommands");
            };
            match *name {
                "new" => answer(context, place, 4, card(&text(said, "title"), true)).await,
                "import" => {
                    let ResolvedValue::Attachment(file) = said[0].value else {
                        unreachable!("it is a file");
                    };
                    let got = client.get(&file.url).send().await?.text().await?;
                    let text = format!("{} says {got}", file.filename);
                    answer(context, place, 4, json!({ "content": text, "flags": 64 })).await
                }
                _ => {
                    answer(context, place, 5, json!({ "flags": 64 })).await?;
                    let text = json!({ "content": format!("There are no meetings in <#{}>.", command.channel_id) });
                    let edited = context.http.edit_original_interaction_response(
                        &command.token,
                        &text,
                        Vec::new(),
                    );
                    edited.await.map(drop)
                }
            }
        }
    }
}

fn text(said: &[ResolvedOption<'_>], name: &str) -> String {
    said.iter()
        .find_map(|one| match one.value {
            ResolvedValue::String(text) if one.name == name => Some(text.to_owned()),
            _ => None,
        })
        .unwrap_or_default()
}

async fn touched(context: &Context, pressed: &ComponentInteraction) -> serenity::Result<()> {
    let place = (pressed.id, pressed.token.as_str());
    match pressed.data.custom_id.as_str() {
        "going" => {
            let text = "You are going, @everyone.";
            let said = json!({ "content": text, "flags": 64, "allowed_mentions": { "parse": [] } });
            answer(context, place, 4, said).await
        }
        "close" => {
            let title = pressed.message.embeds[0].title.clone().unwrap();
            answer(context, place, 7, card(&title, false)).await
        }
        _ => chosen(context, pressed).await,
    }
}

async fn chosen(context: &Context, pressed: &ComponentInteraction) -> serenity::Result<()> {
    let place = (pressed.id, pressed.token.as_str());
    let ComponentInteractionDataKind::StringSelect { values } = &pressed.data.kind else {
        unreachable!("it is a list");
    };
    if values == &["edit"] {
        return answer(context, place, 9, form("Edit", "")).await;
    }
    answer(context, place, 6, Value::Null).await?;
    let called_off = json!({ "embeds": [], "content": "~~Review~~", "components": [] });
    let http = &context.http;
    http.edit_original_interaction_response(&pressed.token, &called_off, Vec::new()).await?;
    let said = json!({ "content": "It is called off.", "flags": 64 });
    http.create_followup_message(&pressed.token, &said, Vec::new()).await.map(drop)
}

async fn filled(context: &Context, form: &ModalInteraction) -> serenity::Result<()> {
    let rows = form.data.components.iter().flat_map(|row| &row.components);
    let values = rows.filter_map(|one| match one {
        ActionRowComponent::InputText(input) => {
            Some(format!("{}={}", input.custom_id, input.value.clone().unwrap_or_default()))
        }
        _ => None,
    });
    let text = values.collect::<Vec<_>>().join("; ");
    answer(context, (form.id, &form.token), 4, json!({ "content": text, "flags": 64 })).await
}

fn form(title: &str, text: &str) -> Value {
    let row = |name: &str, label: &str, value: &str, required: bool| {
        json!({ "type": 1, "components": [{
            "type": 4, "custom_id": name, "label": label, "style": 1, "value": value,
            "required": required, "max_length": 45, "placeholder": "say it in words",
        }] })
    };
    let rows = [row("title", "Title", text, true), row("when", "When", "", false)];
    json!({ "custom_id": "new", "title": title, "components": rows })
}

fn card(title: &str, open: bool) -> Value {
    let button = |id: &str, label: &str, emoji: Option<&str>| {
        let mut button =
            json!({ "type": 2, "style": 2, "custom_id": id, "label": label, "disabled": !open });
        if let Some(emoji) = emoji {
            button["emoji"] = json!({ "name": emoji });
        }
        button
    };
    let going = button("going", "Going", Some("✅"));
    let options =
        json!([{ "label": "Edit", "value": "edit" }, { "label": "Cancel", "value": "cancel" }]);
    let list = json!({ "type": 3, "custom_id": "more", "placeholder": "More", "options": options, "disabled": !open });
    json!({
        "embeds": [{
            "title": title, "color": if open { 0x0057_F287 } else { 0x0099_AAB5 },
            "description": "<t:1796122800:F>, <t:1796122800:R>",
            "fields": [{ "name": "Going", "value": "nobody\nyet" }],
            "footer": { "text": "all times are yours" },
        }],
        "components": [
            { "type": 1, "components": [going, button("close", "Close", None)] },
            { "type": 1, "components": [list] },
        ],
        "allowed_mentions": { "parse": [] },
    })
}
