//! `convene when`: phrases read as times, without a bot.
//!
//! What they are read against is said by flags, else by bot.toml, else, where there is none, by this machine.

use std::{
    io::{self, Write as _},
    path::Path,
};

use anyhow::Context;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::Args;
use convene::{
    clock::{Clock as _, SystemClock},
    config::{self, Config},
    interpret::{Meaning, Refused, interpret},
    serve::{Line, answer_lines},
    when::{self, Cx, Dialect, Language},
};

use crate::environment;

/// The variables that say which locale this machine writes times in, the strongest first (POSIX, environment variables).
const LOCALE_VARIABLES: [&str; 3] = ["LC_ALL", "LC_TIME", "LANG"];

/// What to read, and against what.
#[derive(Debug, Args)]
pub(crate) struct When {
    /// The sentence. It needs no quotes.
    #[arg(value_name = "TEXT", required_unless_present = "lines", conflicts_with = "lines")]
    text: Vec<String>,
    /// Read it as if it were this instant, such as 2026-12-01T10:00:00+01:00.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<DateTime<Utc>>,
    /// Read it as if it were said here: Europe/Berlin, or Berlin.
    #[arg(long, value_parser = when::zone)]
    zone: Option<Tz>,
    /// Read it as people write who have this locale: en-GB has 03/04 in April, en-US in March.
    #[arg(long, value_parser = locale)]
    locale: Option<String>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
    /// Read sentences from standard input, one a line, and answer each on a line.
    #[arg(long)]
    lines: bool,
}

fn instant(text: &str) -> Result<DateTime<Utc>, &'static str> {
    let read = DateTime::parse_from_rfc3339(text);
    read.map(|at| at.to_utc()).map_err(|_| "write it as 2026-12-01T10:00:00+01:00")
}

fn locale(text: &str) -> Result<String, &'static str> {
    let locale = config::is_locale(text).then(|| text.to_owned());
    locale.ok_or("a locale is en, en-GB, de-DE and the like")
}

/// Answers on standard output.
///
/// # Errors
/// The settings cannot be read, the one sentence cannot be read as a time, or the lines cannot be read or written.
pub(crate) fn run(flags: &When, settings: Option<&Path>) -> anyhow::Result<()> {
    let against = against(flags, settings)?;
    let say = |meaning: &Meaning| if flags.json { meaning.json() } else { meaning.to_string() };
    let (input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let lost = "standard input or output is gone";
    if flags.lines {
        let answer = |line: Line<'_>| Some(say(&meaning(line, &against())));
        return answer_lines(input, output, answer).context(lost);
    }
    let meaning = interpret(&flags.text.join(" "), &against());
    let Meaning::Refused(refused) = &meaning else {
        return writeln!(output, "{}", say(&meaning)).context(lost);
    };
    if flags.json {
        writeln!(output, "{}", say(&meaning)).context(lost)?;
    }
    Err(anyhow::anyhow!("{}", refused.error))
}

/// What a line of standard input means.
fn meaning(line: Line<'_>, cx: &Cx) -> Meaning {
    match line {
        Line::Text(text) => interpret(text, cx),
        Line::NoText => Meaning::Refused(Refused::unread("the line is no UTF-8", "")),
        Line::TooLong => Meaning::Refused(Refused::unread("the line is too long", "")),
    }
}

/// What each sentence is read against.
fn against(flags: &When, settings: Option<&Path>) -> anyhow::Result<impl Fn() -> Cx> {
    let config = Config::load_alone(settings)?;
    let alone = settings.is_none() && !Path::new(config::FILE).exists();
    let (zone, locale) = if alone {
        (machine_zone().unwrap_or(config.bot.zone), machine_locale())
    } else {
        (config.bot.zone, None)
    };
    let locale = flags.locale.clone().or(locale).unwrap_or(config.bot.locale);
    let (now, zone) = (flags.now, flags.zone.unwrap_or(zone));
    let (language, dialect) = (Language::of_locale(&locale), Dialect::of_locale(&locale));
    let default_length = config.meetings.length;
    Ok(move || {
        let now = now.unwrap_or_else(|| SystemClock.now());
        Cx { now, zone, language, dialect, default_length }
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "there is neither a person nor a room, and no bot.toml"
)]
fn machine_zone() -> Option<Tz> {
    localzone::get_local_zone()?.parse().ok()
}

/// The locale in which this machine writes times, without its character set.
fn machine_locale() -> Option<String> {
    let said = LOCALE_VARIABLES.iter().find_map(|name| environment(name))?;
    let locale = said.split(['.', '@']).next().unwrap_or_default();
    config::is_locale(locale).then(|| locale.to_owned())
}
