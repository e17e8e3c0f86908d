//! The World: people in a room, as a value. A test says what they do and looks at what they see.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Notify, watch};

use super::Stage;
use crate::{
    app::App,
    chat::{
        Action, Bot as _, File, Filled, Form, Inbound, Input, Mention, Said, Sender, Typing, User,
    },
    clock::{Clock, Ids, ManualClock, SeededIds},
    command::{self, Defaults},
    itip::Uninvited,
    model::{CalAddress, MessageId, NetworkId, RoomRef, UserRef},
    store::Store,
    view::{Prompts, Views},
    when::{Dialect, Language},
    work::{Running, Tools, Work},
};

/// People, rooms, a clock and the whole bot.
///
/// What people see since the last look is the answer of everything they do. Ends with [`World::end`], which asserts
/// that nothing is left to send and nothing was left unread.
#[derive(Debug)]
pub struct World {
    /// The clock; it stands until it is moved.
    pub clock: Arc<ManualClock>,
    /// The network.
    pub stage: Arc<Stage>,
    /// Another network, which does the same things.
    pub elsewhere: Arc<Stage>,
    /// The database.
    pub store: Store,
    bot: Running,
    work: Arc<Work>,
    moderators: Vec<String>,
    happenings: AtomicU64,
    /// Whether everybody reads what is said to one, as on a network without messages for one person.
    pub overheard: AtomicBool,
    /// Whether nobody but the bot is with whoever says something.
    pub alone: AtomicBool,
    ended: bool,
    // Kept so that the bot is never asked to stop.
    _stop: watch::Sender<bool>,
}

impl World {
    /// A world in memory. It is Tuesday, 1 December 2026, 10:00 in Berlin; mods is a moderator.
    ///
    /// # Panics
    ///
    /// Where the bot cannot be built: a test fails by panicking.
    pub async fn new() -> Self {
        Self::on(Store::memory().await.expect("a database in memory")).await
    }

    /// The same on a database of its own.
    ///
    /// # Panics
    ///
    /// Where the bot cannot be built.
    #[expect(clippy::unused_async, reason = "like `new`, so that tests read the same")]
    pub async fn on(store: Store) -> Self {
        Self::with(store, Duration::ZERO)
    }

    /// The same with a distance between two edits of a message.
    ///
    /// # Panics
    ///
    /// Where the bot cannot be built.
    pub fn with(store: Store, edit_interval: Duration) -> Self {
        Self::of(store, Stage::new(edit_interval))
    }

    /// A world whose network has reactions and threads, but no buttons and nothing for one person's eyes only.
    ///
    /// # Panics
    ///
    /// Where the bot cannot be built.
    pub async fn without_buttons() -> Self {
        let store = Store::memory().await.expect("a database in memory");
        Self::of(store, Stage::plain(Duration::ZERO))
    }

    /// A world whose network has forms.
    ///
    /// # Panics
    ///
    /// Where the bot cannot be built.
    pub async fn with_forms() -> Self {
        let store = Store::memory().await.expect("a database in memory");
        Self::of(store, Stage::with_forms(Duration::ZERO))
    }

    /// A world whose network has panels and a calendar.
    ///
    /// # Panics
    ///
    /// Where the bot cannot be built.
    pub async fn rich() -> Self {
        let store = Store::memory().await.expect("a database in memory");
        Self::of(store, Stage::rich(Duration::ZERO))
    }

    /// Somebody does something in another room (`stage` or `elsewhere`, and its name), and everyone looks there: news of the
    /// first network stay for the next look.
    pub async fn acts_in(&self, (network, at): (&str, &str), who: &str, action: Action) -> String {
        let network = if network == "stage" { Stage::ID } else { NetworkId::new("elsewhere") };
        let mut happening = self.happening(who, action);
        happening.room = RoomRef { network: network.clone(), id: at.to_owned() };
        happening.room_name = at.to_owned();
        let user = &mut happening.sender.user;
        user.account.network = network.clone();
        user.address = CalAddress::new(format!("mailto:{who}@{}.invalid", network.as_str()));
        if let Err(say) = self.receive(happening).await {
            return format!("[{who} is told] {say}\n");
        }
        self.bot.settle().await;
        if network == Stage::ID { self.stage.news() } else { self.elsewhere.news() }
    }

