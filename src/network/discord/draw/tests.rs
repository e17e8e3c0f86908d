use expect_test::{Expect, expect};
use proptest::prelude::*;
use twilight_model::channel::message::{Component, Embed};
use twilight_validate::{embed as check_embed, message as check_message};

use super::*;

#[expect(clippy::needless_pass_by_value, reason = "expectations are written in place")]
fn check(drawn: Value, expected: Expect) {
    expected.assert_eq(&format!("{}\n", serde_json::to_string_pretty(&drawn).unwrap()));
}

fn user(id: &str) -> UserRef {
    UserRef { network: DISCORD, id: id.to_owned() }
}

fn pressed(id: &str, label: &str) -> Button {
    Button { id: id.to_owned(), label: label.to_owned() }
}

fn buttons(count: usize) -> Vec<Button> {
    (0..count).map(|place| pressed(&format!("yes #{place}"), "Going")).collect()
}

fn file() -> File {
    File {
        name: "review.ics".to_owned(),
        mime: "text/calendar; charset=utf-8".to_owned(),
        content: "BEGIN:VCALENDAR".to_owned(),
    }
}

fn card() -> Message {
    Message {
        text: "Sprint review, as text".to_owned(),
        panel: Some(Panel {
            title: "Sprint review".to_owned(),
            text: "<t:1796396400:F>\n@everyone".to_owned(),
            fields: vec![("✅ Going (1)".to_owned(), "ana".to_owned())],
            footer: "Meeting 12".to_owned(),
            tone: Tone::Asking,
        }),
        buttons: vec![pressed("yes #12", "✅ Going"), pressed("no #12", "❌ Can't")],
        menu: vec![pressed("form edit #12", "✏️ Edit")],
        ..Message::default()
    }
}

