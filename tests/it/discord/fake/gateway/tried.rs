//! The gateway tried by hand: each rule broken once.

use std::{io::Read as _, net::SocketAddr, sync::Arc, time::Duration};

use flate2::read::ZlibDecoder;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

use super::{
    super::{
        Settings, change,
        faults::Faults,
        server::Shared,
        world::{self, Id, User, World},
    },
    Began, Door, Gateway,
};

const GUILDS: u64 = 1;
const GUILD_MESSAGES: u64 = 1 << 9;

/// A world with a bot in a guild, and its gateway.
struct Stage {
    shared: Arc<Shared>,
    gateway: Gateway,
    faults: Faults,
    bot: Id,
    ana: Id,
    general: Id,
}

/// A bot made by hand.
struct Bot {
    socket: WebSocketStream<TcpStream>,
}

impl Stage {
    async fn set() -> Self {
        let mut world = World::new(1_800_000_000_000, false);
        let bot = world.add_application("Convene", "secret");
        let ana = world.add_user(User { name: "ana".to_owned(), ..User::default() });
        let guild = world.add_guild("Team", ana);
        world.add_member(guild, bot, &[]);
        let general = world.add_channel(guild, "general");
        let shared = Arc::new(Shared::new(Settings::default(), world));
        let gateway = Gateway::start(&shared).await;
        let faults = Faults { hub: Arc::clone(&gateway.hub), shared: Arc::clone(&shared) };
        Self { shared, gateway, faults, bot, ana, general }
    }

    async fn connect(&self) -> Bot {
        Bot::connect(self.gateway.front, "v=10&encoding=json").await
    }

    /// A bot that has identified, and its session.
    async fn identified(&self, intents: u64) -> (Bot, String) {
        let mut bot = self.connect().await;
        bot.send(&identify("secret", intents, None)).await;
        let ready = bot.hear().await.unwrap();
        assert_eq!(ready["t"], "READY");
        let session = ready["d"]["session_id"].as_str().unwrap().to_owned();
        (bot, session)
    }

    fn says(&self, text: &str) -> Id {
        let message =
            world::Message { channel: self.general, author: self.ana, ..world::Message::default() };
        change::post(&mut self.shared.world(), message, &json!({ "content": text }), &[])
    }

    fn complaints(&self) -> String {
        self.gateway.hub.complaints().join("\n")
    }
}

impl Bot {
    async fn connect(at: SocketAddr, query: &str) -> Self {
        let tcp = TcpStream::connect(at).await.unwrap();
        let url = format!("ws://{at}/?{query}");
        let (socket, _) = tokio_tungstenite::client_async(url, tcp).await.unwrap();
        let mut bot = Self { socket };
        if query == "v=10&encoding=json" {
            assert_eq!(bot.hear().await.unwrap()["op"], 10);
        }
        bot
    }

    async fn send(&mut self, frame: &Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame, or the code with which it was closed.
    async fn hear(&mut self) -> Result<Value, Option<u16>> {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => Ok(serde_json::from_str(&text).unwrap()),
            Some(Ok(Message::Binary(zlib))) => {
                let mut text = String::new();
                ZlibDecoder::new(&zlib[..]).read_to_string(&mut text).unwrap();
                Ok(serde_json::from_str(&text).unwrap())
            }
            Some(Ok(Message::Close(said))) => Err(said.map(|said| said.code.into())),
            _ => Err(None),
        }
    }

    /// What it hears until a heartbeat is acknowledged: names of events, or opcodes of the rest.
    async fn hears(&mut self) -> Vec<String> {
        self.send(&json!({ "op": 1, "d": null })).await;
        let mut heard = Vec::new();
        loop {
            let frame = self.hear().await.unwrap();
            if frame["op"] == 11 {
                return heard;
            }
            heard.push(frame["t"].as_str().map_or_else(|| frame["op"].to_string(), str::to_owned));
        }
    }

    /// The code with which it is closed after a frame.
    async fn closed_after(mut self, frame: &Value) -> Option<u16> {
        self.send(frame).await;
        loop {
            if let Err(code) = self.hear().await {
                return code;
            }
        }
    }
}

fn identify(token: &str, intents: u64, shard: Option<(u64, u64)>) -> Value {
    let properties = json!({ "os": "linux", "browser": "test", "device": "test" });
    let mut said = json!({ "token": token, "properties": properties, "intents": intents });
    if let Some((this, all)) = shard {
        said["shard"] = json!([this, all]);
    }
    json!({ "op": 2, "d": said })
}

