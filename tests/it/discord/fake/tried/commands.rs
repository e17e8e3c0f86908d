//! Registering commands.

use serde_json::{Value, json};

use super::{
    super::{change, spec},
    Client, Fake, Settings,
    messages::WIDE,
};

fn slash(name: &str) -> Value {
    json!({
        "name": name, "description": "d", "type": 1, "contexts": [0, 1], "integration_types": [0, 1],
        "name_localizations": { "de": "treffen" },
        "options": [{
            "type": 1, "name": "new", "description": "d", "name_localizations": { "de": "neu" },
            "options": [{ "type": 3, "name": "title", "description": "d", "required": true, "choices": [] }],
        }],
    })
}

#[tokio::test]
async fn commands_are_put_in_place_of_those_of_the_same_name() {
    let fake = Fake::start(Settings::default()).await;
    let bot = Client::of(&fake);
    let commands = format!("/applications/{}/commands", fake.bot);
    let menu = json!({ "name": "Make a meeting of this", "type": 3 });
    let first = bot.put(&commands, json!([slash("meet"), menu])).await.ok();
    let again = bot.put(&commands, json!([slash("meet"), menu])).await.ok();
    assert_eq!(first, again, "what is the same stays the same");
    let bare = bot.get(&commands).await.ok();
    assert!(bare[0].get("name_localizations").is_none());
    let whole = bot.get(&format!("{commands}?with_localizations=true")).await.ok();
    assert_eq!(whole[0]["options"][0]["name_localizations"]["de"], "neu");
    assert!(whole[0]["options"][0]["options"][0].get("choices").is_none());
    let mut changed = slash("meet");
    changed["description"] = json!("other");
    let changed = bot.put(&commands, json!([changed])).await.ok();
    assert_eq!(changed[0]["id"], first[0]["id"]);
    assert_ne!(changed[0]["version"], first[0]["version"]);
    assert_eq!(bot.post(&commands, slash("other")).await.status, 201);
    assert_eq!(bot.post(&commands, slash("other")).await.status, 200);
    let id = change::number(&first[0]["id"]).unwrap();
    bot.delete(&format!("{commands}/{id}")).await.ok();
    assert_eq!(bot.get(&commands).await.ok().as_array().unwrap().len(), 1);
    let guild = format!("/applications/{}/guilds/{}/commands", fake.bot, fake.guild);
    let own = json!({ "name": "own", "description": "d" });
    assert_eq!(bot.put(&guild, json!([own])).await.ok()[0]["guild_id"], fake.guild.to_string());
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn commands_that_discord_refuses_are_refused() {
    if spec::known().is_none() {
        return;
    }
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let commands = format!("/applications/{}/commands", fake.bot);
    let with = |field: &str, value: Value| {
        let mut one = slash("meet");
        one[field] = value;
        one
    };
    let text = |name: &str| json!({ "type": 3, "name": name, "description": "d" });
    let choices: Vec<Value> = (0..25)
        .map(|n| json!({ "name": format!("{n}{}", "n".repeat(90)), "value": "v".repeat(95) }))
        .collect();
    let many: Vec<Value> = (0..26).map(|n| text(&format!("o{n}"))).collect();
    let large: Vec<Value> = (0..3).map(|n| json!({ "type": 3, "name": format!("o{n}"), "description": "d", "choices": choices })).collect();
    let wrong = [
        with("name", json!("Meet")),
        with("name", json!("my meet")),
        with("name", json!("x".repeat(33))),
        with("description", json!("x".repeat(101))),
        with("description", json!("")),
        with("name_localizations", json!({ "xx": "y" })),
        with("name_localizations", json!({ "de": "Treffen neu" })),
        with("options", json!(many)),
        with("options", json!(large)),
        with(
            "options",
            json!([text("a"), { "type": 3, "name": "b", "description": "d", "required": true }]),
        ),
        with("options", json!([text("a"), text("a")])),
        with("options", json!([text("a"), { "type": 1, "name": "b", "description": "d" }])),
        with(
            "options",
            json!([{ "type": 3, "name": "b", "description": "d", "autocomplete": true, "choices": [{ "name": "n", "value": "v" }] }]),
        ),
        with("contexts", json!([2]))
            .as_object()
            .map(|one| {
                let mut one = one.clone();
                one.insert("integration_types".to_owned(), json!([0]));
                Value::Object(one)
            })
            .unwrap(),
        json!({ "name": "Menu", "type": 2, "description": "d" }),
    ];
    fake.expect(50035, wrong.len() + 1);
    for one in &wrong {
        bot.put(&commands, json!([one])).await.refused(400, 50035);
    }
    bot.put(&commands, json!([slash("meet"), slash("meet")])).await.refused(400, 50035);
    fake.expect(20012, 1);
    bot.put("/applications/9/commands", json!([])).await.refused(403, 20012);
    assert_eq!(fake.verify(), Vec::<String>::new());
}

#[tokio::test]
async fn two_hundred_new_ones_are_the_most_of_a_day() {
    let fake = Fake::start(Settings { paces: WIDE, ..Settings::default() }).await;
    let bot = Client::of(&fake);
    let commands = format!("/applications/{}/commands", fake.bot);
    let some = |from: usize| -> Value {
        (from..from + 100).map(|n| json!({ "name": format!("c{n}"), "description": "d" })).collect()
    };
    bot.put(&commands, some(0)).await.ok();
    bot.put(&commands, some(100)).await.ok();
    bot.put(&commands, some(100)).await.ok();
    fake.expect(30034, 1);
    bot.put(&commands, some(200)).await.refused(400, 30034);
    assert_eq!(fake.verify(), Vec::<String>::new());
}
