//! Who is mentioned in a message, and where its text shows it. Pure.
//!
//! A body leaves here as a text that names people one way, `@` and what they are called, and that does not name the
//! bot: programs write the same pill as `Ana`, `@ana`, `[Ana](https://matrix.to/#/@ana:x)` or `@ana:x`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

use matrix_sdk::ruma::{OwnedUserId, UserId};

use super::{
    Me, Pill, Text,
    html::{Link, Shown},
    link::user_of,
};

/// A text, and who is mentioned in it.
#[derive(Debug)]
pub(super) struct Mentioned {
    /// What it says, without the mention of the bot.
    pub(super) body: String,
    /// Whether the bot was mentioned.
    pub(super) addressed: bool,
    /// Who is mentioned beside the bot.
    pub(super) mentions: Vec<Pill>,
}

/// Reads the mentions of a message: its body, what its HTML shows, and the users it says that it mentions
/// (`m.mentions`, client-server API, "User and room mentions"), `None` where its program does not know of that.
pub(super) fn mentioned(
    body: &str,
    html: &Shown,
    listed: Option<&BTreeSet<OwnedUserId>>,
    me: &Me,
) -> Mentioned {
    let Pills { body, mut mentions, me: mine } = pills(body, html, me);
    let addressed = match listed {
        Some(listed) => listed.contains(&me.user),
        None => mine != Mine::Nowhere || called(&body, me),
    };
    let body = if addressed && mine != Mine::Cut { without_name(&body, me) } else { body };
    for user in listed.into_iter().flatten() {
        if *user != me.user && mentions.iter().all(|pill| pill.user != *user) {
            mentions.push(Pill { text: spelled(&body, user), user: user.clone() });
        }
    }
    Mentioned { body, addressed, mentions }
}

/// What takes the place of a part of a body.
type Change = (Range<usize>, String);

/// A body whose pills were read.
struct Pills {
    /// The body with its pills in one form, without those of the bot.
    body: String,
    /// Who they mean beside the bot.
    mentions: Vec<Pill>,
    /// Where the bot is among them.
    me: Mine,
}

/// Where the pill of the bot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mine {
    /// There is none.
    Nowhere,
    /// In the HTML, while the body does not show it.
    Linked,
    /// It was in the body and is cut out of it.
    Cut,
}

fn pills(body: &str, html: &Shown, me: &Me) -> Pills {
    let mut changes: Vec<Change> = Vec::new();
    let mut mentions: Vec<Pill> = Vec::new();
    let mut mine = Mine::Nowhere;
    let (mut in_body, mut in_html) = (Places::in_text(body), Places::in_text(&html.text));
    for link in &html.links {
        let found = place(&mut in_body, &mut in_html, link).filter(|at| {
            changes.iter().all(|(other, _)| at.end <= other.start || other.end <= at.start)
        });
        if link.user == me.user {
            if mine != Mine::Cut {
                mine = if found.is_some() { Mine::Cut } else { Mine::Linked };
            }
            changes.extend(found.map(|at| (with_punctuation(body, at), String::new())));
            continue;
        }
        let called = html.text.get(link.at.clone()).unwrap_or_default();
        let name = name_for(&link.user, called, &mentions);
        let text = found.is_some().then(|| name.clone());
        changes.extend(found.map(|at| (at, name)));
        let pill = Pill { text, user: link.user.clone() };
        if !mentions.contains(&pill) {
            mentions.push(pill);
        }
    }
    Pills { body: changed(body, changes), mentions, me: mine }
}

/// How somebody is named from here on: by what they are called, or by their id where that means somebody else too.
fn name_for(user: &UserId, called: &str, known: &[Pill]) -> String {
    let words: Vec<_> = called.split_whitespace().collect();
    let name = format!("@{}", words.join(" ").trim_start_matches('@'));
    let taken = |pill: &Pill| pill.user != *user && pill.text.as_ref() == Some(&name);
    // A name that ends like a sentence would be cut there by whoever reads the text.
    if !name.ends_with(char::is_alphanumeric) || known.iter().any(taken) {
        return user.to_string();
    }
    name
}

/// Where names stand in a text. Each name is looked for once, however often it is a link.
struct Places<'t> {
    text: &'t str,
    known: HashMap<&'t str, Vec<Range<usize>>>,
}

impl<'t> Places<'t> {
    fn in_text(text: &'t str) -> Self {
        Self { text, known: HashMap::new() }
    }

    fn of(&mut self, name: &'t str) -> &[Range<usize>] {
        self.known.entry(name).or_insert_with(|| occurrences(self.text, name).collect())
    }
}

