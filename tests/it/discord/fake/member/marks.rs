//! Discord's marks inside a text, as a program shows them: times in somebody's zone, people and channels by name.
//!
//! <https://docs.discord.com/developers/reference#message-formatting>

use jiff::{Timestamp, tz::TimeZone};

use super::super::world::{Id, User, World};

/// Reads all marks of a text.
pub(super) fn read(world: &World, text: &str, zone: &TimeZone) -> String {
    let mut read = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        read.push_str(before);
        let mark = after.split_once('>');
        let known = mark.and_then(|(mark, rest)| Some((shown(world, mark, zone)?, rest)));
        rest = if let Some((shown, after)) = known {
            read.push_str(&shown);
            after
        } else {
            read.push('<');
            after
        };
    }
    read + rest
}

fn shown(world: &World, mark: &str, zone: &TimeZone) -> Option<String> {
    if let Some(time) = mark.strip_prefix("t:") {
        let (seconds, style) = time.split_once(':').unwrap_or((time, "f"));
        let style = style.chars().next().filter(|_| style.len() == 1)?;
        return Some(time_in(seconds.parse().ok()?, style, zone, world.now()));
    }
    if let Some(command) = mark.strip_prefix('/') {
        let (name, _) = command.split_once(':')?;
        return Some(format!("/{name}"));
    }
    if let Some(id) = mark.strip_prefix("@&") {
        return Some(role(world, id.parse().ok()?));
    }
    if let Some(id) = mark.strip_prefix('@') {
        return Some(format!("@{}", person(world, id.trim_start_matches('!').parse().ok()?)));
    }
    let channel = world.channels.get(&mark.strip_prefix('#')?.parse().ok()?);
    Some(channel.map_or_else(|| "#unknown".to_owned(), |channel| format!("#{}", channel.name)))
}

/// What somebody is called.
pub(super) fn person(world: &World, id: Id) -> String {
    let name = |user: &User| user.global_name.clone().unwrap_or_else(|| user.name.clone());
    world.users.get(&id).map_or_else(|| "unknown".to_owned(), name)
}

/// What a role is called.
pub(super) fn role(world: &World, id: Id) -> String {
    let role = world.guilds.values().find_map(|guild| guild.roles.get(&id));
    role.map_or_else(
        || "@unknown".to_owned(),
        |role| format!("@{}", role.name.trim_start_matches('@')),
    )
}

/// An instant in seconds, in one of Discord's styles and a zone; `now` is in milliseconds.
pub(super) fn time_in(seconds: i64, style: char, zone: &TimeZone, now: i64) -> String {
    let at = Timestamp::from_second(seconds).unwrap().to_zoned(zone.clone());
    let format = match style {
        'R' => return relative(seconds - now.div_euclid(1000)),
        't' => "%H:%M",
        'T' => "%H:%M:%S",
        'd' => "%d/%m/%Y",
        'D' => "%-d %B %Y",
        'F' => "%A, %-d %B %Y %H:%M",
        's' => "%d/%m/%Y %H:%M",
        'S' => "%d/%m/%Y %H:%M:%S",
        _ => "%-d %B %Y %H:%M",
    };
    at.strftime(format).to_string()
}

fn relative(seconds: i64) -> String {
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let length = seconds.abs();
    let (count, unit) = units
        .iter()
        .find(|(size, _)| length >= *size)
        .map_or((0, "second"), |(size, unit)| ((length + size / 2) / size, *unit));
    let plural = if count == 1 { "" } else { "s" };
    if seconds < 0 {
        format!("{count} {unit}{plural} ago")
    } else {
        format!("in {count} {unit}{plural}")
    }
}

/// What a colour is called.
pub(super) fn colour(number: u64) -> &'static str {
    let part = |shift: u32| i64::try_from((number >> shift) & 0xff).unwrap_or_default();
    let (red, green, blue) = (part(16), part(8), part(0));
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    if most - least < 40 {
        return "grey";
    }
    let spread = most - least;
    let hue = if most == red {
        60 * (green - blue) / spread
    } else if most == green {
        120 + 60 * (blue - red) / spread
    } else {
        240 + 60 * (red - green) / spread
    };
    match hue.rem_euclid(360) {
        0..=14 | 340..=359 => "red",
        15..=44 => "orange",
        45..=69 => "yellow",
        70..=169 => "green",
        170..=260 => "blue",
        _ => "purple",
    }
}
