//! Commands a bot registers, everywhere or for one guild.
//!
//! <https://docs.discord.com/developers/interactions/application-commands>

use serde_json::{Value, json};

use super::{
    super::{
        refusal::Refusal,
        show,
        world::{Command, Id, World},
    },
    Answer, Call, done, id, shown, users,
};

/// How many a bot may create in a day, for each guild and for everywhere.
const A_DAY: u32 = 200;

/// How many there can be of each kind: slash, user, message.
const MOST: [(u64, usize); 3] = [(1, 100), (2, 15), (3, 15)];

pub(super) fn answer(world: &mut World, call: &Call, path: &[&str]) -> Result<Answer, Refusal> {
    let (application, guild, rest) = match path {
        ["applications", application, "guilds", guild, "commands", rest @ ..] => {
            (id(application), Some(id(guild)), rest)
        }
        ["applications", application, "commands", rest @ ..] => (id(application), None, rest),
        _ => return Err(Refusal::not_found()),
    };
    if application != call.bot {
        return Err(Refusal::new(
            403,
            20012,
            "You are not authorized to perform this action on this application",
        ));
    }
    if let Some(guild) = guild {
        users::member_of(world, call.bot, guild)?;
    }
    let scope = Scope { application, guild };
    match (call.method.as_str(), rest) {
        ("GET", []) => {
            let all = world.commands.iter().filter(|one| scope.has(one));
            shown(all.map(|one| drawn(one, call.wants("with_localizations"))).collect())
        }
        ("PUT", []) => scope.replace_all(world, call.body.as_array().map_or(&[], Vec::as_slice)),
        ("POST", []) => scope.put(world, &call.body),
        ("GET", [command]) => shown(drawn(scope.find(world, id(command))?, true)),
        ("PATCH", [command]) => scope.change(world, id(command), &call.body),
        ("DELETE", [command]) => {
            scope.find(world, id(command))?;
            world.commands.retain(|one| one.id != id(command));
            world.touch();
            done()
        }
        _ => Err(Refusal::not_found()),
    }
}

/// Where commands are: of which bot, everywhere or in a guild.
#[derive(Debug, Clone, Copy)]
struct Scope {
    application: Id,
    guild: Option<Id>,
}

impl Scope {
    fn has(self, command: &Command) -> bool {
        command.application == self.application && command.guild == self.guild
    }

    fn find(self, world: &World, id: Id) -> Result<&Command, Refusal> {
        let found = world.commands.iter().find(|one| self.has(one) && one.id == id);
        found.ok_or_else(|| Refusal::unknown(10063, "application command"))
    }

