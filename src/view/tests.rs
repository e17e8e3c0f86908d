use std::{fs, sync::LazyLock, time::Duration};

use expect_test::{Expect, expect, expect_file};
use proptest::prelude::*;

use super::{
    escape::tests::{hostile, is_harmless},
    *,
};

mod html;
mod panels;

const FLAVOURS: [Flavour; 3] = [Flavour::Text, Flavour::Html, Flavour::Markdown];

fn network(flavour: Flavour, max_text: usize) -> Capabilities {
    Capabilities {
        flavour,
        buttons: true,
        reactions: true,
        ephemeral: true,
        polls: false,
        panels: false,
        forms: false,
        events: false,
        threads: true,
        remembers: true,
        max_text,
        edit_interval: Duration::ZERO,
    }
}

fn prompts(prefix: &str) -> Prompts<'_> {
    Prompts { prefix, own: |line| format!("/meet {line}") }
}

fn views() -> Views {
    Views::embedded(prompts("!meet")).unwrap_or_else(|error| panic!("{error}"))
}

/// What people read of a message: the HTML where there is one.
fn shown(message: &Message) -> &str {
    message.html.as_ref().unwrap_or(&message.text)
}

/// Looks at a view; the invisible break inside a mention is shown as `¦`, and HTML by its lines.
fn check(view: impl Into<View>, flavour: Flavour, expected: &Expect) {
    let message = views().render(&view.into(), &network(flavour, 4000)).unwrap();
    let shown = shown(&message).replace("<br>", "<br>\n");
    expected.assert_eq(&shown.replace('\u{200b}', "¦"));
}

#[test]
fn every_view_is_tidy_and_harmless_in_every_flavour() {
    let views = views();
    for view in View::samples() {
        for flavour in FLAVOURS {
            let message = views.render(&view, &network(flavour, 4000)).unwrap();
            for text in [Some(&message.text), message.html.as_ref()].into_iter().flatten() {
                is_tidy(text, view.name());
            }
            assert_eq!(message.html.is_some(), flavour == Flavour::Html);
            message.html.iter().for_each(|html| html::is_well_formed(html, view.name()));
        }
    }
}

fn is_tidy(text: &str, view: &str) {
    assert!(!text.is_empty() && text.trim() == text, "{view}: {text:?}");
    assert!(!text.contains("\n\n\n"), "{view}: {text}");
    for line in text.lines() {
        assert_eq!(line.trim_end(), line, "{view}: {text}");
    }
    for bad in ["@everyone", "@here", "@room", "<@123", "\u{202e}", "\u{1b}", "\u{7}", "\r"] {
        assert!(!text.contains(bad), "{view} holds {bad:?}: {text}");
    }
    assert!(!text.contains(" ,") && !text.contains(".."), "{view}: {text}");
}

