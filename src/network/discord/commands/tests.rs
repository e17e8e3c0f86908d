use super::*;
use expect_test::expect;

fn offer(name: &'static str, fields: Vec<Field>) -> Offer {
    let about = words("What it does, in a sentence that is neither short nor long", &[]);
    Offer { name: words(name, &[]), about, fields, form: false, one_of: Vec::new(), private: false }
}

fn field(name: &'static str, kind: FieldKind, required: bool) -> Field {
    Field { name: words(name, &[]), about: words("What it is for", &[]), kind, required }
}

fn subcommands(offers: &[Offer]) -> Vec<String> {
    let all = all(offers);
    let options = all[0]["options"].as_array().unwrap();
    options.iter().map(|option| option["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of it is what Discord is told")]
fn what_is_offered_is_drawn() {
    let new = Offer {
        name: words("new", &[("de", "neu"), ("en", "new"), ("tlh", "chu'")]),
        about: words("Begin a meeting", &[("de", "Einen Termin anlegen")]),
        fields: vec![
            field("with", FieldKind::Person, false),
            field("title", FieldKind::Text { suggests: false }, true),
            field("when", FieldKind::Text { suggests: true }, true),
            field("file", FieldKind::File, false),
            field(
                "how",
                FieldKind::Choice(vec![(words("At once", &[("de", "Sofort")]), "now")]),
                false,
            ),
        ],
        form: true,
        one_of: Vec::new(),
        private: false,
    };
    expect![[r#"
        [
          {
            "contexts": [
              0,
              1,
              2
            ],
            "description": "Plan meetings and answer them",
            "description_localizations": {
              "de": "Termine planen und beantworten"
            },
            "integration_types": [
              0,
              1
            ],
            "name": "meet",
            "options": [
              {
                "description": "Begin a meeting",
                "description_localizations": {
                  "de": "Einen Termin anlegen"
                },
                "name": "new",
                "name_localizations": {
                  "de": "neu",
                  "en-GB": "new"
                },
                "options": [
                  {
                    "autocomplete": false,
                    "description": "What it is for",
                    "name": "title",
                    "required": true,
                    "type": 3
                  },
                  {
                    "autocomplete": true,
                    "description": "What it is for",
                    "name": "when",
                    "required": true,
                    "type": 3
                  },
                  {
                    "description": "What it is for",
                    "name": "with",
                    "required": false,
                    "type": 6
                  },
                  {
                    "description": "What it is for",
                    "name": "file",
                    "required": false,
                    "type": 11
                  },
                  {
                    "choices": [
                      {
                        "name": "At once",
                        "name_localizations": {
                          "de": "Sofort"
                        },
                        "value": "now"
                      }
                    ],
                    "description": "What it is for",
                    "name": "how",
                    "required": false,
                    "type": 3
                  }
                ],
                "type": 1
              }
            ],
            "type": 1
          },
          {
            "contexts": [
              0,
              1,
              2
            ],
            "integration_types": [
              0,
              1
            ],
            "name": "Make a meeting of this",
            "name_localizations": {
              "de": "Termin daraus machen"
            },
            "type": 3
          },
          {
            "contexts": [
              0,
              1,
              2
            ],
            "integration_types": [
              0,
              1
            ],
            "name": "Meet with",
            "name_localizations": {
              "de": "Treffen mit"
            },
            "type": 2
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(&all(&[new])).unwrap());
}

#[test]
fn what_is_too_much_is_left_to_typing() {
    let names: [&'static str; 26] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r",
        "s", "t", "u", "v", "w", "x", "y", "z",
    ];
    let offers: Vec<_> = names.iter().map(|name| offer(name, Vec::new())).collect();
    assert_eq!(subcommands(&offers[..25]), names[..25]);
    let cut = subcommands(&offers);
    assert_eq!(cut.len(), 25);
    assert_eq!((cut[23].as_str(), cut[24].as_str()), ("x", "do"));

    let wordy = |name| {
        let about = words(
            "A sentence of about a hundred characters, of which there are many more than Discord takes here",
            &[],
        );
        let text = || Field { about, ..field("field", FieldKind::Text { suggests: false }, false) };
        Offer { about, ..offer(name, (0..4).map(|_| text()).collect()) }
    };
    let offers: Vec<_> = names[..20].iter().map(|name| wordy(name)).collect();
    let cut = subcommands(&offers);
    assert_eq!(cut.last().unwrap(), "do");
    assert!(cut.len() > 10 && characters(&all(&offers)[0]) <= CHARACTERS, "{cut:?}");
}

#[test]
fn what_discord_adds_is_no_difference() {
    let offers = [offer("show", vec![field("meeting", FieldKind::Text { suggests: true }, false)])];
    let wanted = all(&offers);
    let mut known = wanted.clone();
    let command = &mut known[0];
    command["id"] = json!("41");
    command["version"] = json!("42");
    command["application_id"] = json!("43");
    command["nsfw"] = json!(false);
    command["name_localizations"] = Value::Null;
    command["default_member_permissions"] = Value::Null;
    command["options"][0]["options"][0].as_object_mut().unwrap().remove("required");
    assert!(is_same(&known, &wanted));
    assert!(!is_same(&json!([]), &wanted));

    for (path, value) in [
        ("/0/description", json!("Another")),
        ("/0/options/0/options/0/autocomplete", json!(false)),
        ("/0/contexts", json!([0])),
        ("/0/description_localizations/de", json!("Andere")),
    ] {
        let mut known = known.clone();
        *known.pointer_mut(path).unwrap() = value;
        assert!(!is_same(&known, &wanted), "{path}");
    }
}