/// Where a body shows a link of its HTML.
fn place<'t>(body: &mut Places<'t>, html: &mut Places<'t>, link: &'t Link) -> Option<Range<usize>> {
    let shown = html.text.get(link.at.clone())?;
    let name = shown.trim().trim_start_matches('@');
    // The same name can stand there as a plain word; the HTML says which of them is the link.
    let before = html.of(name).partition_point(|at| at.end <= link.at.start);
    let named = body.of(name);
    if let Some(at) = named.get(before).or_else(|| named.first()) {
        return Some(at.clone());
    }
    if let Some(at) = body.of(link.user.as_str().trim_start_matches('@')).first() {
        return Some(at.clone());
    }
    let text = body.text;
    body.of(link.user.localpart()).iter().find(|at| starts_with_at(text, at)).cloned()
}

fn starts_with_at(body: &str, at: &Range<usize>) -> bool {
    body.get(at.clone()).is_some_and(|text| text.starts_with('@'))
}

/// Where a name stands in a text as words of its own, with the `@` before it or the Markdown link around it.
fn occurrences<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        while !name.is_empty() {
            let start = from + text.get(from..)?.find(name)?;
            let end = start + name.len();
            let at = widened(text, start..end);
            from = at.as_ref().map_or(end, |at| at.end);
            if at.is_some() {
                return at;
            }
        }
        None
    })
}

/// A name with what belongs to it, unless it is only a part of a word.
fn widened(text: &str, name: Range<usize>) -> Option<Range<usize>> {
    let (before, after) = (text.get(..name.start)?, text.get(name.end..)?);
    let before = before.strip_suffix('@').unwrap_or(before);
    if before.ends_with(is_in_word) || after.starts_with(is_in_word) {
        return None;
    }
    if let Some((before, after)) = before.strip_suffix("@[").zip(after.strip_prefix(']')) {
        return Some(before.len()..text.len() - after.len());
    }
    let link = before.strip_suffix('[').zip(after.strip_prefix("](").and_then(after_target));
    let (before, after) = link.unwrap_or((before, after));
    Some(before.len()..text.len() - after.len())
}

/// What comes after the target of a Markdown link to somebody.
fn after_target(text: &str) -> Option<&str> {
    /// An id has at most 255 octets, each of which can be written as three, and a link is a little longer.
    const LONGEST: usize = 1_000;
    let (end, _) = text.char_indices().take(LONGEST).find(|(_, c)| *c == ')')?;
    let target = text.get(..end)?.trim_matches(['<', '>']);
    user_of(target).and_then(|_| text.get(end + 1..))
}

fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A mention of the bot with what sets it off from the text, so that the text is whole without it.
fn with_punctuation(body: &str, at: Range<usize>) -> Range<usize> {
    let before = body.get(..at.start).unwrap_or_default();
    let after = body.get(at.end..).unwrap_or_default();
    if after.trim_start_matches(is_end_of_sentence).is_empty() {
        return without_comma(before).len()..body.len();
    }
    let rest = after.strip_prefix([':', ',']).unwrap_or(after).trim_start();
    at.start..body.len() - rest.len()
}

fn is_end_of_sentence(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '!' | '?' | ',' | ':')
}

/// What stands before a name at the end: "lunch on friday, Convene".
fn without_comma(before: &str) -> &str {
    before.trim_end().trim_end_matches(',').trim_end()
}

/// A text with parts of it replaced, none of which overlap.
fn changed(body: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|(at, _)| at.start);
    let (mut out, mut from) = (String::with_capacity(body.len()), 0);
    for (at, with) in changes {
        out.push_str(body.get(from..at.start).unwrap_or_default());
        out.push_str(&with);
        from = from.max(at.end);
    }
    out.push_str(body.get(from..).unwrap_or_default());
    out
}

/// Whether a text calls the bot at its beginning, as people did before programs said whom a message mentions:
/// `@convene:server`, `@Convene`, `Convene:`.
fn called(body: &str, me: &Me) -> bool {
    after_call(body.trim_start(), me, false).is_some()
}

/// A text without the name of the bot at its beginning or its end.
fn without_name(body: &str, me: &Me) -> String {
    if let Some(rest) = after_call(body.trim_start(), me, true) {
        return rest.to_owned();
    }
    let text = body.trim_end_matches(is_end_of_sentence);
    let called = names(me)
        .filter_map(|name| before_name(text, name)?.strip_suffix('@'))
        .find(|before| before.is_empty() || before.ends_with(char::is_whitespace));
    called.map_or(body, without_comma).to_owned()
}