fn resume(session: &str, seen: u64) -> Value {
    json!({ "op": 6, "d": { "token": "secret", "session_id": session, "seq": seen } })
}

#[tokio::test]
async fn a_bot_hears_who_it_is_and_where() {
    let stage = Stage::set().await;
    let mut bot = stage.connect().await;
    bot.send(&identify("Bot secret", GUILDS, None)).await;
    let ready = bot.hear().await.unwrap();
    assert_eq!(ready["d"]["user"]["id"], stage.bot.to_string());
    assert_eq!(ready["d"]["guilds"][0]["unavailable"], true);
    let guild = bot.hear().await.unwrap();
    assert_eq!((&guild["t"], &guild["s"]), (&json!("GUILD_CREATE"), &json!(2)));
    assert_eq!(guild["d"]["channels"][0]["name"], "general");
    assert_eq!(stage.complaints(), "");
}

#[tokio::test]
async fn each_wrong_beginning_has_its_code() {
    let stage = Stage::set().await;
    let say = async |frame: Value| stage.connect().await.closed_after(&frame).await;
    assert_eq!(say(identify("wrong", GUILDS, None)).await, Some(4004));
    assert_eq!(say(identify("secret", GUILDS, Some((2, 2)))).await, Some(4010));
    assert_eq!(say(identify("secret", 1 << 40, None)).await, Some(4013));
    assert_eq!(say(identify("secret", 1 << 15, None)).await, Some(4014));
    assert_eq!(say(json!({ "op": 3, "d": {} })).await, Some(4003));
    assert_eq!(say(json!({ "op": 77, "d": {} })).await, Some(4001));
    assert_eq!(say(json!({ "op": 2, "d": { "token": "secret" } })).await, Some(4002));
    assert_eq!(say(json!({ "op": 1, "d": 7 })).await, Some(4002));
    assert_eq!(say(json!({ "op": 1, "d": null, "padding": "x".repeat(4096) })).await, Some(4002));
    stage.faults.allow_intents(1 << 15);
    stage.faults.want_shards(true);
    assert_eq!(say(identify("secret", 1 << 15, None)).await, Some(4011));
    let mut old = Bot::connect(stage.gateway.front, "v=9&encoding=json").await;
    assert_eq!(old.hear().await, Err(Some(4012)));
}

#[tokio::test]
async fn a_bot_identifies_once() {
    let stage = Stage::set().await;
    let (bot, _) = stage.identified(GUILDS).await;
    assert_eq!(bot.closed_after(&identify("secret", GUILDS, None)).await, Some(4005));
    assert!(stage.complaints().contains("4005"));
}

#[tokio::test]
async fn sessions_are_begun_one_after_the_other_and_not_too_many_a_day() {
    let stage = Stage::set().await;
    stage.faults.space_sessions(Duration::from_hours(1));
    stage.identified(GUILDS).await;
    let mut early = stage.connect().await;
    early.send(&identify("secret", GUILDS, None)).await;
    assert_eq!(early.hear().await.unwrap(), json!({ "op": 9, "d": false }));
    stage.faults.space_sessions(Duration::ZERO);
    let now = stage.shared.world().now();
    assert!((1..1000).all(|_| stage.gateway.hub.may_identify(now)));
    assert!(!stage.gateway.hub.may_identify(now));
    assert!(stage.complaints().contains("its token is reset"));
    assert!(stage.gateway.hub.may_identify(now + 24 * 60 * 60 * 1000));
}

#[tokio::test]
async fn who_says_too_much_is_closed() {
    let stage = Stage::set().await;
    let (mut bot, _) = stage.identified(GUILDS).await;
    for _ in 0..119 {
        bot.send(&json!({ "op": 3, "d": {} })).await;
    }
    assert_eq!(bot.closed_after(&json!({ "op": 3, "d": {} })).await, Some(4008));
}

#[tokio::test]
async fn who_does_not_beat_is_closed() {
    let stage = Stage::set().await;
    stage.faults.heartbeat_every(Duration::from_millis(20));
    let mut bot = stage.connect().await;
    assert_eq!(bot.hear().await, Err(Some(4009)));
}