    /// Somebody says something in another room, as in [`World::acts_in`].
    pub async fn says_in(&self, at: (&str, &str), who: &str, text: &str) -> String {
        self.acts_in(at, who, say(text, None)).await
    }

    /// What the bot knows of the reactions to a message.
    pub async fn known_reactions(&self, message: &str) -> Vec<(UserRef, String)> {
        self.bot.reactions(&room(), &MessageId(message.to_owned())).await
    }

    /// The network tells that it can be reached again, and sends what waited; gives what came.
    pub async fn is_back(&self) -> String {
        self.bot.reachable(&Stage::ID).await;
        self.look().await
    }

    /// The rooms of the network that have open cards.
    pub async fn open_rooms(&self) -> Vec<RoomRef> {
        self.bot.open_rooms(&Stage::ID).await
    }

    fn of(store: Store, stage: Stage) -> Self {
        let start: DateTime<Utc> = "2026-12-01T09:00:00Z".parse().expect("an instant");
        let clock = Arc::new(ManualClock::new(start));
        let ids: Arc<dyn Ids> = Arc::new(SeededIds::new(1));
        let elsewhere = Stage::new(Duration::ZERO).named(NetworkId::new("elsewhere"));
        let (stage, elsewhere) = (Arc::new(stage), Arc::new(elsewhere));
        let views = Arc::new(
            Views::embedded(Prompts { prefix: "!meet", own: command::own }).expect("the templates"),
        );
        let wake = Arc::new(Notify::new());
        let app = App::new(
            store.clone(),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::clone(&ids),
            defaults(),
            Arc::clone(&views),
            Arc::clone(&wake),
        );
        let tools = Tools {
            store: store.clone(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids,
            views,
            defaults: defaults(),
            keep: TimeDelta::days(90),
            wake,
        };
        let work =
            Arc::new(Work::new(tools, &[Arc::clone(&stage) as _, Arc::clone(&elsewhere) as _]));
        let (stop, stopped) = watch::channel(false);
        let bot = Running::new(app, Arc::clone(&work), stopped);
        let moderators = vec!["mods".to_owned()];
        let happenings = AtomicU64::new(0);
        Self {
            clock,
            stage,
            elsewhere,
            store,
            bot,
            work,
            moderators,
            happenings,
            overheard: AtomicBool::new(false),
            alone: AtomicBool::new(false),
            ended: false,
            _stop: stop,
        }
    }

    /// Somebody says something; `@name` mentions that person.
    pub async fn says(&self, who: &str, text: &str) -> String {
        self.acts(who, say(text, None)).await
    }

    /// Somebody answers a message (`m1` is the first the bot sent).
    pub async fn replies(&self, who: &str, to: &str, text: &str) -> String {
        self.acts(who, say(text, Some(to))).await
    }

    /// Somebody writes a message anew (`u0` is the message of the first happening).
    pub async fn corrects(&self, who: &str, original: &str, text: &str) -> String {
        let Action::Say(said) = say(text, None) else { return String::new() };
        let edits = Some(MessageId(original.to_owned()));
        self.acts(who, Action::Say(Said { edits, ..said })).await
    }

    /// Somebody reacts.
    pub async fn reacts(&self, who: &str, to: &str, emoji: &str) -> String {
        let to = MessageId(to.to_owned());
        self.acts(who, Action::React { to, emoji: emoji.to_owned(), ours: false }).await
    }

    /// Somebody takes a reaction back.
    pub async fn unreacts(&self, who: &str, to: &str, emoji: &str) -> String {
        let to = MessageId(to.to_owned());
        self.acts(who, Action::Unreact { to, emoji: emoji.to_owned() }).await
    }

    /// Somebody presses a button.
    pub async fn presses(&self, who: &str, to: &str, button: &str) -> String {
        let to = MessageId(to.to_owned());
        self.acts(who, Action::Press { to, button: button.to_owned() }).await
    }

    /// Somebody opens a form, and sees what it asks.
    pub async fn opens(&self, who: &str, form: &str, values: &[(&str, &str)]) -> String {
        match self.form(who, form, values).await {
            Ok(Some(form)) => shown(&form),
            Ok(None) => "nothing is asked\n".to_owned(),
            Err(say) => format!("[{who} is told] {say}\n"),
        }
    }

    /// The form that somebody opens.
    ///
    /// # Errors
    ///
    /// What they are told instead.
    pub async fn form(
        &self,
        who: &str,
        form: &str,
        values: &[(&str, &str)],
    ) -> Result<Option<Form>, String> {
        let happening = self.happening(who, Action::Open(filled(form, values)));
        self.bot.form(&happening).await.map_err(|not_taken| not_taken.say)
    }

    /// Somebody fills in a form, or uses a command that is one.
    pub async fn fills(&self, who: &str, form: &str, values: &[(&str, &str)]) -> String {
        self.acts(who, Action::Fill(filled(form, values))).await
    }

    /// Somebody types into the field of a command; gives what is suggested, the value before the words.
    pub async fn types(
        &self,
        who: &str,
        form: &str,
        (field, text): (&str, &str),
        values: &[(&str, &str)],
    ) -> Vec<(String, String)> {
        let Inbound { room, sender, .. } = self.happening(who, Action::Join);
        let typing = Typing {
            room,
            sender,
            form: form.to_owned(),
            field: field.to_owned(),
            text: text.to_owned(),
            values: filled(form, values).values,
        };
        let found = self.bot.suggest(&typing).await;
        found.into_iter().map(|one| (one.value, one.label)).collect()
    }

    /// Somebody drops a file.
    pub async fn uploads(&self, who: &str, name: &str, content: &str) -> String {
        let mime = if name.contains(".ics") { "text/calendar" } else { "image/jpeg" }.to_owned();
        let (name, content) = (name.to_owned(), content.to_owned());
        self.acts(who, Action::Upload(File { name, mime, content })).await
    }

    /// Somebody drops a file, and says that it shall be a meeting; gives what comes of that, as if nobody had asked.
    pub async fn takes(&self, who: &str, name: &str, content: &str) -> String {
        let said = self.uploads(who, name, content).await;
        if !said.contains("\nShall I make ") {
            return said;
        }
        match self.stage.unsay() {
            Some(question) => self.presses(who, &question.0, "yes").await,
            None => said,
        }
    }

    /// Somebody does something, and everyone looks.
    pub async fn acts(&self, who: &str, action: Action) -> String {
        let happening = self.happening(who, action);
        match self.receive(happening).await {
            Ok(()) => {}
            Err(say) => return format!("[{who} is told] {say}\n"),
        }
        self.look().await
    }

    /// A happening with a fresh id.
    pub fn happening(&self, who: &str, action: Action) -> Inbound {
        let number = self.happenings.fetch_add(1, Ordering::SeqCst);
        Inbound {
            id: format!("happening {number}"),
            message: match &action {
                Action::Say(_) | Action::Upload(_) => Some(MessageId(format!("u{number}"))),
                _ => None,
            },
            thread: action.message().cloned().or_else(|| Some(MessageId(format!("u{number}")))),
            room: room(),
            room_name: "team".to_owned(),
            sender: Sender {
                user: user(who),
                moderator: self.moderators.iter().any(|name| name == who),
                locale: None,
            },
            action,
            lacks: Vec::new(),
            overheard: self.overheard.load(Ordering::SeqCst),
            alone: self.alone.load(Ordering::SeqCst),
        }
    }

    /// Hands a happening to the bot, and looks at nothing.
    ///
    /// # Errors
    ///
    /// What the person is told where the bot could not keep it.
    pub async fn receive(&self, happening: Inbound) -> Result<(), String> {
        self.bot.receive(happening).await.map_err(|not_taken| not_taken.say)
    }

    /// The program is started again, and everyone looks.
    ///
    /// # Panics
    ///
    /// Where the database fails.
    pub async fn restarts(&self) -> String {
        self.work.try_again().await.expect("the outbox");
        self.look().await
    }

    /// Time passes.
    pub async fn advance(&self, by: TimeDelta) -> String {
        self.clock.advance(by);
        self.look().await
    }

    /// Everything that is due happens, and everyone looks at what is new.
    pub async fn look(&self) -> String {
        self.bot.settle().await;
        self.stage.news()
    }

    /// The end: nothing is left to send, and nothing was left unread.
    ///
    /// # Panics
    ///
    /// Otherwise.
    pub async fn end(mut self) {
        self.ended = true;
        self.bot.settle().await;
        assert!(self.stage.is_quiet(), "nobody looked at: {}", self.stage.news());
        assert!(self.elsewhere.is_quiet(), "nobody looked at: {}", self.elsewhere.news());
        let far = self.clock.now() + TimeDelta::days(36500);
        let left = async { self.store.read().await?.due_outbox(far, 10).await };
        let left = left.await.expect("the outbox");
        assert!(left.is_empty(), "the outbox still has {left:?}");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        assert!(self.ended || std::thread::panicking(), "a world ends with `end`");
    }
}

/// The account of a name.
fn user(name: &str) -> User {
    User {
        account: UserRef { network: Stage::ID, id: name.to_owned() },
        address: CalAddress::new(format!("mailto:{name}@stage.invalid")),
        name: name.to_owned(),
    }
}

fn room() -> RoomRef {
    RoomRef { network: Stage::ID, id: "team".to_owned() }
}

/// Who is mentioned in a text.
fn mentions(text: &str) -> impl Iterator<Item = Mention> {
    text.split_whitespace().filter_map(|word| {
        let word = word.trim_end_matches([',', '.', ';']);
        let name = word.strip_prefix('@').filter(|name| !name.is_empty() && *name != "everyone")?;
        Some(Mention { text: word.to_owned(), user: user(name) })
    })
}

fn filled(form: &str, values: &[(&str, &str)]) -> Filled {
    let texts = values.iter().map(|(_, value)| *value).chain([form]);
    let said = values.iter().filter(|(_, value)| !value.is_empty());
    Filled {
        form: form.to_owned(),
        values: said.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        mentions: texts.flat_map(mentions).collect(),
        to: None,
    }
}

/// A form as people see it.
fn shown(form: &Form) -> String {
    let mut out = format!("<{}> {}\n", form.id, form.title);
    for Input { name, label, value, required, .. } in &form.inputs {
        let needed = if *required { "*" } else { "" };
        let value = value.replace('\n', "\n    ");
        let _ = writeln!(out, "  {name} ({label}{needed}): {value}");
    }
    out
}

fn say(text: &str, to: Option<&str>) -> Action {
    Action::Say(Said {
        text: text.to_owned(),
        addressed: false,
        reply_to: to.map(|to| MessageId(to.to_owned())),
        edits: None,
        mentions: mentions(text).collect(),
    })
}

fn defaults() -> Defaults {
    Defaults {
        prefixes: vec!["!meet".to_owned(), "!m".to_owned()],
        zone: chrono_tz::Europe::Berlin,
        dialect: Dialect::Uk,
        language: Language::English,
        length: TimeDelta::hours(1),
        reminder: Some(TimeDelta::minutes(15)),
        uninvited: Uninvited::Accept,
        max_title: 200,
        max_file: 1024 * 1024,
    }
}