    fn named<'w>(self, world: &'w World, body: &Value) -> Option<&'w Command> {
        let (kind, name) = (kind(body), body["name"].as_str());
        world
            .commands
            .iter()
            .find(|one| self.has(one) && one.kind == kind && Some(one.name.as_str()) == name)
    }

    /// All at once: those of the same kind and name keep their ids, others go.
    fn replace_all(self, world: &mut World, bodies: &[Value]) -> Result<Answer, Refusal> {
        let new = bodies.iter().filter(|body| self.named(world, body).is_none()).count();
        self.count(world, new)?;
        let all: Vec<Command> = bodies.iter().map(|body| self.made(world, body)).collect();
        world.commands.retain(|one| !self.has(one));
        let answer = all.iter().map(|one| drawn(one, true)).collect();
        world.commands.extend(all);
        world.touch();
        shown(answer)
    }

    /// One by its name: 201 where there was none.
    fn put(self, world: &mut World, body: &Value) -> Result<Answer, Refusal> {
        let known = self.named(world, body).map(|one| one.id);
        if known.is_none() {
            self.has_room(world, kind(body))?;
            self.count(world, 1)?;
        }
        let made = self.made(world, body);
        let answer = drawn(&made, true);
        world.commands.retain(|one| one.id != made.id);
        world.commands.push(made);
        world.touch();
        Ok((if known.is_none() { 201 } else { 200 }, Some(answer)))
    }

    fn change(self, world: &mut World, id: Id, body: &Value) -> Result<Answer, Refusal> {
        let found = self.find(world, id)?;
        let mut whole = found.shown.clone();
        show::merge(&mut whole, body.clone());
        let (kind, version) = (found.kind, world.next_id());
        let changed = self.command((id, version), kind, &whole);
        let answer = drawn(&changed, true);
        world.commands.retain(|one| one.id != id);
        world.commands.push(changed);
        shown(answer)
    }

    fn has_room(self, world: &World, kind: u64) -> Result<(), Refusal> {
        let there = world.commands.iter().filter(|one| self.has(one) && one.kind == kind).count();
        let most = MOST.iter().find(|(one, _)| *one == kind).map_or(0, |(_, most)| *most);
        if there < most {
            return Ok(());
        }
        Err(Refusal::new(400, 30032, "Maximum number of application commands reached (100)"))
    }

    fn count(self, world: &mut World, new: usize) -> Result<(), Refusal> {
        let application = world.applications.get_mut(&self.application);
        let application = application.ok_or_else(Refusal::unauthorized)?;
        let count = application.created.entry(self.guild.unwrap_or_default()).or_default();
        *count += u32::try_from(new).unwrap_or(u32::MAX);
        if *count <= A_DAY {
            return Ok(());
        }
        Err(Refusal::new(
            400,
            30034,
            "Max number of daily application command creates has been reached (200)",
        ))
    }

    /// The command of a body, with the id of the one it takes the place of, and its version where nothing changes.
    fn made(self, world: &mut World, body: &Value) -> Command {
        let known = self.named(world, body).cloned();
        let id = known.as_ref().map_or_else(|| world.next_id(), |one| one.id);
        let made = self.command((id, id), kind(body), body);
        let Some(known) = known else { return made };
        let mut as_known = made.shown.clone();
        show::merge(&mut as_known, json!({ "version": known.shown["version"] }));
        if as_known == known.shown {
            return known;
        }
        let version = world.next_id();
        self.command((id, version), made.kind, body)
    }

    fn command(self, (id, version): (Id, Id), kind: u64, body: &Value) -> Command {
        let rights = &body["default_member_permissions"];
        let rights = rights
            .as_str()
            .map(str::to_owned)
            .or_else(|| rights.as_u64().map(|bits| bits.to_string()));
        let or = |field: &str, usual: Value| {
            Some(body[field].clone()).filter(|it| !it.is_null()).unwrap_or(usual)
        };
        let mut shown = json!({
            "id": show::id(id), "application_id": show::id(self.application),
            "version": show::id(version), "type": kind, "name": body["name"],
            "name_localizations": or("name_localizations", Value::Null),
            "description": or("description", json!("")),
            "description_localizations": or("description_localizations", Value::Null),
            "default_member_permissions": rights, "nsfw": or("nsfw", json!(false)),
            "integration_types": or("integration_types", json!([0])),
        });
        match self.guild {
            Some(guild) => show::merge(&mut shown, json!({ "guild_id": show::id(guild) })),
            None => show::merge(
                &mut shown,
                json!({ "contexts": or("contexts", Value::Null), "dm_permission": or("dm_permission", json!(true)) }),
            ),
        }
        if body["options"].as_array().is_some_and(|all| !all.is_empty()) {
            show::merge(
                &mut shown,
                json!({ "options": body["options"].as_array().map(|all| all.iter().map(option).collect::<Vec<_>>()) }),
            );
        }
        let name = body["name"].as_str().unwrap_or_default().to_owned();
        Command { id, application: self.application, guild: self.guild, kind, name, shown }
    }
}

/// An option as it is answered: what is empty or no is left out, which is how programs find differences that are none.
fn option(option: &Value) -> Value {
    let mut shown = option.clone();
    if let Value::Object(fields) = &mut shown {
        let empty = |value: &Value| {
            value.is_null() || *value == json!(false) || *value == json!([]) || *value == json!({})
        };
        fields.retain(|_, value| !empty(value));
        if let Some(Value::Array(inner)) = fields.get_mut("options") {
            *inner = inner.iter().map(self::option).collect();
        }
    }
    shown
}

/// A command as it is answered: with other languages only where they were asked for.
fn drawn(command: &Command, localised: bool) -> Value {
    let mut shown = command.shown.clone();
    if !localised {
        drop_languages(&mut shown);
    }
    shown
}

fn drop_languages(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| {
                name != "name_localizations" && name != "description_localizations"
            });
            fields.values_mut().for_each(drop_languages);
        }
        Value::Array(all) => all.iter_mut().for_each(drop_languages),
        _ => {}
    }
}

fn kind(body: &Value) -> u64 {
    body["type"].as_u64().unwrap_or(1)
}
