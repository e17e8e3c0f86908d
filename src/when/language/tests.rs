//! The tables of phrases in other languages, what becomes of words, and English beside them.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::when::{
    tests::{meant, setting, table},
    words::Text,
    *,
};

/// The languages beside English.
const LANGUAGES: [Language; 3] = [Language::German, Language::French, Language::Spanish];

/// text, what is left of it, when, how it repeats
fn phrases(phrases: &str) {
    table::<4>(phrases, |[text, ..], cx| meant(text, cx));
}

#[test]
fn german() {
    phrases(include_str!("../../../tests/data/when/german.tsv"));
}

#[test]
fn french() {
    phrases(include_str!("../../../tests/data/when/french.tsv"));
}

#[test]
fn spanish() {
    phrases(include_str!("../../../tests/data/when/spanish.tsv"));
}

#[test]
fn talk() {
    phrases(include_str!("../../../tests/data/when/talk.tsv"));
}

/// The words of a text in English.
fn english(text: &str, language: Language) -> String {
    let text = Text::cut(text, language).unwrap();
    let mut said = String::new();
    for word in (0..text.len()).filter_map(|at| text.get(at)) {
        if !word.glued && !said.is_empty() {
            said.push(' ');
        }
        said.push_str(&word.lower);
    }
    said
}

#[test]
fn words_become_english_where_a_date_would_stand() {
    for (language, text, said) in [
        (Language::German, "Fr 15 Uhr", "friday 15:00"),
        (Language::German, "so machen wir es so", "so machen wir es so"),
        (
            Language::German,
            "Di, Do und Sa um halb vier",
            "tuesday, thursday and saturday at 3.30 o'clock",
        ),
        (Language::German, "Call 9 am Freitag", "call 9 on friday"),
        (Language::German, "call 9 am, Friday", "call 9 am, friday"),
        (Language::German, "call 9am standup", "call 9am standup"),
        (Language::German, "am 14. Dezember", "on 14 december"),
        (Language::German, "1. FC und 2. Mannschaft", "1. fc and 2. mannschaft"),
        (Language::German, "naechsten / nächsten / nachsten", "next / next / next"),
        (Language::French, "le 1er avril à 18 h 30", "on 1 april at 18:30"),
        (Language::French, "la mer est belle", "la mer est belle"),
        (Language::French, "sam 20h", "saturday 20:00"),
        (Language::French, "sept heures et demie", "7.30"),
        (Language::French, "vendredi à 15h", "friday at 15:00"),
        (Language::French, "de 15h à 16h", "from 15:00 to 16:00"),
        (Language::Spanish, "el lunes que viene a las 3 de la tarde", "upcoming monday at 3 pm"),
        (Language::German, "eine Stunde später", "one hours later"),
        (Language::French, "une heure plus tôt", "one hours earlier"),
        (Language::Spanish, "30 minutos más tarde", "30 minutes later"),
        (Language::Spanish, "las cuatro menos cuarto", "at 3.45 o'clock"),
        (Language::Spanish, "el mar y la mie", "the sea and la mie"),
        // With the accent as a character of its own.
        (Language::Spanish, "man\u{303}ana 9:00", "tomorrow 9:00"),
        (Language::English, "morgen 9:00", "morgen 9:00"),
    ] {
        assert_eq!(english(text, language), said, "{text}");
    }
}

#[test]
fn titles_and_errors_show_what_was_written() {
    let cx = setting("2026-12-01T10:00:00+01:00 Europe/Berlin de-DE");
    let text = "Übergabe: nächsten Freitag um halb vier, Raum 3";
    let reading = read_sentence(text, &cx).unwrap().unwrap();
    let said: Vec<_> = reading.said.iter().map(|range| text.get(range.clone())).collect();
    assert_eq!(said, [Some("nächsten Freitag um halb vier")]);
    assert_eq!((reading.title.as_str(), reading.rest.as_str()), ("Übergabe", "Raum 3"));
    let error = read_sentence("Treffen am 31. Juni um 9 Uhr", &cx).unwrap_err();
    assert_eq!(error.part().unwrap().text, "31. Juni");
}

#[test]
fn stretches_and_lengths() {
    for (locale, text, from, to) in [
        ("de-DE", "nächste Woche", "2026-12-06T23:00:00Z", "2026-12-13T23:00:00Z"),
        ("fr-FR", "cette semaine", "2026-11-29T23:00:00Z", "2026-12-06T23:00:00Z"),
        ("es-ES", "enero", "2026-12-31T23:00:00Z", "2027-01-31T23:00:00Z"),
    ] {
        let cx = setting(&format!("2026-12-01T10:00:00+01:00 Europe/Berlin {locale}"));
        let read = read_range(text, &cx).unwrap();
        assert_eq!(read, (from.parse().unwrap(), to.parse().unwrap()), "{text}");
    }
    for (language, text, minutes) in [
        (Language::German, "eine halbe Stunde", 30),
        (Language::German, "anderthalb Stunden", 90),
        (Language::French, "pendant 2 heures", 120),
        (Language::French, "une demi-heure", 30),
        (Language::Spanish, "media hora", 30),
        (Language::Spanish, "45 minutos", 45),
        (Language::Spanish, "45 min", 45),
    ] {
        let read = read_length(text, language).map(|length| length.num_minutes());
        assert_eq!(read, Ok(minutes), "{text}");
    }
}

