//! Scheduled events as they live: made, begun, over, called off; and who is interested.
//!
//! <https://docs.discord.com/developers/resources/guild-scheduled-event>

use serde_json::{Value, json};
use twilight_model::util::Timestamp;

use super::{
    change, show,
    world::{Audience, Id, ScheduledEvent, World},
};

pub(crate) const SCHEDULED: u64 = 1;
pub(crate) const ACTIVE: u64 = 2;
pub(crate) const COMPLETED: u64 = 3;
pub(crate) const CANCELLED: u64 = 4;

/// One that is neither on a stage nor in a voice channel.
pub(crate) const EXTERNAL: u64 = 3;

/// How long a guild waits for one that somebody must begin.
const NOT_BEGUN_MS: i64 = 4 * 60 * 60 * 1000;

/// Makes one.
pub(crate) fn create(world: &mut World, guild: Id, creator: Id, body: &Value) -> Id {
    let id = world.next_id();
    let mut event =
        ScheduledEvent { id, guild, creator, status: SCHEDULED, ..ScheduledEvent::default() };
    fill(&mut event, body);
    world.events.insert(id, event);
    tell(world, "GUILD_SCHEDULED_EVENT_CREATE", id);
    id
}

/// Changes one.
pub(crate) fn edit(world: &mut World, id: Id, body: &Value) {
    let Some(event) = world.events.get_mut(&id) else { return };
    fill(event, body);
    tell(world, "GUILD_SCHEDULED_EVENT_UPDATE", id);
}

/// Takes one away.
pub(crate) fn delete(world: &mut World, id: Id) {
    tell(world, "GUILD_SCHEDULED_EVENT_DELETE", id);
    world.events.remove(&id);
}

/// Somebody pressed "Interested", or pressed it again.
pub(crate) fn interested(world: &mut World, id: Id, user: Id, is: bool) {
    let Some(event) = world.events.get_mut(&id) else { return };
    let changed = if is { event.interested.insert(user) } else { event.interested.remove(&user) };
    if !changed {
        return;
    }
    let guild = event.guild;
    let name =
        if is { "GUILD_SCHEDULED_EVENT_USER_ADD" } else { "GUILD_SCHEDULED_EVENT_USER_REMOVE" };
    let told = json!({
        "guild_scheduled_event_id": show::id(id), "user_id": show::id(user), "guild_id": show::id(guild),
    });
    world.tell(name, Audience::Guild(guild), told);
}

/// How many of a guild are to come or going on.
pub(crate) fn open(world: &World, guild: Id) -> usize {
    let open = |event: &&ScheduledEvent| event.guild == guild && event.status <= ACTIVE;
    world.events.values().filter(open).count()
}

/// What the clock does: external ones begin and end by themselves, others are given up; threads go to the archive.
pub(crate) fn time_passes(world: &mut World) {
    let now = world.now();
    let due: Vec<(Id, u64)> =
        world.events.values().filter_map(|event| Some((event.id, next(event, now)?))).collect();
    for (id, status) in due {
        edit(world, id, &json!({ "status": status }));
        time_passes(world);
    }
    let quiet: Vec<Id> =
        world.channels.values().filter(|one| quiet(world, one.id, now)).map(|one| one.id).collect();
    for id in quiet {
        if let Some(thread) = world.channels.get_mut(&id).and_then(|found| found.thread.as_mut()) {
            thread.archived = true;
            thread.changed = now;
        }
        change::channel_changed(world, id);
    }
    world.touch();
}

fn next(event: &ScheduledEvent, now: i64) -> Option<u64> {
    let over = event.end.is_some_and(|end| end <= now);
    match (event.status, event.kind) {
        (SCHEDULED, EXTERNAL) if event.start <= now => Some(ACTIVE),
        (SCHEDULED, _) if event.start + NOT_BEGUN_MS <= now => Some(CANCELLED),
        (ACTIVE, EXTERNAL) if over => Some(COMPLETED),
        _ => None,
    }
}

/// Whether a thread was silent for as long as it was to be open.
fn quiet(world: &World, id: Id, now: i64) -> bool {
    let Some(found) = world.channels.get(&id) else { return false };
    let Some(thread) = found.thread.as_ref().filter(|thread| !thread.archived) else {
        return false;
    };
    let said = found.last_message.and_then(|id| world.messages.get(&id)).map_or(0, |one| one.sent);
    let open_ms = i64::try_from(thread.auto_archive).unwrap() * 60_000;
    said.max(thread.changed) + open_ms <= now
}

fn fill(event: &mut ScheduledEvent, body: &Value) {
    if let Some(name) = body["name"].as_str() {
        name.clone_into(&mut event.name);
    }
    if let Some(description) = body.get("description") {
        event.description = description.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    }
    if let Some(start) = ms(&body["scheduled_start_time"]) {
        event.start = start;
    }
    if let Some(end) = body.get("scheduled_end_time") {
        event.end = ms(end);
    }
    if let Some(kind) = body["entity_type"].as_u64() {
        event.kind = kind;
    }
    if let Some(status) = body["status"].as_u64() {
        event.status = status;
    }
    if let Some(channel) = body.get("channel_id") {
        event.channel = change::number(channel);
    }
    if let Some(place) = body["entity_metadata"]["location"].as_str() {
        event.location = Some(place.to_owned());
    }
    if let Some(rule) = body.get("recurrence_rule") {
        event.recurrence = rule.is_object().then(|| whole(rule));
    }
}

/// A rule as it is answered: with what was left out, and its start in Discord's own writing.
fn whole(rule: &Value) -> Value {
    let mut whole = json!({
        "start": rule["start"], "end": null, "frequency": rule["frequency"], "interval": 1,
        "by_weekday": null, "by_n_weekday": null, "by_month": null, "by_month_day": null,
        "by_year_day": null, "count": null,
    });
    show::merge(&mut whole, rule.clone());
    if let Some(start) = ms(&rule["start"]) {
        show::merge(&mut whole, json!({ "start": show::time(start) }));
    }
    whole
}

/// A time in a body, in milliseconds.
pub(crate) fn ms(time: &Value) -> Option<i64> {
    let text = time.as_str()?;
    // Twilight wants seconds and an offset of five characters, both of which RFC 3339 lets be shorter.
    let text = text.strip_suffix('Z').map_or_else(|| text.to_owned(), |utc| format!("{utc}+00:00"));
    Timestamp::parse(&text).ok().map(|time| time.as_micros() / 1000)
}

fn tell(world: &mut World, name: &'static str, id: Id) {
    let Some(event) = world.events.get(&id) else { return };
    let (told, guild) = (show::event(world, event), event.guild);
    world.tell(name, Audience::Guild(guild), told);
}