#[tokio::test]
async fn events_come_by_intent_and_shard() {
    let stage = Stage::set().await;
    let (mut quiet, _) = stage.identified(GUILDS).await;
    let (mut curious, _) = stage.identified(GUILDS | GUILD_MESSAGES).await;
    let guild = stage.shared.world().guilds.keys().next().copied().unwrap();
    let other = 1 - (guild >> 22) % 2;
    let mut elsewhere = stage.connect().await;
    elsewhere.send(&identify("secret", GUILDS | GUILD_MESSAGES, Some((other, 2)))).await;
    stage.says("good morning");
    assert_eq!(quiet.hears().await, ["GUILD_CREATE"]);
    assert_eq!(curious.hears().await, ["GUILD_CREATE", "MESSAGE_CREATE"]);
    assert_eq!(elsewhere.hears().await, ["READY"]);
    assert_eq!(stage.complaints(), "");
}

#[tokio::test]
async fn what_people_write_comes_only_where_the_bot_is_meant() {
    let stage = Stage::set().await;
    let (mut bot, _) = stage.identified(GUILD_MESSAGES).await;
    stage.says("good morning");
    stage.says(&format!("<@{}> list", stage.bot));
    assert_eq!(bot.hear().await.unwrap()["d"]["content"], "");
    let said = bot.hear().await.unwrap();
    assert_eq!(said["d"]["content"], format!("<@{}> list", stage.bot));
    assert_eq!(stage.complaints(), "");
}

