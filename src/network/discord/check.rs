//! What works, for `convene check`: asked of Discord with the bot's token, so that it may be asked while the bot runs.
//! Changes nothing.

use serde::Deserialize;
use serenity::{
    http::Route,
    model::{Permissions, gateway::BotGateway, id::ApplicationId},
};

use super::{
    Settings, Shards,
    error::ApiError,
    http::{self, Api, Call},
};
use crate::network::Check;

/// The name of the bot's command.
const COMMAND: &str = "meet";
/// So many servers are looked at.
const MOST_SERVERS: usize = 2_000;
/// So many of them come with one answer.
const PAGE: usize = 200;

/// A permission that the invitation asks for.
struct Need {
    permission: Permissions,
    /// What Discord calls it.
    name: &'static str,
    /// What it is for.
    purpose: &'static str,
    /// Whether the settings want that.
    wanted: fn(&Settings) -> bool,
}

/// Everything that the bot may need on a server.
const NEEDS: &[Need] = &[
    need(Permissions::VIEW_CHANNEL, "View Channels", "seeing the channels at all"),
    need(Permissions::SEND_MESSAGES, "Send Messages", "posting cards and reminders"),
    need(Permissions::EMBED_LINKS, "Embed Links", "what the cards say"),
    need(Permissions::ATTACH_FILES, "Attach Files", "calendar files"),
    need(Permissions::READ_MESSAGE_HISTORY, "Read Message History", "answering messages"),
    Need {
        wanted: |settings| settings.reactions,
        ..need(Permissions::ADD_REACTIONS, "Add Reactions", "reactions under the cards")
    },
    Need {
        wanted: |settings| settings.threads,
        ..need(
            Permissions::CREATE_PUBLIC_THREADS,
            "Create Public Threads",
            "a thread for each meeting",
        )
    },
    Need {
        wanted: |settings| settings.threads,
        ..need(Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads", "writing there")
    },
    Need {
        wanted: |settings| settings.events,
        ..need(
            Permissions::CREATE_EVENTS,
            "Create Events",
            "showing meetings among the server's events",
        )
    },
];

const fn need(permission: Permissions, name: &'static str, purpose: &'static str) -> Need {
    Need { permission, name, purpose, wanted: |_| true }
}

/// Who the bot is.
#[derive(Deserialize)]
struct Me {
    username: String,
}

/// What the application is (resources/application).
#[derive(Deserialize)]
struct Application {
    id: ApplicationId,
    #[serde(default)]
    bot_public: bool,
    #[serde(default)]
    bot_require_code_grant: bool,
    #[serde(default)]
    interactions_endpoint_url: Option<String>,
}

/// A server that the bot is in.
#[derive(Deserialize)]
struct Server {
    id: String,
    /// What the bot may do there, but for what single channels say.
    permissions: Option<Permissions>,
}

#[derive(Deserialize)]
struct Command {
    name: String,
}

/// Looks at everything that a start needs. Where one thing does not work, those that need it are left out.
pub async fn check(settings: &Settings) -> Vec<Check> {
    let client = match http::client(settings.connect.as_ref()) {
        Ok(client) => client,
        Err(error) => return vec![Check::error(&error)],
    };
    let mut checks = Vec::new();
    if let Err(error) = ask(settings, &Api::new(client, &settings.token), &mut checks).await {
        checks.push(match error {
            ApiError::Unauthorized => Check::wrong(
                "Discord does not take the bot's token.",
                "Make a new one in the developer portal (Bot, then Reset Token), and put it where [network.discord] says.",
            ),
            error => Check::error(&error),
        });
    }
    checks
}

async fn ask(settings: &Settings, api: &Api, checks: &mut Vec<Check>) -> Result<(), ApiError> {
    let me: Me = api.ask(&Call::get(Route::UserMe)).await?;
    checks.push(Check::fine(format!(
        "The token is right: the bot is {} there. It needs no privileged intent.",
        me.username
    )));
    let application: Application = api.ask(&Call::get(Route::Oauth2ApplicationCurrent)).await?;
    checks.extend(kind(&application));
    let gateway: BotGateway = api.ask(&Call::get(Route::GatewayBot)).await?;
    checks.extend(connections(&gateway, settings.shards));
    let route = Route::Commands { application_id: application.id };
    let commands: Vec<Command> = api.ask(&Call::get(route)).await?;
    checks.push(Check::fine(if commands.iter().any(|command| command.name == COMMAND) {
        "The command /meet is registered."
    } else {
        "The command /meet is not registered yet; the first start does that."
    }));
    let servers = servers(api).await?;
    checks.extend(rights(settings, &servers));
    checks.push(Check::fine(format!(
        "Who may manage a server invites the bot by {}",
        invitation(settings, application.id)
    )));
    Ok(())
}

/// Whether the application is set up so that a bot can work.
fn kind(application: &Application) -> Vec<Check> {
    let mut checks = Vec::new();
    if application.interactions_endpoint_url.as_ref().is_some_and(|url| !url.is_empty()) {
        checks.push(Check::wrong(
            "The application has an Interactions Endpoint URL, so that commands and buttons do not come to the bot.",
            "Empty that field in the developer portal (General Information).",
        ));
    }
    if application.bot_require_code_grant {
        checks.push(Check::wrong(
            "The application requires an OAuth2 code grant, so that the bot cannot be invited.",
            "Switch that off in the developer portal (Bot).",
        ));
    }
    if !application.bot_public {
        checks.push(Check::fine(
            "The bot is not public: only whoever owns the application can invite it.",
        ));
    }
    checks
}

/// Whether Discord lets the bot connect.
fn connections(gateway: &BotGateway, shards: Option<Shards>) -> Vec<Check> {
    let limit = &gateway.session_start_limit;
    let mut checks = Vec::new();
    if limit.remaining == 0 {
        checks.push(Check::wrong(
            "Discord takes no more connections of this bot today.",
            format!(
                "Wait {} minutes, and look what starts it again and again.",
                limit.reset_after.div_ceil(60_000)
            ),
        ));
    }
    if let Some(shards) = shards.filter(|shards| shards.total < gateway.shards) {
        checks.push(Check::wrong(
            format!(
                "The bot is in so many servers that Discord wants {} shards, and bot.toml makes {}.",
                gateway.shards, shards.total
            ),
            "Set `shards` in [network.discord] of every process.",
        ));
    }
    checks
}

/// The servers that the bot is in, unless there are very many.
async fn servers(api: &Api) -> Result<Vec<Server>, ApiError> {
    let mut servers: Vec<Server> = Vec::new();
    loop {
        let mut call = Call::get(Route::UserMeGuilds).query("limit", PAGE.to_string());
        if let Some(last) = servers.last() {
            call = call.query("after", last.id.clone());
        }
        let page: Vec<Server> = api.ask(&call).await?;
        let whole = page.len() < PAGE;
        servers.extend(page);
        if whole || servers.len() >= MOST_SERVERS {
            return Ok(servers);
        }
    }
}

/// How many servers there are, and what the bot may not do in some.
fn rights(settings: &Settings, servers: &[Server]) -> Vec<Check> {
    let all = servers.len();
    if all == 0 {
        return vec![Check::fine("The bot is in no server yet.")];
    }
    let or_more = if all >= MOST_SERVERS { "at least " } else { "" };
    let mut checks = vec![Check::fine(format!("The bot is in {or_more}{}.", counted(all)))];
    for need in NEEDS.iter().filter(|need| (need.wanted)(settings)) {
        let enough = need.permission | Permissions::ADMINISTRATOR;
        let lacks =
            |server: &&Server| server.permissions.is_some_and(|may| !may.intersects(enough));
        let without = servers.iter().filter(lacks).count();
        if without > 0 {
            // Somebody else's server is theirs, and no reason not to start.
            checks.push(Check {
                remedy: Some("Its owners can allow it to the bot's role.".to_owned()),
                ..Check::fine(format!(
                    "In {} the bot lacks \u{201c}{}\u{201d}, for {}.",
                    counted(without),
                    need.name,
                    need.purpose
                ))
            });
        }
    }
    checks
}

fn counted(servers: usize) -> String {
    if servers == 1 { "one server".to_owned() } else { format!("{servers} servers") }
}

/// The address by which somebody invites the bot, with what it needs and no more.
fn invitation(settings: &Settings, application: ApplicationId) -> String {
    let wanted = NEEDS.iter().filter(|need| (need.wanted)(settings));
    let permissions = wanted.fold(Permissions::empty(), |all, need| all | need.permission);
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={}",
        permissions.bits()
    )
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    fn settings(threads: bool, events: bool, reactions: bool) -> Settings {
        Settings {
            token: SecretString::from("token"),
            shards: None,
            offers: Vec::new(),
            threads,
            events,
            reactions,
            max_file: 0,
            connect: None,
        }
    }

    #[test]
    fn the_invitation_asks_for_what_the_settings_need() {
        let asked = |settings: &Settings| -> u64 {
            let link = invitation(settings, ApplicationId::new(7));
            let (start, permissions) = link.split_once("&permissions=").unwrap();
            assert_eq!(
                start,
                "https://discord.com/oauth2/authorize?client_id=7&scope=bot+applications.commands"
            );
            permissions.parse().unwrap()
        };
        let least = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16;
        assert_eq!(asked(&settings(false, false, false)), least);
        let all = least | 1 << 6 | 1 << 35 | 1 << 38 | 1 << 44;
        assert_eq!(asked(&settings(true, true, true)), all);
    }

    #[test]
    fn servers_where_the_bot_may_not_are_counted() {
        let server = |permissions| Server {
            id: "1".to_owned(),
            permissions: Some(Permissions::from_bits_truncate(permissions)),
        };
        let administrator = server(1 << 3);
        let without_files = server(1 << 10 | 1 << 11 | 1 << 14 | 1 << 16);
        let found = rights(&settings(false, false, false), &[administrator, without_files]);
        let said: Vec<_> = found.iter().map(|check| check.what.as_str()).collect();
        assert_eq!(
            said,
            [
                "The bot is in 2 servers.",
                "In one server the bot lacks “Attach Files”, for calendar files."
            ]
        );
        assert!(found.iter().all(|check| check.ok));
        let nowhere = rights(&settings(false, false, false), &[]);
        assert_eq!(nowhere, [Check::fine("The bot is in no server yet.")]);
    }

    #[test]
    fn an_application_that_takes_its_commands_elsewhere_is_wrong() {
        let application = |url: Option<&str>, code| Application {
            id: ApplicationId::new(7),
            bot_public: true,
            bot_require_code_grant: code,
            interactions_endpoint_url: url.map(ToOwned::to_owned),
        };
        assert_eq!(kind(&application(None, false)), []);
        assert_eq!(kind(&application(Some(""), false)), []);
        let wrong = kind(&application(Some("https://example.org"), true));
        assert_eq!(wrong.iter().map(|check| check.ok).collect::<Vec<_>>(), [false, false]);
    }
}