/// What follows the name of the bot that a text begins with. `bare` says whether it stands there also without `@` and
/// without `:` or `,` behind it.
fn after_call<'a>(text: &'a str, me: &Me, bare: bool) -> Option<&'a str> {
    let (name_on, at) = text.strip_prefix('@').map_or((text, false), |name| (name, true));
    names(me).find_map(|name| {
        let after = after_name(name_on, name)?;
        let set_off = after.strip_prefix([':', ',']);
        // A word that only begins like the name is another word, and "convene the team" is a wish.
        let alone = after.is_empty() || after.starts_with(char::is_whitespace);
        let meant = at || (bare && name_on.starts_with(name) && name != me.user.localpart());
        let rest = set_off.or_else(|| (alone && meant).then_some(after))?;
        Some(rest.trim_start())
    })
}

/// Everything the bot is called, without `@`, the longer before those that they begin with.
fn names(me: &Me) -> impl Iterator<Item = &str> {
    let id = me.user.as_str().trim_start_matches('@');
    let mut names: Vec<&str> = vec![id, me.user.localpart()];
    names.extend(me.names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.into_iter()
}

/// What follows a name, in any case, that a text begins with.
fn after_name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    name.chars().all(|c| rest.next().is_some_and(|other| same(c, other))).then_some(rest.as_str())
}

/// What precedes a name, in any case, that a text ends with.
fn before_name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    let ends = name.chars().rev().all(|c| rest.next_back().is_some_and(|other| same(c, other)));
    ends.then_some(rest.as_str())
}

fn same(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

/// How a text names somebody who is mentioned without a link: by their id, or by the first part of it.
fn spelled(body: &str, user: &UserId) -> Option<String> {
    let id = user.as_str().trim_start_matches('@');
    let mut found = [id, user.localpart()].into_iter().flat_map(|name| occurrences(body, name));
    let at = found.find(|at| starts_with_at(body, at))?;
    body.get(at).map(str::to_owned)
}

/// The text with those marked in it who are mentioned and only shown by what they are called in the room.
pub(super) fn marked(text: &Text, names: &BTreeMap<OwnedUserId, String>) -> (String, Vec<Pill>) {
    let (mut body, mut pills) = (text.body.clone(), text.mentions.clone());
    for at in 0..pills.len() {
        let Some(Pill { text: None, user }) = pills.get(at) else { continue };
        let Some(called) = names.get(user) else { continue };
        let Some(place) = occurrences(&body, called.trim()).next() else { continue };
        let name = name_for(user, called, &pills);
        body = changed(&body, vec![(place, name.clone())]);
        if let Some(pill) = pills.get_mut(at) {
            pill.text = Some(name);
        }
    }
    (body, pills)
}

/// The words of a text that name somebody by `@` and have no pill: `@ana`, `@ana:server`, `@"Ana Maria"`.
pub(in crate::network::matrix) fn names_in(text: &Text) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut before, mut rest) = (None, text.body.as_str());
    while let Some(c) = rest.chars().next() {
        // `kim@example.com` is a mail address.
        let starts = c == '@' && !before.is_some_and(char::is_alphanumeric);
        let pill = Some(rest).filter(|_| starts).and_then(|rest| pill_before(rest, text));
        let word = Some(rest).filter(|_| starts && pill.is_none()).and_then(word);
        if let Some(word) = word.filter(|word| *word != "@room" && !found.contains(word)) {
            found.push(word);
        }
        before = Some(c);
        rest = pill.or_else(|| rest.get(c.len_utf8()..)).unwrap_or_default();
    }
    found
}

/// What comes after the pill that a text begins with.
fn pill_before<'t>(rest: &'t str, text: &Text) -> Option<&'t str> {
    let pills = text.mentions.iter().filter_map(|pill| pill.text.as_deref());
    let mut after = pills.filter_map(|pill| rest.strip_prefix(pill));
    after.find(|after| !after.starts_with(is_in_word))
}

/// The name that a text begins with, `@` included.
fn word(text: &str) -> Option<&str> {
    let name = text.strip_prefix('@')?;
    if let Some((quoted, _)) = name.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
        return text.get(.."@\"\"".len() + quoted.len()).filter(|_| !quoted.is_empty());
    }
    text.get(.."@".len() + bare_length(name)).filter(|word| *word != "@")
}

/// How long the name is that a text begins with; the stop of a sentence is not in it.
fn bare_length(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || ",;()[]{}<>\"'@!?".contains(c);
    let word = text.split(ends).next().unwrap_or_default();
    word.trim_end_matches(['.', ':', '-']).len()
}
