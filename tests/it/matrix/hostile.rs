//! What people should not send, and the bot has to bear.

use serde_json::{Value, json};

use super::stage::{CONTROLS, Stage, in_both_rooms};

/// Events that no program sends.
fn malformed(card: &str) -> Vec<(&'static str, Value)> {
    let deep = "<blockquote>".repeat(2_000);
    let message = "m.room.message";
    vec![
        (message, json!({ "body": "no type" })),
        (message, json!({ "msgtype": "m.text", "body": 7 })),
        (message, json!({ "msgtype": ["m.text"], "body": { "a": [] } })),
        (
            message,
            json!({ "msgtype": "org.example.unknown", "body": "!meet new Ghost tomorrow 10:00" }),
        ),
        (message, json!({ "msgtype": "m.text", "body": "!meet", "m.relates_to": "card" })),
        (
            message,
            json!({ "msgtype": "m.text", "body": "!meet yes", "m.relates_to": { "m.in_reply_to": [] } }),
        ),
        (
            message,
            json!({
                "msgtype": "m.text", "body": "* !meet cancel #1", "m.new_content": null,
                "m.relates_to": { "rel_type": "m.replace", "event_id": card },
            }),
        ),
        (
            message,
            json!({
                "msgtype": "m.text", "body": "deep", "format": "org.matrix.custom.html", "formatted_body": deep,
                "m.mentions": { "user_ids": "@ana:matrix.test", "room": "yes" },
            }),
        ),
        (
            message,
            json!({ "msgtype": "m.file", "body": "x.ics", "url": "mxc://nowhere/../../etc" }),
        ),
        (
            message,
            json!({ "msgtype": "m.file", "body": "x.ics", "file": { "url": "mxc://matrix.test/none" } }),
        ),
        ("m.reaction", json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": card } })),
        (
            "m.reaction",
            json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": "no id", "key": "✅" } }),
        ),
        ("m.reaction", json!({})),
        ("m.room.redaction", json!({})),
        ("m.room.encrypted", json!({ "algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AAAA" })),
        (
            "org.matrix.msc3381.poll.response",
            json!({ "m.relates_to": { "rel_type": "m.reference" } }),
        ),
        ("org.example.unknown", json!({ "": [[[[[]]]]] })),
    ]
}

async fn events_that_nobody_should_send_do_no_harm(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
    for (kind, content) in malformed(&card) {
        if stage.encrypted && kind == "m.room.message" {
            bo.send_event(room, kind, &content).await;
        }
        // Some of them the homeserver knows for what they are.
        drop(bo.try_send_plain(room, kind, &content).await);
    }
    bo.react(room, &card, "✅").await;
    let shown = stage.shows(&card, "Going (2 of 2)").await;
    assert!(!shown.contains("CANCELLED"), "{shown}");
    ana.say(room, "!meet list").await;
    let list = stage.hears(ana, "going").await;
    assert!(!list.body().contains("Ghost"), "{list}");
}

async fn names_and_titles_are_never_markup(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    let name = "@room <img src=x onerror=alert(1)> \u{202e}**b\no** <@ana:matrix.test>";
    bo.rename(name).await;
    ana.wait_for("the name", |event| event.content["displayname"] == name).await;
    let title = "<b>@room</b> [x](http://example.com) \u{202e}abc";
    bo.say(room, &format!("!meet new {title} tomorrow 12:00 @ana")).await;
    let card = ana
        .wait_for("the card", |event| stage.is_said(event) && event.body().contains("Organizer"))
        .await;
    stage.has_controls(&card, &CONTROLS).await;
    bo.react(room, &card.id(), "🤔").await;
    ana.wait_until_shows(&card.id(), "Maybe (1)").await;
    for said in ana.seen(|event| event.sender == stage.bot.id && event.kind == "m.room.message") {
        let html = said.content["formatted_body"].as_str().unwrap_or_default();
        assert!(!html.contains("<img") && !html.contains("<b>"), "{said}");
        assert_ne!(said.content["m.mentions"]["room"], true, "{said}");
        assert!(!html.contains("href=\"http://example.com"), "{said}");
    }
}

in_both_rooms!(events_that_nobody_should_send_do_no_harm, names_and_titles_are_never_markup);