#[test]
fn every_view_fits() {
    let views = views();
    for max in [2000, 300, 60, 1] {
        for view in View::samples() {
            for flavour in FLAVOURS {
                let message = views.render(&view, &network(flavour, max)).unwrap();
                for text in [Some(&message.text), message.html.as_ref()].into_iter().flatten() {
                    let length = text.chars().count();
                    assert!(length <= max, "{}: {length} > {max}: {text}", view.name());
                }
                message.html.iter().for_each(|html| html::is_well_formed(html, view.name()));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_card_of_anything_is_harmless_and_fits(
        texts in proptest::collection::vec(hostile(), 8),
        max in 1_usize..3000,
    ) {
        static VIEWS: LazyLock<Views> = LazyLock::new(views);
        let card = View::Card(card_of(&texts));
        for flavour in FLAVOURS {
            let message = VIEWS.render(&card, &network(flavour, max)).unwrap();
            for text in [Some(&message.text), message.html.as_ref()].into_iter().flatten() {
                is_harmless(text)?;
                prop_assert!(text.chars().count() <= max, "{}", text);
            }
            message.html.iter().for_each(|html| html::is_well_formed(html, "card"));
        }
    }
}

/// A card that is made of these texts, one after the other, as far as they go round.
fn card_of(texts: &[String]) -> Card {
    let mut texts = texts.iter().cycle().cloned();
    let mut next = || texts.next().unwrap_or_default();
    let mut card = samples::sprint_review();
    (card.title, card.place, card.organizer) = (next(), Some(next()), Some(next()));
    card.description = Some(next());
    for one in &mut card.going.people {
        *one = Answerer { name: next(), sent_by: Some(next()), comment: Some(next()) };
    }
    for one in &mut card.proposals {
        (one.who, one.comment) = (next(), Some(next()));
    }
    card
}

#[test]
fn a_view_comes_back_from_json() {
    for view in View::samples() {
        let json = serde_json::to_string(&view).unwrap();
        assert_eq!(serde_json::from_str::<View>(&json).unwrap(), view, "{json}");
        assert!(json.contains(&format!("\"view\":\"{}\"", view.name())), "{json}");
    }
}

#[test]
fn the_templates_inside_the_binary_draw_every_sample() {
    views().check().unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_view_has_samples() {
    let sampled: BTreeSet<_> = View::samples().iter().map(View::name).collect();
    assert_eq!(sampled, View::NAMES.iter().copied().collect());
}

/// All that the bot says, to be read through in one go.
#[test]
fn everything_that_is_said() {
    let views = views();
    for (flavour, expected) in [
        (Flavour::Text, expect_file!["../../tests/data/view/said.txt"]),
        (Flavour::Markdown, expect_file!["../../tests/data/view/said.md"]),
        (Flavour::Html, expect_file!["../../tests/data/view/said.html"]),
    ] {
        let (mut said, mut seen) = (String::new(), BTreeSet::new());
        for view in View::samples() {
            let json = serde_json::to_string(&view).unwrap();
            let long = json.contains("goes on A title") || json.contains(r"a little.\nThis");
            if long || json.contains("gnp.exe") {
                continue;
            }
            let message = views.render(&view, &network(flavour, 4000)).unwrap();
            let entry = format!("=== {}\n{}\n", view.name(), shown(&message));
            if seen.insert(entry.clone()) {
                said.push_str(&entry);
            }
        }
        expected.assert_eq(&said);
    }
}

#[test]
fn a_card() {
    check(
        samples::sprint_review(),
        Flavour::Text,
        &expect![[r#"
            Sprint review

            When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
                       09:00–09:45 EST (New York)
            Length     45 min
            Where      Room 5
            Organizer  Ana

              Show what we built, ten minutes each.

              Bring: the demo

            ✅ Going (3 of 6): Ana, Bo, Eve → Sam
            🤔 Maybe (1): Cy
            ❌ Can't (1): Dee (sick today)
            … no answer (1): Fay

            🕒 Bo proposes Thu 3 Dec 2026, 15:00–15:45 CET (UTC+1), 09:00–09:45 EST here: Friday is full

            #12 · 45 min assumed · Europe/Berlin, the organizer's zone"#]],
    );
    check(
        samples::sprint_review(),
        Flavour::Markdown,
        &expect![[r#"
            **Sprint review**
            <t:1796392800:F> (<t:1796392800:R>)
            Length: 45 min
            Where: Room 5
            Organizer: Ana
            > Show what we built, ten minutes each.
            >
            > Bring: the demo

            ✅ **Going** (3 of 6): Ana, Bo, Eve → Sam
            🤔 **Maybe** (1): Cy
            ❌ **Can't** (1): Dee (sick today)
            … no answer (1): Fay

            🕒 **Bo** proposes <t:1796306400:F>: Friday is full

            #12 · 45 min assumed · Europe/Berlin, the organizer's zone"#]],
    );
    check(
        samples::sprint_review(),
        Flavour::Html,
        &expect![[r#"
            <strong>Sprint review</strong><br>
            Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days<br>
            09:00–09:45 EST (New York)<br>
            Length: 45 min<br>
            Where: Room 5<br>
            Organizer: Ana<blockquote>Show what we built, ten minutes each.<br>
            <br>
            Bring: the demo</blockquote>✅ <strong>Going</strong> (3 of 6): Ana, Bo, Eve → Sam<br>
            🤔 <strong>Maybe</strong> (1): Cy<br>
            ❌ <strong>Can&#39;t</strong> (1): Dee (sick today)<br>
            … no answer (1): Fay<br>
            <br>
            🕒 <strong>Bo</strong> proposes Thu 3 Dec 2026, 15:00–15:45 CET (UTC+1), 09:00–09:45 EST here: Friday is full<br>
            <br>
            <em>#12 · 45 min assumed · Europe/Berlin, the organizer&#39;s zone</em>"#]],
    );
}

#[test]
fn a_bare_card() {
    check(
        samples::bare(),
        Flavour::Text,
        &expect![[r#"
        Lunch

        When       Tue 1 Dec 2026, all day · today

        ✅ Going (0)

        #1"#]],
    );
    check(
        samples::bare(),
        Flavour::Markdown,
        &expect![[r#"
            **Lunch**
            Tue 1 Dec 2026, all day (today)

            ✅ **Going** (0)

            #1"#]],
    );
    check(
        samples::bare(),
        Flavour::Html,
        &expect![[r#"
        <strong>Lunch</strong><br>
        Tue 1 Dec 2026, all day · today<br>
        <br>
        ✅ <strong>Going</strong> (0)<br>
        <br>
        <em>#1</em>"#]],
    );
}

#[test]
fn the_card_of_a_cancelled_meeting() {
    let card = || Card { state: CardState::Cancelled, ..samples::sprint_review() };
    check(
        card(),
        Flavour::Text,
        &expect![[r#"
            CANCELLED: Sprint review

            When       Fri 4 Dec 2026, 15:00–15:45 CET
                       09:00–09:45 EST (New York)
            Length     45 min
            Where      Room 5
            Organizer  Ana

              Show what we built, ten minutes each.

              Bring: the demo

            ✅ Going (3 of 6): Ana, Bo, Eve → Sam
            🤔 Maybe (1): Cy
            ❌ Can't (1): Dee (sick today)
            … no answer (1): Fay

            #12"#]],
    );
    check(
        card(),
        Flavour::Markdown,
        &expect![[r#"
            CANCELLED: ~~**Sprint review**~~
            ~~<t:1796392800:F>~~
            Length: 45 min
            Where: Room 5
            Organizer: Ana
            > Show what we built, ten minutes each.
            >
            > Bring: the demo

            ✅ **Going** (3 of 6): Ana, Bo, Eve → Sam
            🤔 **Maybe** (1): Cy
            ❌ **Can't** (1): Dee (sick today)
            … no answer (1): Fay

            #12"#]],
    );
    check(
        card(),
        Flavour::Html,
        &expect![[r#"
            CANCELLED: <del><strong>Sprint review</strong></del><br>
            <del>Fri 4 Dec 2026, 15:00–15:45 CET</del><br>
            09:00–09:45 EST (New York)<br>
            Length: 45 min<br>
            Where: Room 5<br>
            Organizer: Ana<blockquote>Show what we built, ten minutes each.<br>
            <br>
            Bring: the demo</blockquote>✅ <strong>Going</strong> (3 of 6): Ana, Bo, Eve → Sam<br>
            🤔 <strong>Maybe</strong> (1): Cy<br>
            ❌ <strong>Can&#39;t</strong> (1): Dee (sick today)<br>
            … no answer (1): Fay<br>
            <br>
            <em>#12</em>"#]],
    );
}

#[test]
fn the_card_of_a_past_meeting() {
    let when = TimeText { relative: "2 hours ago".to_owned(), ..samples::review() };
    let card = || Card { state: CardState::Past, when: when.clone(), ..samples::sprint_review() };
    check(
        card(),
        Flavour::Text,
        &expect![[r#"
            Sprint review

            When       Fri 4 Dec 2026, 15:00–15:45 CET · 2 hours ago
                       09:00–09:45 EST (New York)
            Length     45 min
            Where      Room 5
            Organizer  Ana

              Show what we built, ten minutes each.

              Bring: the demo

            ✅ Going (3 of 6): Ana, Bo, Eve → Sam
            🤔 Maybe (1): Cy
            ❌ Can't (1): Dee (sick today)
            … no answer (1): Fay

            #12 · over"#]],
    );
    check(
        card(),
        Flavour::Markdown,
        &expect![[r#"
            **Sprint review**
            <t:1796392800:F> (<t:1796392800:R>)
            Length: 45 min
            Where: Room 5
            Organizer: Ana
            > Show what we built, ten minutes each.
            >
            > Bring: the demo

            ✅ **Going** (3 of 6): Ana, Bo, Eve → Sam
            🤔 **Maybe** (1): Cy
            ❌ **Can't** (1): Dee (sick today)
            … no answer (1): Fay

            #12 · over"#]],
    );
    check(
        card(),
        Flavour::Html,
        &expect![[r#"
            <strong>Sprint review</strong><br>
            Fri 4 Dec 2026, 15:00–15:45 CET · 2 hours ago<br>
            09:00–09:45 EST (New York)<br>
            Length: 45 min<br>
            Where: Room 5<br>
            Organizer: Ana<blockquote>Show what we built, ten minutes each.<br>
            <br>
            Bring: the demo</blockquote>✅ <strong>Going</strong> (3 of 6): Ana, Bo, Eve → Sam<br>
            🤔 <strong>Maybe</strong> (1): Cy<br>
            ❌ <strong>Can&#39;t</strong> (1): Dee (sick today)<br>
            … no answer (1): Fay<br>
            <br>
            <em>#12 · over</em>"#]],
    );
}

#[test]
fn a_card_that_is_read_elsewhere() {
    let card = Card { when: samples::thursday(), ..samples::bare() };
    check(
        card.clone(),
        Flavour::Text,
        &expect![[r#"
        Lunch

        When       Thu 3 Dec 2026, 15:00–15:45 CET (UTC+1) · in 2 days
        Here       09:00–09:45 EST
        Length     45 min

        ✅ Going (0)

        #1"#]],
    );
    check(
        card,
        Flavour::Markdown,
        &expect![[r#"
            **Lunch**
            <t:1796306400:F> (<t:1796306400:R>)
            Length: 45 min

            ✅ **Going** (0)

            #1"#]],
    );
}

#[test]
fn a_hostile_card() {
    check(
        samples::hostile_card(),
        Flavour::Text,
        &expect![[r#"
            @¦everyone <b>x</b> **y** gnp.exe ~~`z`~~ <@¦123> # @¦room [a](http://b) ||c|| &lt; {{ now }} [31m @he…

            When       Tue 1 Dec 2026, all day · today
            Where      @¦everyone <b>x</b> **y** gnp.exe ~~`z`~~ <@¦123> # @¦room [a](http://b) ||c|| &lt; {{ now }} [31m @¦here
            Organizer  @¦everyone <b>x</b> **y** gnp.exe ~~`z`~…

              @¦everyone <b>x</b> **y** gnp.exe ~~`z`~~ <@¦123>
              # @¦room [a](http://b) ||c||  &lt; {{ now }} [31m @¦here

            ✅ Going (2): @¦everyone <b>x</b> **y** gnp.exe ~~`z`~… → @¦everyone <b>x</b> **y** gnp.exe ~~`z`~… (@¦everyone <b>x</b> **y** gnp.exe ~~`z`~~ <@¦123> # @¦room [a]…), @¦everyone <b>x</b> **y** gnp.exe ~~`z`~… → @¦everyone <b>x</b> **y** gnp.exe ~~`z`~… (@¦everyone <b>x</b> **y** gnp.exe ~~`z`~~ <@¦123> # @¦room [a]…)

            🕒 @¦everyone <b>x</b> **y** gnp.exe ~~`z`~… proposes for all dates Thu 3 Dec 2026, 15:00–15:45 CET (UTC+1), 09:00–09:45 EST here: @¦everyone <b>x</b> **y** gnp.exe ~~`z`~~ <@¦123> # @¦room [a]…

            #1 · this date · @¦everyone <b>x</b> **y** gnp.exe ~~`z`~~ <@¦123> # @¦room [a](http://b) ||c|| &lt; {{ now }} [31m @¦here, as written · @¦everyone <b>x</b> **y** gnp.exe ~~`z`~~ <@¦123> # @¦room [a](http://b) ||c|| &lt; {{ now }} [31m @¦here"#]],
    );
    check(
        samples::hostile_card(),
        Flavour::Markdown,
        &expect![[r#"
            **@¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~\~ \<@¦123\> # @¦room \[a\](http://b) \|\|c\|\| \&lt; {{ now }} \[31m @he…**
            Tue 1 Dec 2026, all day (today)
            Where: @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~\~ \<@¦123\> # @¦room \[a\](http://b) \|\|c\|\| \&lt; {{ now }} \[31m @¦here
            Organizer: @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~…
            > @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~\~ \<@¦123\>
            > \# @¦room \[a\](http://b) \|\|c\|\|  \&lt; {{ now }} \[31m @¦here

            ✅ **Going** (2): @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~… → @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~… (@¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~\~ \<@¦123\> # @¦room \[a\]…), @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~… → @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~… (@¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~\~ \<@¦123\> # @¦room \[a\]…)

            🕒 **@¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~…** proposes for all dates <t:1796306400:F>: @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~\~ \<@¦123\> # @¦room \[a\]…

            #1 · this date · @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~\~ \<@¦123\> # @¦room \[a\](http://b) \|\|c\|\| \&lt; {{ now }} \[31m @¦here, as written · @¦everyone \<b\>x\</b\> \*\*y\*\* gnp.exe \~\~\`z\`\~\~ \<@¦123\> # @¦room \[a\](http://b) \|\|c\|\| \&lt; {{ now }} \[31m @¦here"#]],
    );
    check(
        samples::hostile_card(),
        Flavour::Html,
        &expect![[r#"
            <strong>@¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~~ &lt;@¦123&gt; # @¦room [a](http://b) ||c|| &amp;lt; {{ now }} [31m @he…</strong><br>
            Tue 1 Dec 2026, all day · today<br>
            Where: @¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~~ &lt;@¦123&gt; # @¦room [a](http://b) ||c|| &amp;lt; {{ now }} [31m @¦here<br>
            Organizer: @¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~…<blockquote>@¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~~ &lt;@¦123&gt;<br>
            # @¦room [a](http://b) ||c||  &amp;lt; {{ now }} [31m @¦here</blockquote>✅ <strong>Going</strong> (2): @¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~… → @¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~… (@¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~~ &lt;@¦123&gt; # @¦room [a]…), @¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~… → @¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~… (@¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~~ &lt;@¦123&gt; # @¦room [a]…)<br>
            <br>
            🕒 <strong>@¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~…</strong> proposes for all dates Thu 3 Dec 2026, 15:00–15:45 CET (UTC+1), 09:00–09:45 EST here: @¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~~ &lt;@¦123&gt; # @¦room [a]…<br>
            <br>
            <em>#1 · this date · @¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~~ &lt;@¦123&gt; # @¦room [a](http://b) ||c|| &amp;lt; {{ now }} [31m @¦here, as written · @¦everyone &lt;b&gt;x&lt;/b&gt; **y** gnp.exe ~~`z`~~ &lt;@¦123&gt; # @¦room [a](http://b) ||c|| &amp;lt; {{ now }} [31m @¦here</em>"#]],
    );
}

#[test]
fn a_card_that_is_too_long_loses_its_description_first() {
    let views = views();
    let draw = |max| {
        let view = View::Card(samples::long_card());
        views.render(&view, &network(Flavour::Text, max)).unwrap().text
    };
    assert!(draw(8000).contains("This line says") && draw(8000).contains("my train is late"));
    let short = draw(4000);
    assert!(!short.contains("This line says") && short.contains("Person number 20"), "{short}");
    let card = draw(600);
    expect![[r#"
        A title that goes on A title…

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
                   09:00–09:45 EST (New York)
        Length     45 min
        Where      Room 5
        Organizer  Ana

        ✅ Going (30 of 90): Person number 1…, +29 more
        🤔 Maybe (1): Cy
        ❌ Can't (30): Person number 1…, +29 more
        … no answer (30): Person number 1…, +29 more

        🕒 Bo proposes Thu 3 Dec 2026, 15:00–15:45 CET (UTC+1), 09:00–09:45 EST here

        #12 · 45 min assumed · Europe/Berlin, the organizer's zone"#]]
    .assert_eq(&card);
}

#[test]
fn a_text_that_cannot_be_shortened_is_cut() {
    let card = View::Card(samples::sprint_review());
    let message = views().render(&card, &network(Flavour::Html, 60)).unwrap();
    expect![[r#"
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET ·…
        Sprint review<br><br>When       Fri 4 Dec 2026, 15…"#]]
    .assert_eq(&format!("{}\n{}", message.text, message.html.unwrap()));
}

#[test]
fn a_card_has_controls_until_it_is_over() {
    let views = views();
    let controls = |state, to: &Capabilities| {
        let card = View::Card(Card { state, ..samples::sprint_review() });
        let message = views.render(&card, to).unwrap();
        let buttons: Vec<_> =
            message.buttons.iter().map(|one| format!("{}|{}", one.id, one.label)).collect();
        (buttons, message.reactions)
    };
    let all = network(Flavour::Text, 4000);
    let (buttons, reactions) = controls(CardState::Upcoming, &all);
    assert_eq!(
        buttons,
        [
            "yes #12|✅ Going",
            "maybe #12|🤔 Maybe",
            "no #12|❌ Can't",
            "accept #12 https://discord.com/users/2|🕒 Accept Bo's time",
            "decline #12 https://discord.com/users/2|🕒 Decline Bo's time",
        ]
    );
    assert_eq!(reactions, ["✅", "🤔", "❌"]);
    for state in [CardState::Past, CardState::Cancelled] {
        assert_eq!(controls(state, &all), (Vec::new(), Vec::new()));
    }
    let none = Capabilities { buttons: false, reactions: false, ..all };
    assert_eq!(controls(CardState::Upcoming, &none), (Vec::new(), Vec::new()));
}

#[test]
fn every_button_fits_and_is_harmless() {
    let (views, all) = (views(), network(Flavour::Text, 4000));
    for view in View::samples() {
        let message = views.render(&view, &all).unwrap();
        assert!(message.buttons.len() <= 25, "{}", view.name());
        for button in message.buttons {
            assert!(button.id.len() <= BUTTON_ID_OCTETS, "{}", button.id);
            assert!(button.label.chars().count() <= 80, "{}", button.label);
            assert!(!button.label.contains("@everyone"), "{}", button.label);
        }
    }
}

#[test]
fn an_exported_meeting_comes_as_a_file() {
    let exported = View::Exported(Exported::samples().remove(0));
    let message = views().render(&exported, &network(Flavour::Text, 4000)).unwrap();
    assert_eq!(message.files.len(), 1);
    assert_eq!(message.files[0].name, "sprint-review.ics");
    assert_eq!(message.files[0].mime, "text/calendar; charset=utf-8");
    assert_eq!(message.files[0].content, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
}

/// Starts with a folder that holds these files, and gives the words of the error.
fn start_with(files: &[(&str, &str)]) -> Result<Views, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    Views::with_overrides(folder.path(), prompts("!meet")).map_err(|error| {
        match std::error::Error::source(&error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        }
    })
}

fn refused(file: &str, text: &str) -> String {
    start_with(&[(file, text)]).unwrap_err()
}

#[test]
fn a_folder_replaces_templates() {
    let files = [
        ("cancelled.txt.tera", "{{ title }} is off & gone\n"),
        ("forgotten.html.tera", "<em>{{ answers }}</em>\n"),
        (".cancelled.txt.tera.swp", "what an editor leaves"),
    ];
    let views = start_with(&files).unwrap();
    let cancelled = View::Cancelled(Cancelled::samples().remove(0));
    let message = views.render(&cancelled, &network(Flavour::Text, 4000)).unwrap();
    assert_eq!(message.text, "Sprint review is off & gone");
    let forgotten = View::Forgotten(Forgotten::samples().remove(0));
    let message = views.render(&forgotten, &network(Flavour::Html, 4000)).unwrap();
    assert_eq!(message.html.as_deref(), Some("<em>1</em>"));
    assert_eq!(message.text, "You are forgotten: 1 answer removed, 0 meetings cancelled.");
    // What has no file there is as it was.
    let card = View::Card(samples::bare());
    let to = network(Flavour::Text, 4000);
    assert_eq!(views.render(&card, &to).unwrap(), self::views().render(&card, &to).unwrap());
}

#[test]
fn a_file_that_is_no_template_is_named() {
    expect!["`crad.txt.tera` is the template of nothing; the nearest name is `card.txt.tera`"]
        .assert_eq(&refused("crad.txt.tera", "x"));
    expect!["`card.txt` is the template of nothing; the nearest name is `card.txt.tera`"]
        .assert_eq(&refused("card.txt", "x"));
}

#[test]
fn a_template_that_cannot_be_read_is_named_with_its_line() {
    expect![[r#"
        the template `card.txt.tera` cannot be drawn: error: Unexpected end of input
         --> card.txt.tera:2:15
          |
        2 | {% if place %}
          |               ^"#]]
    .assert_eq(&refused("card.txt.tera", "{{ title }}\n{% if place %}"));
    expect![[r#"
        the template `card.txt.tera` cannot be drawn: error: Unknown filter `shout`
         --> card.txt.tera:1:12
          |
        1 | {{ title | shout }}
          |            ^^^^^"#]]
    .assert_eq(&refused("card.txt.tera", "{{ title | shout }}"));
}

#[test]
fn a_template_that_names_what_is_not_there_is_named() {
    expect![[r#"
        the template `card.html.tera` cannot be drawn: error: Variable `plaec` is not defined. Available variables: assumed, declined, description, elsewhere, going, invited, maybe, number, one_date, organizer, place, proposals, repeats, state, title, view, waiting, when
         --> card.html.tera:2:4
          |
        2 | {{ plaec }}
          |    ^^^^^"#]].assert_eq(&refused("card.html.tera", "{{ title }}\n{{ plaec }}"));
    expect!["the template `forgotten.txt.tera` names `anwsers`, which it is not given; it is given: answers, meetings, view"].assert_eq(&refused("forgotten.txt.tera", "{% if anwsers %}{% endif %}x"));
}

#[test]
fn a_template_cannot_let_markup_through() {
    expect![[r#"
        the template `card.html.tera` cannot be drawn: error: a text is never shown without being escaped
         --> card.html.tera:1:12
          |
        1 | {{ title | safe }}
          |            ^^^^"#]].assert_eq(&refused("card.html.tera", "{{ title | safe }}"));
}

#[test]
fn a_template_that_draws_nothing_is_named() {
    assert_eq!(
        refused("cancelled.txt.tera", "{% if reason %}{{ reason }}{% endif %}"),
        "the template `cancelled.txt.tera` draws nothing"
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = Views::with_overrides(Path::new("no/such/folder"), prompts("!meet")).unwrap_err();
    assert_eq!(error.to_string(), "cannot read no/such/folder");
}

#[test]
fn commands_are_shown_with_the_prefix_that_counts() {
    let views = Views::embedded(prompts("!rota")).unwrap();
    for view in View::samples() {
        for flavour in FLAVOURS {
            let message = views.render(&view, &network(flavour, 4000)).unwrap();
            let html = message.html.unwrap_or_default();
            assert!(!message.text.contains("!meet") && !html.contains("!meet"), "{view:?}");
        }
    }
    let nonsense = View::from(Problem::NotAsked);
    assert!(views.text(&nonsense).unwrap().contains("`!rota invite #12 @you`"));
}

#[test]
fn a_refusal_is_a_sentence_and_its_code_comes_last() {
    use crate::itip::{Method, Refusal};
    let said = |refusal: Refusal| views().text(&View::from(Problem::from(&refusal))).unwrap();
    expect!["That is not possible: an answer is the attendee's to give. See how the meeting stands: `!meet show` (3.8)"]
        .assert_eq(&said(Refusal::AnswerOfAnother));
    expect!["Whoever you name takes part already, and cannot go for you. Name somebody else, or say no: `!meet no #12`"]
        .assert_eq(&said(Refusal::AlreadyInvited));
    expect!["Only those who are invited may answer, propose another time or send somebody else here. Ask the organizer to invite you: `!meet invite #12 @you`"]
        .assert_eq(&said(Refusal::NotAttendee(Method::Counter)));
}