#[tokio::test]
async fn a_channel_that_the_bot_may_not_see_is_silent() {
    let stage = Stage::set().await;
    let (mut bot, _) = stage.identified(GUILD_MESSAGES).await;
    let hidden = world::Overwrite {
        id: stage.bot,
        member: true,
        deny: super::super::rights::VIEW_CHANNEL,
        ..world::Overwrite::default()
    };
    stage.shared.world().channels.get_mut(&stage.general).unwrap().overwrites.push(hidden);
    stage.says("in private");
    assert_eq!(bot.hears().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_missed_is_told_on_resuming() {
    let stage = Stage::set().await;
    let (mut bot, session) = stage.identified(GUILD_MESSAGES).await;
    stage.says("one");
    assert_eq!(bot.hear().await.unwrap()["s"], 2);
    stage.faults.cut();
    assert_eq!(bot.hear().await, Err(None));
    stage.says("two");
    stage.says("three");
    let mut again = Bot::connect(stage.gateway.resume, "v=10&encoding=json").await;
    again.send(&resume(&session, 2)).await;
    let mut heard = Vec::new();
    for _ in 0..3 {
        let frame = again.hear().await.unwrap();
        heard.push((frame["s"].as_u64().unwrap(), frame["t"].as_str().unwrap().to_owned()));
    }
    let wanted = [(3, "MESSAGE_CREATE"), (4, "MESSAGE_CREATE"), (5, "RESUMED")];
    assert_eq!(heard, wanted.map(|(seq, name)| (seq, name.to_owned())));
    let began = [(Door::Front, Some(Began::Identified)), (Door::Resume, Some(Began::Resumed))];
    assert_eq!(stage.faults.beginnings(), began);
}

#[tokio::test]
async fn what_cannot_be_resumed_is_said() {
    let stage = Stage::set().await;
    let (bot, session) = stage.identified(GUILDS).await;
    drop(bot);
    let too_far = stage.connect().await.closed_after(&resume(&session, 99)).await;
    assert_eq!(too_far, Some(4007));
    let mut lost = stage.connect().await;
    lost.send(&resume("nobody's", 1)).await;
    assert_eq!(lost.hear().await.unwrap(), json!({ "op": 9, "d": false }));
    drop(lost);
    let mut left = stage.connect().await;
    left.send(&resume(&session, 1)).await;
    assert_eq!(left.hear().await.unwrap()["t"], "GUILD_CREATE");
    left.socket.close(None).await.unwrap();
    stage.faults.waits_for(|visits| visits.iter().all(|visit| visit.over)).await;
    stage.shared.world().advance(Duration::from_mins(10));
    let mut late = stage.connect().await;
    late.send(&resume(&session, 1)).await;
    assert_eq!(late.hear().await.unwrap(), json!({ "op": 9, "d": false }));
}

#[tokio::test]
async fn a_bot_that_closes_for_good_has_no_session_left() {
    use tokio_tungstenite::tungstenite::protocol::{CloseFrame, frame::coding::CloseCode};
    let stage = Stage::set().await;
    let (mut bot, session) = stage.identified(GUILDS).await;
    let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
    bot.socket.close(Some(frame)).await.unwrap();
    stage.faults.waits_for(|visits| visits.iter().all(|visit| visit.over)).await;
    let mut again = stage.connect().await;
    again.send(&resume(&session, 1)).await;
    assert_eq!(again.hear().await.unwrap(), json!({ "op": 9, "d": false }));
}

#[tokio::test]
async fn each_fault_reaches_the_bot() {
    let stage = Stage::set().await;
    let (mut bot, _) = stage.identified(GUILD_MESSAGES).await;
    stage.faults.ask_to_reconnect();
    stage.faults.invalidate(true);
    stage.faults.ask_for_heartbeat();
    stage.faults.tell_unknown_event();
    stage.faults.tell_nonsense();
    let heard = bot.hears().await;
    let told = [
        "MEETING_INVENTED",
        "MESSAGE_CREATE",
        "INTERACTION_CREATE",
        "GUILD_SCHEDULED_EVENT_CREATE",
    ];
    for wanted in ["7", "9", "1"].iter().chain(&told) {
        assert!(heard.iter().any(|one| one == wanted), "{wanted} is missing in {heard:?}");
    }
    stage.faults.double(true);
    stage.says("twice");
    assert_eq!(bot.hears().await, ["MESSAGE_CREATE", "MESSAGE_CREATE"]);
    stage.faults.double(false);
    stage.faults.hold_events();
    let (first, second) = (stage.says("first"), stage.says("second"));
    assert_eq!(bot.hears().await, Vec::<String>::new());
    stage.faults.release_reversed();
    assert_eq!(bot.hear().await.unwrap()["d"]["id"], second.to_string());
    assert_eq!(bot.hear().await.unwrap()["d"]["id"], first.to_string());
    stage.faults.invent_fields(true);
    stage.says("strange");
    assert!(bot.hear().await.unwrap()["d"]["author"]["invented_since"].is_object());
    stage.faults.close(Some(4000));
    assert_eq!(bot.hear().await, Err(Some(4000)));
    assert_eq!(stage.complaints(), "");
}

#[tokio::test]
async fn heartbeats_are_not_acknowledged_where_the_gateway_is_mute() {
    let stage = Stage::set().await;
    let (mut bot, _) = stage.identified(GUILD_MESSAGES).await;
    stage.faults.mute(true);
    bot.send(&json!({ "op": 1, "d": 1 })).await;
    stage.says("still here");
    assert_eq!(bot.hear().await.unwrap()["t"], "MESSAGE_CREATE");
}

#[tokio::test]
async fn a_dead_line_stays_open_and_says_nothing() {
    let stage = Stage::set().await;
    let (mut bot, session) = stage.identified(GUILD_MESSAGES).await;
    stage.faults.freeze();
    stage.says("unheard");
    let mut again = stage.connect().await;
    again.send(&resume(&session, 1)).await;
    assert_eq!(again.hear().await.unwrap()["t"], "MESSAGE_CREATE");
    // Nothing came over the dead line, and coming back by another cut it.
    assert_eq!(bot.hear().await, Err(None));
}

#[tokio::test]
async fn in_an_outage_nobody_is_let_in() {
    let stage = Stage::set().await;
    let (mut bot, _) = stage.identified(GUILDS).await;
    stage.faults.outage(Duration::from_mins(10));
    while bot.hear().await.is_ok() {}
    let tcp = TcpStream::connect(stage.gateway.front).await.unwrap();
    let refused = tokio_tungstenite::client_async(stage.gateway.url(), tcp).await;
    assert!(refused.is_err());
    stage.shared.world().advance(Duration::from_mins(10));
    stage.identified(GUILDS).await;
}

#[tokio::test]
async fn large_events_come_compressed_to_those_who_ask() {
    let stage = Stage::set().await;
    let mut bot = stage.connect().await;
    let mut said = identify("secret", GUILDS, None);
    said["d"]["compress"] = true.into();
    bot.send(&said).await;
    let Some(Ok(Message::Binary(zlib))) = bot.socket.next().await else { panic!("not binary") };
    assert_eq!(zlib[0], 0x78);
    assert_eq!(bot.hear().await.unwrap()["t"], "GUILD_CREATE");
}
