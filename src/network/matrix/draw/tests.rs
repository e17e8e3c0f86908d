use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::network::matrix::MATRIX;

#[expect(clippy::needless_pass_by_value, reason = "expectations are written in place")]
fn check(content: impl Serialize, expected: Expect) {
    let content = serde_json::to_value(content).unwrap();
    expected.assert_eq(&format!("{}\n", serde_json::to_string_pretty(&content).unwrap()));
}

fn id(id: &str) -> OwnedEventId {
    OwnedEventId::try_from(id).unwrap()
}

fn user(id: &str) -> UserRef {
    UserRef { network: MATRIX, id: id.to_owned() }
}

fn thread() -> Thread {
    Thread { root: id("$card"), latest: id("$latest") }
}

fn source() -> MediaSource {
    MediaSource::Plain("mxc://example.org/file".into())
}

fn card() -> Message {
    Message {
        text: "Lunch\n@room <b>".to_owned(),
        html: Some("<b>Lunch</b><br>@room &lt;b&gt;".to_owned()),
        mentions: vec![user("@ana:example.org"), user("nobody")],
        ..Message::default()
    }
}

#[test]
fn a_message_pings_whom_it_mentions_and_nobody_else() {
    check(
        text(&card(), None),
        expect![[r#"
        {
          "body": "Lunch\n@room <b>",
          "format": "org.matrix.custom.html",
          "formatted_body": "<b>Lunch</b><br>@room &lt;b&gt;",
          "m.mentions": {
            "user_ids": [
              "@ana:example.org"
            ]
          },
          "msgtype": "m.text"
        }
    "#]],
    );
    let nobody = Message { mentions: vec![], ..card() };
    assert_eq!(
        serde_json::to_value(text(&nobody, None)).unwrap()["m.mentions"],
        serde_json::json!({})
    );
}

#[test]
fn a_quiet_message_in_a_thread_is_a_notice() {
    let note = Message { html: None, mentions: vec![], quiet: true, ..card() };
    check(
        text(&note, Some(&thread())),
        expect![[r#"
        {
          "body": "Lunch\n@room <b>",
          "m.mentions": {},
          "m.relates_to": {
            "event_id": "$card",
            "is_falling_back": true,
            "m.in_reply_to": {
              "event_id": "$latest"
            },
            "rel_type": "m.thread"
          },
          "msgtype": "m.notice"
        }
    "#]],
    );
}

#[test]
fn what_is_for_one_person_pings_them_unless_it_is_quiet() {
    let note =
        Message { html: None, mentions: vec![], only_for: Some(user("@bo:example.org")), ..card() };
    check(
        text(&note, None),
        expect![[r#"
        {
          "body": "Lunch\n@room <b>",
          "m.mentions": {
            "user_ids": [
              "@bo:example.org"
            ]
          },
          "msgtype": "m.notice"
        }
    "#]],
    );
    let quiet = Message { quiet: true, ..note };
    assert!(mentions(&quiet).user_ids.is_empty());
}

#[test]
fn an_edit_pings_nobody_again() {
    check(
        edit(&id("$card"), &card()),
        expect![[r#"
        {
          "body": "* Lunch\n@room <b>",
          "m.mentions": {},
          "m.new_content": {
            "body": "Lunch\n@room <b>",
            "format": "org.matrix.custom.html",
            "formatted_body": "<b>Lunch</b><br>@room &lt;b&gt;",
            "m.mentions": {
              "user_ids": [
                "@ana:example.org"
              ]
            },
            "msgtype": "m.text"
          },
          "m.relates_to": {
            "event_id": "$card",
            "rel_type": "m.replace"
          },
          "msgtype": "m.text"
        }
    "#]],
    );
}

#[test]
fn a_reaction() {
    check(
        reaction(id("$card"), "✅"),
        expect![[r#"
        {
          "m.relates_to": {
            "event_id": "$card",
            "key": "✅",
            "rel_type": "m.annotation"
          }
        }
    "#]],
    );
}

#[test]
fn a_file() {
    let calendar = File {
        name: "lunch.ics".to_owned(),
        mime: "text/calendar; charset=utf-8".to_owned(),
        content: "BEGIN:VCALENDAR\r\n".to_owned(),
    };
    check(
        file(&calendar, source(), Some(&thread())),
        expect![[r#"
        {
          "body": "lunch.ics",
          "filename": "lunch.ics",
          "info": {
            "mimetype": "text/calendar; charset=utf-8",
            "size": 17
          },
          "m.mentions": {},
          "m.relates_to": {
            "event_id": "$card",
            "is_falling_back": true,
            "m.in_reply_to": {
              "event_id": "$latest"
            },
            "rel_type": "m.thread"
          },
          "msgtype": "m.file",
          "url": "mxc://example.org/file"
        }
    "#]],
    );
}

#[test]
fn a_poll_and_its_end() {
    let question = Poll {
        question: "When?".to_owned(),
        choices: vec!["Fri 12:00".to_owned(), "Fri 13:00".to_owned()],
        most: 2,
    };
    check(
        poll(&question, Some(&thread())),
        expect![[r#"
        {
          "m.relates_to": {
            "event_id": "$card",
            "is_falling_back": true,
            "m.in_reply_to": {
              "event_id": "$latest"
            },
            "rel_type": "m.thread"
          },
          "org.matrix.msc1767.text": "When?\n1. Fri 12:00\n2. Fri 13:00",
          "org.matrix.msc3381.poll.start": {
            "answers": [
              {
                "id": "0",
                "org.matrix.msc1767.text": "Fri 12:00"
              },
              {
                "id": "1",
                "org.matrix.msc1767.text": "Fri 13:00"
              }
            ],
            "kind": "org.matrix.msc3381.poll.disclosed",
            "max_selections": 2,
            "question": {
              "org.matrix.msc1767.text": "When?"
            }
          }
        }
    "#]],
    );
    check(
        poll_end(id("$poll"), "The poll is closed."),
        expect![[r#"
        {
          "m.relates_to": {
            "event_id": "$poll",
            "rel_type": "m.reference"
          },
          "org.matrix.msc1767.text": "The poll is closed.",
          "org.matrix.msc3381.poll.end": {}
        }
    "#]],
    );
    for count in [0, 21] {
        let choices = vec!["Fri".to_owned(); count];
        assert!(poll(&Poll { choices, ..question.clone() }, None).is_none(), "{count} choices");
    }
}

#[test]
fn votes_name_places() {
    for (answers, expected) in [
        (&["1", "0", "1"][..], &[1, 0][..]),
        (&[], &[]),
        (&["0", "north"], &[]),
        (&["01"], &[]),
        (&["+1"], &[]),
        (&["20"], &[]),
        (&["99999999999999999999999"], &[]),
    ] {
        let answers: Vec<_> = answers.iter().map(|answer| (*answer).to_owned()).collect();
        assert_eq!(choices(&answers), expected, "{answers:?}");
    }
}

#[test]
fn html_goes_first_and_then_the_end_of_the_text() {
    let long = "é".repeat(10_000);
    let both = Message { text: long.clone(), html: Some(long.repeat(2)), ..Message::default() };
    let drawn = text(&both, None);
    assert_eq!(drawn.body(), long);
    assert!(!serde_json::to_string(&drawn).unwrap().contains("formatted_body"));

    let longer = Message { text: "\u{1}".repeat(60_000), ..Message::default() };
    for drawn in [text(&longer, Some(&thread())), edit(&id("$card"), &longer)] {
        let octets = serde_json::to_vec(&drawn).unwrap().len();
        assert!((MOST_OCTETS - 16..=MOST_OCTETS).contains(&octets), "{octets} octets");
        assert!(drawn.body().ends_with(ELLIPSIS));
    }
}

#[test]
fn a_text_is_cut_between_characters() {
    for (text, most, expected) in
        [("añb", 3, "añb"), ("añb", 2, "a…"), ("añb", 1, "…"), ("añb", 0, "…"), ("", 0, "")]
    {
        assert_eq!(cut(text, most), expected);
    }
}

fn long_text() -> impl Strategy<Value = String> {
    (any::<String>(), 0_usize..4_000).prop_map(|(text, times)| text.repeat(times))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_message_fits(
        words in long_text(),
        html in proptest::option::of(long_text()),
        quiet in any::<bool>(),
    ) {
        let message = Message { text: words, html, quiet, ..card() };
        prop_assert!(fits(&text(&message, Some(&thread()))));
        prop_assert!(fits(&edit(&id("$card"), &message)));
    }

    #[test]
    fn every_poll_fits(choices in proptest::collection::vec(long_text(), 1..=20)) {
        let drawn = poll(&Poll { question: choices[0].clone(), choices, most: 1 }, None);
        prop_assert!(fits(&drawn.unwrap()));
    }
}
