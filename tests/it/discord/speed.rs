//! How fast the bot answers, beside what the fake takes by itself. `scripts/bench-discord` plays this for longer, and
//! optimised.

use std::time::{Duration, Instant};

use reqwest::{Certificate, Client};
use serde_json::json;
use tokio::time;

use super::{
    fake::{
        Fake, Settings, change, interactions,
        limits::Paces,
        member::Member,
        world::{Id, Message},
    },
    play,
    stage::{self, Stage},
};
use crate::machine;

const EDITED: &str = "PATCH /channels/{id}/messages/{id}";
const ANSWERS: [&str; 3] = ["✅ Going", "🤔 Maybe", "❌ Can't"];

/// A hundred a second.
const BEAT: Duration = Duration::from_millis(10);

/// How many interactions are measured.
fn rounds() -> usize {
    machine::variable("BENCH_ROUNDS").map_or(100, |rounds| rounds.parse().unwrap())
}

fn crowd(stage: &Stage) -> Vec<Member> {
    (0..50).map(|n| stage::joined(&stage.fake, &format!("p{n}"), "UTC")).collect()
}

#[test]
fn a_hundred_interactions_a_second_are_answered_at_once() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Town hall", "2027-03-05 15:00").await;
        let crowd = crowd(&stage);
        let before = interactions::waited(&stage.fake.world()).len();
        let mut beat = time::interval(BEAT);
        for (n, person) in crowd.iter().cycle().take(rounds()).enumerate() {
            beat.tick().await;
            if n % 10 == 0 {
                let person = person.clone();
                tokio::spawn(async move { person.slash("/meet show meeting:#1").await });
            } else {
                person.taps(card, ANSWERS[n % 3]);
            }
        }
        let all = stage.ana.until(|world| interactions::waited(world).into_iter().collect());
        let mut waited: Vec<Duration> = all.await.unwrap_or_else(|| {
            let waited = interactions::waited(&stage.fake.world());
            panic!("{} were never answered", waited.iter().filter(|took| took.is_none()).count())
        });
        let mut bot = waited.split_off(before);
        assert_eq!(bot.len(), rounds());
        let mut bare = bare().await;
        say(&format!("first answer of the bot: {}", percentiles(&mut bot)));
        say(&format!("the same of a client that does nothing else: {}", percentiles(&mut bare)));
        assert!(bot.iter().all(|took| *took < Duration::from_secs(3)), "{bot:?}");
        stage.ends_well();
    });
}

#[test]
fn fifty_presses_at_once_all_land_and_the_last_state_is_shown() {
    play(async {
        let mut stage = Stage::open().await;
        stage.fake.pace(Paces::REAL);
        let card = stage.meeting("Town hall", "2027-03-05 15:00").await;
        let crowd = crowd(&stage);
        let (began, before) = (Instant::now(), stage.fake.asked(EDITED).len());
        for turn in 0..2 {
            for (n, person) in crowd.iter().enumerate() {
                // Each ends with what their number says: a third each yes, maybe and no.
                person.taps(card, ANSWERS[(n + 1 - turn) % 3]);
            }
        }
        // Ana comes too.
        let last = |seen: &str| {
            ["Going (18 of 51)", "Maybe (17)", "Can't (16)"].iter().all(|line| seen.contains(line))
        };
        stage.bo.waits_for(stage.fake.general, last).await;
        let took = began.elapsed();
        let edits = stage.fake.asked(EDITED).len() - before;
        say(&format!("fifty press twice at once: the last state after {took:.0?}, {edits} edits"));
        assert!(u64::try_from(edits).unwrap() <= took.as_secs() + 2, "{edits} edits in {took:?}");
        let waited = interactions::waited(&stage.fake.world());
        assert!(waited.iter().all(|took| took.is_some_and(|took| took < Duration::from_secs(3))));
        stage.ends_well();
    });
}

/// What the first answer takes where nothing is done for it: a press, and one request.
async fn bare() -> Vec<Duration> {
    let fake = Fake::start(Settings::default()).await;
    let authority = Certificate::from_pem(fake.certificate.as_bytes()).unwrap();
    let client = Client::builder().add_root_certificate(authority);
    let client = client.resolve("discord.com", fake.address).build().unwrap();
    let (ana, message) = (fake.member("ana"), with_button(&fake));
    for _ in 0..rounds() {
        let asked = ana.taps(message, "Going");
        let token = fake.world().interactions[&asked].token.clone();
        let address = format!("https://discord.com/api/v10/interactions/{asked}/{token}/callback");
        let request = client.post(address).header("User-Agent", "DiscordBot (example.org, 1)");
        let request = request.header("Content-Type", "application/json");
        request.body(json!({ "type": 6 }).to_string()).send().await.unwrap();
    }
    assert_eq!(fake.verify(), Vec::<String>::new());
    let waited = interactions::waited(&fake.world());
    waited.into_iter().collect::<Option<_>>().expect("each is answered")
}

fn with_button(fake: &Fake) -> Id {
    let button = json!({ "type": 2, "style": 2, "label": "Going", "custom_id": "going" });
    let body = json!({ "content": "?", "components": [{ "type": 1, "components": [button] }] });
    let message = Message { channel: fake.general, author: fake.bot, ..Message::default() };
    change::post(&mut fake.world(), message, &body, &[])
}

fn percentiles(took: &mut [Duration]) -> String {
    took.sort_unstable();
    let at = |percent: usize| took[(took.len() - 1) * percent / 100];
    let (half, most, all) = (at(50), at(99), took.len());
    format!("p50 {half:.1?}, p99 {most:.1?}, of {all}")
}

#[expect(clippy::print_stdout, reason = "what was measured is for whoever runs the script")]
fn say(what: &str) {
    println!("measured: {what}");
}
