use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;
use crate::view::samples::HOSTILE;

fn in_html(from: &str) -> String {
    escaped(html, from).unwrap()
}

fn in_markdown(from: &str) -> String {
    escaped(markdown, from).unwrap()
}

/// What means something to somebody.
const PIECES: &[&str] = &[
    "@",
    "everyone",
    "Here",
    "room",
    "<",
    ">",
    "<@123>",
    "<b>",
    "&lt;",
    "&",
    "\"",
    "'",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "```",
    "||",
    "[",
    "](",
    "http://a.b/",
    "https://x_y/_z_",
    ")",
    "\\",
    "#",
    "# ",
    "- ",
    "+ ",
    "1. ",
    "23) ",
    "> ",
    "===",
    "---",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    " ",
    "\u{7}",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{200d}",
    "\u{200c}",
    "\u{feff}",
    "\u{2028}",
    "\u{3164}",
    "\u{301}",
    "\u{fe0f}",
    "é",
    "👩",
    "👩\u{200d}💻",
    "ü",
    "中",
    "a",
    "{{ x }}",
    "{% x %}",
    "|",
    "!",
    "$",
    ":smile:",
    "\u{e0041}",
    "\u{0}",
];

/// Pieces that mean something to somebody, between pieces that mean nothing.
pub(in crate::view) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z]{1,5}",
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

pub(in crate::view) fn is_harmless(text: &str) -> Result<(), TestCaseError> {
    let lower = text.to_lowercase();
    for call in ["@everyone", "@here", "@room", "<@1"] {
        prop_assert!(!lower.contains(call), "{text:?} holds {call}");
    }
    for c in text.chars() {
        let allowed = c == '\n' || c == BREAK;
        prop_assert!(allowed || !(c.is_control() || is_hidden(c)), "{text:?} holds {c:?}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn plain_text_is_harmless(from in hostile()) {
        let out = escaped(text, &from).unwrap();
        is_harmless(&out)?;
        prop_assert_eq!(escaped(text, &out).unwrap(), out);
    }

    #[test]
    fn one_line_is_one_line(from in hostile()) {
        let out = clean(&from, Lines::One);
        is_harmless(&out)?;
        prop_assert!(!out.contains('\n') && !out.contains("  ") && out.trim() == out, "{:?}", out);
        prop_assert_eq!(clean(&out, Lines::One), out);
    }

    #[test]
    fn html_shows_what_was_written(from in hostile()) {
        let out = in_html(&from);
        is_harmless(&out)?;
        let tags = out.matches('<').count();
        prop_assert_eq!(tags, out.matches("<br>").count());
        let shown = out
            .replace("<br>", "\n")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        prop_assert_eq!(shown, clean(&from, Lines::Many));
    }

    #[test]
    fn markdown_shows_what_was_written(from in hostile()) {
        let out = in_markdown(&from);
        is_harmless(&out)?;
        let mut shown = String::new();
        for event in Parser::new_ext(&out, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES) {
            match event {
                Event::Text(text) => shown.push_str(&text),
                Event::SoftBreak | Event::Start(Tag::Paragraph) | Event::End(_) => shown.push('\n'),
                other => prop_assert!(false, "{:?} is read as {:?}", out, other),
            }
        }
        if !from.contains("http") {
            // A blank at the start or end of a line is nothing to a Markdown reader.
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(words(&shown), words(&clean(&from, Lines::Many)));
        }
    }

    #[test]
    fn what_is_cut_fits(from in hostile(), width in 1_usize..40) {
        use unicode_width::UnicodeWidthStr;
        let line = clean(&from, Lines::One);
        let short = cut(&line, width);
        prop_assert!(short.width() <= width.max(1), "{:?}", short);
        let all: usize = line.chars().map(columns).sum();
        prop_assert!(short == line || (all > width && short.ends_with('…')));
    }
}

#[test]
fn the_hostile_sample_in_every_flavour() {
    assert_eq!(
        escaped(text, HOSTILE).unwrap(),
        "@\u{200b}everyone <b>x</b> **y** gnp.exe ~~`z`~~ <@\u{200b}123>\n\
         # @\u{200b}room [a](http://b) ||c||  &lt; {{ now }} [31m @\u{200b}here"
    );
    assert_eq!(
        in_html("<b>\"it's\"</b> & more\nlines"),
        "&lt;b&gt;&quot;it&#39;s&quot;&lt;/b&gt; &amp; more<br>lines"
    );
    assert_eq!(
        in_markdown("**a** _b_ ~~c~~ ||d|| `e` [f](http://g)"),
        r"\*\*a\*\* \_b\_ \~\~c\~\~ \|\|d\|\| \`e\` \[f\](http://g)"
    );
}

#[test]
fn a_line_of_markdown_begins_nothing() {
    assert_eq!(in_markdown("# a\n- b\n1. c\n> d\n=="), "\\# a\n\\- b\n1\\. c\n\\> d\n\\==");
    assert_eq!(in_markdown("a - b # c 1. d"), "a - b # c 1. d");
}

#[test]
fn an_address_stays_a_link() {
    for address in ["https://meet.example.org/my_room?a=1&b=2#c", "http://example.com/@ana"] {
        assert_eq!(in_markdown(address), address);
    }
    assert_eq!(in_markdown("https://a.b/_c_ *d*"), r"https://a.b/\_c\_ \*d\*");
}

#[test]
fn scripts_and_emoji_stay_whole() {
    for kept in ["👩\u{200d}💻", "✌🏽", "می\u{200c}خواهم", "é", "日本語", "🇩🇪"]
    {
        assert_eq!(clean(kept, Lines::One), kept);
    }
    assert_eq!(clean("ev\u{200d}ery\u{200c}one", Lines::One), "everyone");
}

#[test]
fn marks_do_not_pile_up() {
    let piled = format!("a{}b", "\u{301}".repeat(100));
    assert_eq!(clean(&piled, Lines::One).chars().count(), 2 + MARKS_ON_A_LETTER);
}

#[test]
fn a_cut_counts_columns() {
    assert_eq!(cut("Sprint review", 13), "Sprint review");
    assert_eq!(cut("Sprint review", 12), "Sprint revi…");
    assert_eq!(cut("Sprint review", 8), "Sprint…");
    assert_eq!(cut("日本語", 5), "日本…");
    assert_eq!(cut("日本語", 4), "日…");
    assert_eq!(cut("1\u{fe0f}\u{20e3}2\u{fe0f}\u{20e3}3", 3), "1\u{fe0f}\u{20e3}…");
}
