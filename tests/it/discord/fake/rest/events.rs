//! Scheduled events of a guild.

use serde_json::{Value, json};

use super::{
    super::{
        events::{self, ACTIVE, CANCELLED, COMPLETED, SCHEDULED},
        refusal::{Problem, Refusal},
        rights, show,
        world::{Id, ScheduledEvent, World},
    },
    Answer, Call, done, id, shown, users,
};

/// How many of a guild can be to come or going on.
const MOST: usize = 100;

pub(super) fn answer(world: &mut World, call: &Call, path: &[&str]) -> Result<Answer, Refusal> {
    let ["guilds", guild, "scheduled-events", rest @ ..] = path else {
        return Err(Refusal::not_found());
    };
    let guild = id(guild);
    users::member_of(world, call.bot, guild)?;
    match (call.method.as_str(), rest) {
        ("GET", []) => {
            let here =
                world.events.values().filter(|one| one.guild == guild && one.status <= ACTIVE);
            shown(here.map(|one| drawn(world, one, call)).collect())
        }
        ("POST", []) => create(world, call, guild),
        ("GET", [event]) => shown(drawn(world, find(world, guild, id(event))?, call)),
        ("PATCH", [event]) => edit(world, call, guild, id(event)),
        ("DELETE", [event]) => {
            own(world, call.bot, find(world, guild, id(event))?)?;
            events::delete(world, id(event));
            done()
        }
        ("GET", [event, "users"]) => {
            let interested = &find(world, guild, id(event))?.interested;
            shown(page(world, call, (guild, id(event)), interested.iter().copied()))
        }
        _ => Err(Refusal::not_found()),
    }
}

fn find(world: &World, guild: Id, event: Id) -> Result<&ScheduledEvent, Refusal> {
    let found = world.events.get(&event).filter(|one| one.guild == guild);
    found.ok_or_else(|| Refusal::unknown(10070, "Guild Scheduled Event"))
}

fn drawn(world: &World, event: &ScheduledEvent, call: &Call) -> Value {
    let mut drawn = show::event(world, event);
    if call.wants("with_user_count") {
        show::merge(&mut drawn, json!({ "user_count": event.interested.len() }));
    }
    drawn
}

fn create(world: &mut World, call: &Call, guild: Id) -> Result<Answer, Refusal> {
    let may = rights::CREATE_EVENTS | rights::MANAGE_EVENTS;
    if world.rights_in_guild(call.bot, guild) & may == 0 {
        return Err(Refusal::permissions());
    }
    starts_later(world, &call.body)?;
    if events::open(world, guild) >= MOST {
        let what = "Maximum number of uncompleted guild scheduled events reached (100)";
        return Err(Refusal::new(400, 30038, what));
    }
    let created = events::create(world, guild, call.bot, &call.body);
    shown(drawn(world, find(world, guild, created)?, call))
}

fn starts_later(world: &World, body: &Value) -> Result<(), Refusal> {
    let start = events::ms(&body["scheduled_start_time"]);
    if start.is_none_or(|start| start > world.now()) {
        return Ok(());
    }
    let (code, what) =
        ("GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Cannot schedule event in the past.");
    Err(Refusal::form(&[Problem::new("scheduled_start_time", code, what)]))
}

/// One's own takes the right to make events, others' the right to manage them.
fn own(world: &World, bot: Id, event: &ScheduledEvent) -> Result<(), Refusal> {
    let rights = world.rights_in_guild(bot, event.guild);
    let own = event.creator == bot && rights & rights::CREATE_EVENTS != 0;
    if own || rights & rights::MANAGE_EVENTS != 0 { Ok(()) } else { Err(Refusal::permissions()) }
}

fn edit(world: &mut World, call: &Call, guild: Id, event: Id) -> Result<Answer, Refusal> {
    let found = find(world, guild, event)?;
    own(world, call.bot, found)?;
    if matches!(found.status, COMPLETED | CANCELLED) {
        return Err(Refusal::new(400, 180_000, "Cannot update a finished event"));
    }
    may_become(found, &call.body)?;
    times(world, found, &call.body)?;
    events::edit(world, event, &call.body);
    shown(drawn(world, find(world, guild, event)?, call))
}

fn may_become(event: &ScheduledEvent, body: &Value) -> Result<(), Refusal> {
    let Some(status) = body["status"].as_u64() else { return Ok(()) };
    let allowed = matches!(
        (event.status, status),
        (SCHEDULED, SCHEDULED | ACTIVE | CANCELLED) | (ACTIVE, ACTIVE | COMPLETED)
    );
    if allowed {
        return Ok(());
    }
    let what = format!("Cannot go from status {} to {status}", event.status);
    Err(Refusal::form(&[Problem::new("status", "GUILD_SCHEDULED_EVENT_INVALID_STATUS", what)]))
}

/// One that has begun keeps its beginning; one to come moves only to a time to come; none ends before it begins.
fn times(world: &World, event: &ScheduledEvent, body: &Value) -> Result<(), Refusal> {
    let new = events::ms(&body["scheduled_start_time"]);
    let moved = new.is_some_and(|new| new != event.start);
    if moved && event.status == ACTIVE {
        let what = "Cannot change the start time of an active event";
        return Err(Refusal::form(&[Problem::new("scheduled_start_time", "INVALID", what)]));
    }
    if moved {
        starts_later(world, body)?;
    }
    let end = body.get("scheduled_end_time").map_or(event.end, events::ms);
    if end.is_some_and(|end| end <= new.unwrap_or(event.start)) {
        let what = "Cannot schedule event to end before it starts.";
        return Err(Refusal::form(&[Problem::new("scheduled_end_time", "INVALID", what)]));
    }
    if end.is_none() && event.kind == events::EXTERNAL {
        let what = "This field is required";
        return Err(Refusal::form(&[Problem::new(
            "scheduled_end_time",
            "BASE_TYPE_REQUIRED",
            what,
        )]));
    }
    Ok(())
}

/// Those who are interested, in the order of their ids.
fn page(
    world: &World,
    call: &Call,
    (guild, event): (Id, Id),
    all: impl Iterator<Item = Id>,
) -> Value {
    let (before, after) = (call.number("before"), call.number("after").unwrap_or_default());
    let limit = usize::try_from(call.number("limit").unwrap_or(100).min(100)).unwrap_or(100);
    let some = all.filter(|id| *id > after && before.is_none_or(|before| *id < before));
    let members = world.guilds.get(&guild).map(|found| &found.members);
    let one = |id: Id| {
        let mut shown = json!({
            "guild_scheduled_event_id": show::id(event), "user_id": show::id(id),
            "user": show::user(world, id), "response": 1,
        });
        let member = members.and_then(|all| all.get(&id)).filter(|_| call.wants("with_member"));
        if let Some(member) = member {
            show::merge(&mut shown, json!({ "member": show::member(world, member) }));
        }
        shown
    };
    some.take(limit).map(one).collect()
}