#[test]
fn slips_of_the_keyboard_are_told() {
    for (locale, text, meant) in [
        ("de-DE", "Treffen Donerstag 15:00", "donnerstag"),
        ("fr-FR", "Réunion vendedi 15h", "vendredi"),
        ("es-ES", "Cena vienres 21:00", "viernes"),
        ("es-ES", "Lunch thrusday 12:30", "thursday"),
    ] {
        let cx = setting(&format!("2026-12-01T10:00:00+01:00 Europe/Berlin {locale}"));
        let error = read_sentence(text, &cx).unwrap_err().to_string();
        assert!(error.contains(&format!("did you mean \u{201c}{meant}\u{201d}")), "{error}");
    }
}

#[test]
fn languages_of_locales() {
    for (locale, language, dialect) in [
        ("de", Language::German, Dialect::Uk),
        ("de-AT", Language::German, Dialect::Uk),
        ("FR_fr", Language::French, Dialect::Uk),
        ("es-US", Language::Spanish, Dialect::Uk),
        ("en", Language::English, Dialect::Unknown),
        ("nl-NL", Language::English, Dialect::Uk),
    ] {
        assert_eq!(Language::of_locale(locale), language, "{locale}");
        assert_eq!(Dialect::of_locale(locale), dialect, "{locale}");
    }
}

/// What an English text means does not depend on the language of the room, but for these: a day of that language, and
/// words that are a day or a number in it.
#[test]
fn english_means_the_same_beside_each_language() {
    let but = [
        "German: Treffen morgen um 15:00",
        "French: Réunion vendredi 15h-16h",
        "German: AGM in a fortnight or so 19:00",
        "French: Premiere fri midnight",
        "German: yoga every mo & we 7am",
        "German: nine am monday all hands",
        "German: skittles wed am 8.30",
        "Spanish: review fri 15:00 1:30h",
    ];
    let tables = [
        include_str!("../../../tests/data/when/sentences.tsv"),
        include_str!("../../../tests/data/when/refused.tsv"),
        include_str!("../../../tests/data/when/points.tsv"),
        include_str!("../../../tests/data/when/spans.tsv"),
        include_str!("../../../tests/data/when/zoned.tsv"),
        include_str!("../../../tests/data/when/series.tsv"),
        include_str!("../../../tests/data/when/titles.tsv"),
        include_str!("../../../tests/data/when/asked.tsv"),
        include_str!("../../../tests/data/when/clocks.tsv"),
    ];
    let (mut cx, mut different) = (None, String::new());
    for line in tables.iter().flat_map(|table| table.lines()) {
        if let Some(settings) = line.strip_prefix("@ ") {
            cx = Some(setting(settings));
            continue;
        }
        let text = line.split('\t').next().unwrap_or_default();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let cx = cx.unwrap();
        let plain = meant(text, &cx);
        for language in LANGUAGES {
            // "my"
            if language == Language::French
                && text.split(' ').any(|word| word.eq_ignore_ascii_case("mon"))
            {
                continue;
            }
            let found = meant(text, &Cx { language, ..cx });
            if found != plain && !but.contains(&format!("{language:?}: {text}").as_str()) {
                writeln!(different, "{language:?}: {text}\n   {plain}\n   {found}").unwrap();
            }
        }
    }
    assert!(different.is_empty(), "\n{different}");
}

#[expect(clippy::too_many_lines, reason = "it is a list of words")]
fn anything() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Fr",
        "do",
        "so",
        "am",
        "14.",
        "und",
        "Dezember",
        "halb",
        "vier",
        "Uhr",
        "viertel",
        "vor",
        "nach",
        "jeden",
        "zweiten",
        "bis",
        "Ostern",
        "in",
        "einer",
        "Woche",
        "nächsten",
        "früh",
        "mar",
        "sept",
        "le",
        "1er",
        "à",
        "18",
        "h",
        "30",
        "tous",
        "les",
        "deux",
        "semaines",
        "midi",
        "et",
        "demi",
        "du",
        "matin",
        "l'après-midi",
        "prochain",
        "a",
        "las",
        "y",
        "media",
        "menos",
        "cuarto",
        "de",
        "la",
        "tarde",
        "el",
        "que",
        "viene",
        "mañana",
        "cada",
        "una",
        "hora",
        "heure",
        "Zeit",
        ".",
        ":",
        "'",
        "-",
        ",",
        "(",
        "0",
        "99999999999999999999",
    ]);
    let sentence = prop::collection::vec(words.clone(), 0..30).prop_map(|words| words.join(" "));
    let glued = prop::collection::vec(words, 0..30).prop_map(|words| words.concat());
    prop_oneof!["\\PC{0,300}", ".{0,1000}", sentence, glued]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_text_panics(text in anything(), seconds in -62_000_000_000_i64..250_000_000_000) {
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        for language in LANGUAGES {
            let (zone, dialect) = (Tz::Europe__Berlin, Dialect::Uk);
            let cx = Cx { now, zone, dialect, language, default_length: TimeDelta::hours(1) };
            if let Ok(Some(reading)) = read_sentence(&text, &cx) {
                for said in &reading.said {
                    prop_assert!(text.get(said.clone()).is_some_and(|said| !said.is_empty()));
                }
                let _ = read_move(&text, &reading.span, &cx);
            }
            if let Err(error) = read_phrase(&text, &cx) {
                prop_assert!(error.to_string().chars().count() < 600);
                if let Some(part) = error.part() {
                    prop_assert!(text.get(part.range.clone()).is_some());
                }
            }
            let _ = read_range(&text, &cx);
            let _ = read_length(&text, language);
        }
    }
}