#[test]
fn a_card_is_an_embed_with_buttons_and_a_list() {
    check(
        post("card-1", &card()),
        expect![[r#"
        {
          "allowed_mentions": {
            "parse": [],
            "replied_user": false,
            "users": []
          },
          "attachments": [],
          "components": [
            {
              "components": [
                {
                  "custom_id": "yes #12",
                  "label": "✅ Going",
                  "style": 3,
                  "type": 2
                },
                {
                  "custom_id": "no #12",
                  "label": "❌ Can't",
                  "style": 4,
                  "type": 2
                }
              ],
              "type": 1
            },
            {
              "components": [
                {
                  "custom_id": "menu",
                  "options": [
                    {
                      "label": "✏️ Edit",
                      "value": "form edit #12"
                    }
                  ],
                  "placeholder": "…",
                  "type": 3
                }
              ],
              "type": 1
            }
          ],
          "content": "",
          "embeds": [
            {
              "color": 15774258,
              "description": "<t:1796396400:F>\n@everyone",
              "fields": [
                {
                  "inline": true,
                  "name": "✅ Going (1)",
                  "value": "ana"
                }
              ],
              "footer": {
                "text": "Meeting 12"
              },
              "title": "Sprint review"
            }
          ],
          "enforce_nonce": true,
          "nonce": "95711ca2cf1013c968d9bda80"
        }
    "#]],
    );
}

#[test]
fn what_is_gone_from_a_message_is_gone_after_an_edit() {
    let over = Message { text: "Over.".to_owned(), ..Message::default() };
    check(
        edit(&over),
        expect![[r#"
        {
          "allowed_mentions": {
            "parse": [],
            "replied_user": false,
            "users": []
          },
          "attachments": [],
          "components": [],
          "content": "Over.",
          "embeds": []
        }
    "#]],
    );
}

#[test]
fn a_text_pings_whom_it_mentions_and_nobody_else() {
    let message = Message {
        text: "<@1> moved it; @everyone <@&3> <@4>".to_owned(),
        mentions: vec![user("1"), user("2"), user("1"), user("nobody")],
        quiet: true,
        ..Message::default()
    };
    check(
        post("note-1", &message),
        expect![[r#"
        {
          "allowed_mentions": {
            "parse": [],
            "replied_user": false,
            "users": [
              "1",
              "2"
            ]
          },
          "attachments": [],
          "components": [],
          "content": "<@2> <@1> moved it; @everyone <@&3> <@4>",
          "embeds": [],
          "enforce_nonce": true,
          "flags": 4096,
          "nonce": "9099932dafc2a2ebe2e54c95b"
        }
    "#]],
    );
}

#[test]
fn a_panel_pings_by_a_text_beside_it() {
    let drawn = post("card-1", &Message { mentions: vec![user("1"), user("2")], ..card() });
    assert_eq!(drawn["content"], "<@1> <@2>");
    assert_eq!(drawn["allowed_mentions"]["users"], json!(["1", "2"]));
}

#[test]
fn an_answer_for_one_person_is_ephemeral_and_pings_nobody() {
    let message = Message {
        text: "Done.".to_owned(),
        mentions: vec![user("1")],
        only_for: Some(user("1")),
        files: vec![file()],
        ..Message::default()
    };
    check(
        next_answer(&message),
        expect![[r#"
        {
          "allowed_mentions": {
            "parse": [],
            "replied_user": false,
            "users": []
          },
          "attachments": [
            {
              "filename": "review.ics",
              "id": "0"
            }
          ],
          "components": [],
          "content": "Done.",
          "embeds": [],
          "flags": 64
        }
    "#]],
    );
    let first = first_answer(&message);
    assert_eq!(first.get("flags"), None, "that was said when it was put off");
    assert_eq!(first["content"], "Done.");
    // Where everybody sees it, it is said whom it is for.
    assert_eq!(post("note", &message)["content"], "<@1> Done.");
}

#[test]
fn an_answer_says_to_what() {
    let drawn = reply(post("note-1", &card()), Snowflake::new(7));
    let expected = json!({ "message_id": "7", "fail_if_not_exists": false });
    assert_eq!(drawn["message_reference"], expected);
}

#[test]
fn a_key_has_a_nonce_of_its_own_that_stays() {
    assert_eq!(nonce("card-1"), nonce("card-1"));
    assert_ne!(nonce("card-1"), nonce("card-2"));
    assert_eq!(nonce(&"key".repeat(100)).len(), NONCE);
}

#[test]
fn buttons_without_a_row_are_in_the_list() {
    let rows = |count, menu: &[Button]| components(&buttons(count), menu);
    let lengths = |rows: &[Value]| -> Vec<usize> {
        rows.iter().map(|row| row["components"].as_array().unwrap().len()).collect()
    };
    assert_eq!(lengths(&rows(0, &[])), Vec::<usize>::new());
    assert_eq!(lengths(&rows(6, &[])), [5, 1]);
    assert_eq!(lengths(&rows(25, &[])), [5, 5, 5, 5, 5]);
    let more = rows(30, &[pressed("no #1", "Can't")]);
    assert_eq!(lengths(&more), [5, 5, 5, 5, 1]);
    let options = more[4]["components"][0]["options"].as_array().unwrap();
    assert_eq!(options.len(), 11);
    assert_eq!(options[0]["value"], "yes #20");
    assert_eq!(options[10]["value"], "no #1");
}

#[test]
fn a_text_is_cut_within_what_discord_counts() {
    assert_eq!(cut("abc", 3), "abc");
    assert_eq!(cut("abcd", 3), "ab…");
    assert_eq!(cut("🎉🎉", 4), "🎉🎉");
    assert_eq!(cut("🎉🎉🎉", 4), "🎉…", "not in the middle of a character");
    assert_eq!((cut("ab", 1), cut("ab", 0)), ("…".to_owned(), String::new()));
}

#[test]
fn the_description_gives_way_to_the_answers() {
    let field = ("n".repeat(300), "v".repeat(2_000));
    let panel = Panel {
        title: "t".repeat(300),
        text: "d".repeat(5_000),
        fields: vec![field; 4],
        footer: "f".repeat(100),
        ..Panel::default()
    };
    let drawn = embed(&panel);
    let length = |pointer| drawn.pointer(pointer).unwrap().as_str().unwrap().chars().count();
    assert_eq!(length("/title"), 256);
    assert_eq!(length("/fields/3/value"), 1_024);
    assert_eq!(length("/footer/text"), 100);
    assert_eq!(length("/description"), 6_000 - 256 - 100 - 4 * (256 + 1_024));
}

fn text() -> impl Strategy<Value = String> {
    let long = (any::<char>(), 0..7_000_usize).prop_map(|(c, count)| c.to_string().repeat(count));
    prop_oneof![Just(String::new()), any::<String>(), long]
}

prop_compose! {
    fn any_button()(id in "[a-z]{1,5} #[0-9]{1,2}|.{101,110}", label in text()) -> Button {
        Button { id, label }
    }
}

prop_compose! {
    fn any_panel()(
        title in text(),
        text in text(),
        fields in prop::collection::vec((text(), text()), 0..30),
        footer in text(),
    ) -> Panel {
        Panel { title, text, fields, footer, tone: Tone::Open }
    }
}

prop_compose! {
    fn any_message()(
        text in text(),
        panel in prop::option::of(any_panel()),
        buttons in prop::collection::vec(any_button(), 0..40),
        menu in prop::collection::vec(any_button(), 0..40),
        mentions in prop::collection::vec("[0-9]{1,19}|@everyone", 0..120),
    ) -> Message {
        let mentions = mentions.iter().map(|id| user(id)).collect();
        Message { text, panel, buttons, menu, mentions, ..Message::default() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_refused_for_its_size(message in any_message()) {
        let drawn = post("key", &message);
        check_message::content(drawn["content"].as_str().unwrap()).unwrap();
        for embed in drawn["embeds"].as_array().unwrap() {
            let mut embed = embed.clone();
            embed["type"] = "rich".into();
            let embed: Embed = serde_json::from_value(embed).unwrap();
            check_embed::embed(&embed).unwrap();
        }
        let rows: Vec<Component> = serde_json::from_value(drawn["components"].clone()).unwrap();
        check_message::components(&rows, false).unwrap();
        prop_assert!(drawn["allowed_mentions"]["users"].as_array().unwrap().len() <= PINGS);
        prop_assert_eq!(&drawn["allowed_mentions"]["parse"], &json!([]));
    }
}
