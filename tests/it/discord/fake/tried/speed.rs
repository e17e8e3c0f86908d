//! Coming too soon, and what goes wrong on the way.

use std::time::Duration;

use serde_json::json;

use super::{
    super::{
        limits::{Pace, Paces},
        trouble::Trouble,
    },
    Client, Fake, Settings,
    messages::WIDE,
};

const ROUTE: &str = "POST /channels/{id}/messages";

fn slow() -> Settings {
    let sends = Pace { requests: 2, per: Duration::from_mins(1) };
    Settings { paces: Paces { sends, ..WIDE }, ..Settings::default() }
}

#[tokio::test]
async fn a_bucket_says_what_is_left_and_then_no() {
    let fake = Fake::start(slow()).await;
    let bot = Client::of(&fake);
    let (general, random) = (fake.general, fake.random);
    let send = async |channel: u64| {
        bot.post(&format!("/channels/{channel}/messages"), json!({ "content": "x" })).await
    };
    let first = send(general).await;
    assert_eq!(first.headers["x-ratelimit-limit"], "2");
    assert_eq!(first.headers["x-ratelimit-remaining"], "1");
    assert!(
        first.headers.contains_key("x-ratelimit-reset")
            && first.headers.contains_key("x-ratelimit-bucket")
    );
    assert_eq!(send(general).await.headers["x-ratelimit-remaining"], "0");
    let third = send(general).await;
    assert_eq!(
        (third.status, &third.headers["x-ratelimit-scope"]),
        (429, &"user".parse().unwrap())
    );
    assert_eq!(third.headers["retry-after"], "60");
    assert!(third.body["retry_after"].as_f64().unwrap() > 59.0 && third.body.get("code").is_none());
    send(random).await.ok();
    assert_eq!(fake.verify(), Vec::<String>::new(), "a few are let pass");
    for _ in 0..5 {
        send(general).await;
    }
    assert!(fake.verify().iter().any(|one| one.contains("6 answers were 401, 403 or 429")));
}

#[tokio::test]
async fn who_does_not_wait_is_told_on() {
    let fake = Fake::start(Settings { budget: 100, ..slow() }).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let send = || bot.post(&messages, json!({ "content": "x" }));
    for _ in 0..3 {
        send().await;
    }
    // What was on the way already is forgiven, what comes later is not: so it is asked until it is.
    let patience = std::time::Instant::now() + Duration::from_secs(20);
    let told_on = || fake.verify().iter().any(|one| one.contains("before retry_after was over"));
    while !told_on() {
        assert!(std::time::Instant::now() < patience, "nobody minds");
        assert_eq!(send().await.status, 429);
    }
}

#[tokio::test]
async fn one_limit_is_over_everything_but_answers_to_interactions() {
    let fake =
        Fake::start(Settings { paces: Paces { global: 3, ..WIDE }, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    for _ in 0..3 {
        bot.get("/users/@me").await.ok();
    }
    let fourth = bot.get("/gateway").await;
    assert_eq!((fourth.status, fourth.body["global"].as_bool()), (429, Some(true)));
    assert_eq!(fourth.headers["x-ratelimit-global"], "true");
    fake.expect(10062, 1);
    bot.post("/interactions/5/stranger/callback", json!({ "type": 5 })).await.refused(404, 10062);
    fake.close_all(Duration::from_secs(30));
    assert_eq!(bot.get("/gateway").await.headers["retry-after"], "30");
}

#[tokio::test]
async fn an_answer_can_be_lost_though_all_is_done() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let body = json!({ "content": "once", "nonce": "key", "enforce_nonce": true });
    fake.trouble(ROUTE, Trouble::Lost, 1);
    assert!(bot.try_post(&messages, body.clone()).await.is_err());
    assert_eq!(fake.world().messages.len(), 1);
    bot.post(&messages, body).await.ok();
    assert_eq!(fake.world().messages.len(), 1);
    fake.trouble(ROUTE, Trouble::Cut, 1);
    assert!(bot.try_post(&messages, json!({ "content": "never" })).await.is_err());
    assert_eq!(fake.world().messages.len(), 1);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn what_stands_in_front_answers_with_pages() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    let send = || bot.post(&messages, json!({ "content": "x" }));
    for trouble in [Trouble::Broken(502), Trouble::Page429] {
        fake.trouble(ROUTE, trouble, 1);
        let page = send().await;
        assert!(page.text.starts_with("<html>") && !page.headers.contains_key("x-ratelimit-limit"));
    }
    for (trouble, scope) in [
        (Trouble::Shared(Duration::from_millis(20)), "shared"),
        (Trouble::Global(Duration::from_millis(20)), "global"),
    ] {
        fake.trouble(ROUTE, trouble, 1);
        assert_eq!(send().await.headers["x-ratelimit-scope"], scope);
        while send().await.status == 429 {}
    }
    assert!(fake.asked(ROUTE).iter().any(|entry| entry.status == 502));
}

#[tokio::test]
async fn an_answer_can_be_late_or_held() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let messages = format!("/channels/{}/messages", fake.general);
    fake.trouble(ROUTE, Trouble::Slow(Duration::from_millis(1)), 1);
    bot.post(&messages, json!({ "content": "late" })).await.ok();
    fake.trouble(ROUTE, Trouble::Held, 1);
    let mut changes = fake.world().changes();
    let (held, ()) = tokio::join!(bot.post(&messages, json!({ "content": "x" })), async {
        changes.changed().await.unwrap();
        fake.calm();
    });
    held.ok();
    let journal = fake.journal();
    assert!(journal[0].at <= journal[1].at);
    assert_eq!(journal[1].path, messages);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn the_pace_can_be_as_it_is_at_discords() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    fake.pace(Paces::REAL);
    let messages = format!("/channels/{}/messages", fake.general);
    let sent = bot.post(&messages, json!({ "content": "x" })).await;
    assert_eq!(
        (&sent.headers["x-ratelimit-limit"], &sent.headers["x-ratelimit-remaining"]),
        (&"5".parse().unwrap(), &"4".parse().unwrap())
    );
}
