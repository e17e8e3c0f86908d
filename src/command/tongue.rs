//! The words by which people say which dates of a series they mean, as data for each language. English is read beside
//! each. It never reads a day itself.

use crate::when::Language;

/// What one language calls dates of a series. Of words that begin alike, the longest counts.
#[derive(Debug)]
pub(super) struct Tongue {
    /// The one that is shown.
    pub(super) this: &'static [&'static str],
    /// That one and all later ones.
    pub(super) following: &'static [&'static str],
    /// All of them.
    pub(super) all: &'static [&'static str],
    /// The same behind an answer.
    pub(super) to_all: &'static [&'static str],
    /// The same, where nothing follows that would make it the beginning of a sentence.
    pub(super) everything: &'static [&'static str],
    /// What makes one date that and all later ones, behind its day.
    pub(super) onward: &'static [&'static str],
    /// The same where the day stands behind `from`: alone it goes on with a comment, as in "fri on the train".
    pub(super) closing: &'static [&'static str],
    /// What stands before a day.
    pub(super) on: &'static [&'static str],
    /// What stands before the first day.
    pub(super) from: &'static [&'static str],
    /// What stands before the last day.
    pub(super) until: &'static [&'static str],
    /// What stands between the first day and the last one.
    pub(super) to: &'static [&'static str],
    /// What stands before how long something goes on.
    pub(super) lasting: &'static [&'static str],
    /// The one that is next, or, before a number, as many.
    pub(super) next: &'static [&'static str],
    /// What can follow that: "next two dates".
    pub(super) dates: &'static [&'static str],
    /// One, two, three and so on.
    pub(super) counts: &'static [&'static str],
    /// What stands for no end.
    pub(super) never: &'static [&'static str],
    /// What stands before dates that are not meant.
    pub(super) but: &'static [&'static str],
    /// What stands before a day and makes others of it.
    pub(super) around: &'static [&'static str],
    /// What stands before something that is not over.
    pub(super) rest_of: &'static [&'static str],
}

static ENGLISH: Tongue = Tongue {
    this: &["this", "this date", "this one", "only this", "only this one"],
    following: &[
        "this and following",
        "this and following dates",
        "this and all following",
        "this and future",
        "this and later",
        "this and all later",
        "from this on",
        "from now on",
    ],
    all: &["all", "all dates", "all dates of", "all of them", "every date", "every date of"],
    to_all: &[
        "to all",
        "to all dates",
        "to all dates of",
        "to all of them",
        "to every date",
        "to every date of",
        "for all",
        "for all dates",
        "for all dates of",
        "for all of them",
        "for every date",
        "for every date of",
    ],
    everything: &["to everything", "for everything", "always", "every time", "each time"],
    onward: &[
        "and all following",
        "and all later",
        "and following",
        "and future",
        "and later",
        "and on",
        "onwards",
        "onward",
    ],
    closing: &["on"],
    on: &["on", "only on", "only"],
    from: &["from"],
    until: &["until", "till", "through"],
    to: &["to", "until", "till", "through"],
    lasting: &["for"],
    next: &["next", "the next"],
    dates: &["date", "dates", "time", "times", "of them", "ones", "meeting", "meetings"],
    counts: &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    never: &["never"],
    but: &[
        "but",
        "but not",
        "except",
        "except for",
        "except on",
        "excluding",
        "apart from",
        "other than",
        "not",
        "without",
    ],
    around: &[
        "before",
        "after",
        "over",
        "during",
        "between",
        "throughout",
        "through",
        "past",
        "until after",
        "till after",
        "for",
        "for all of",
        "all through",
    ],
    rest_of: &["for the rest of", "the rest of"],
};

static GERMAN: Tongue = Tongue {
    this: &["diesen termin", "dieser termin", "diesmal", "nur diesmal", "nur diesen"],
    following: &[
        "diesen und alle folgenden",
        "diesen und alle späteren",
        "diesen und folgende",
        "dieser und alle folgenden",
        "ab diesem termin",
        "ab jetzt",
    ],
    all: &["alle termine", "allen terminen"],
    to_all: &["zu allen terminen", "für alle termine"],
    everything: &["alle", "zu allen", "für alle", "immer"],
    onward: &[
        "und alle folgenden",
        "und alle späteren",
        "und folgende",
        "und danach",
        "und später",
    ],
    closing: &[],
    on: &["am", "nur am", "an"],
    from: &["ab", "ab dem", "vom", "von"],
    until: &["bis", "bis zum"],
    to: &["bis", "bis zum"],
    lasting: &["für"],
    next: &[
        "nächsten",
        "die nächsten",
        "den nächsten",
        "das nächste",
        "der nächste",
        "nächste",
        "nächstes",
        "nächster",
    ],
    dates: &["termin", "termine", "mal", "male", "treffen"],
    counts: &["einen", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"],
    never: &["nie", "niemals", "endlos"],
    but: &["außer", "ausser", "außer am", "bis auf", "bis auf den", "aber nicht", "nicht"],
    around: &[
        "vor", "vor dem", "nach", "nach dem", "über", "während", "zwischen", "für", "bis nach",
    ],
    rest_of: &["für den rest", "den rest"],
};

static FRENCH: Tongue = Tongue {
    this: &["cette date", "cette fois", "seulement cette fois"],
    following: &[
        "cette date et les suivantes",
        "celle-ci et les suivantes",
        "à partir de maintenant",
        "désormais",
    ],
    all: &["toutes les dates"],
    to_all: &["à toutes les dates", "pour toutes les dates"],
    everything: &[
        "toutes",
        "tout",
        "tous",
        "à toutes",
        "à tout",
        "à tous",
        "pour toutes",
        "pour tout",
        "pour tous",
        "toujours",
    ],
    onward: &["et les suivantes", "et suivantes", "et après"],
    closing: &[],
    on: &["le", "seulement le"],
    from: &["à partir du", "à partir de", "dès le", "du", "de"],
    until: &["jusqu'au", "jusqu’au", "jusqu'à", "jusqu’à", "jusqu'en", "jusqu’en"],
    to: &["au", "à", "jusqu'au", "jusqu’au"],
    lasting: &["pendant", "pour"],
    next: &["la prochaine", "les prochaines", "prochaine", "prochaines"],
    dates: &["date", "dates", "fois", "réunion", "réunions", "prochaines dates", "prochaines fois"],
    counts: &["une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"],
    never: &["jamais"],
    but: &[
        "sauf",
        "sauf le",
        "excepté",
        "excepté le",
        "à part",
        "à part le",
        "mais pas",
        "mais pas le",
    ],
    around: &["avant", "avant le", "après", "après le", "pendant", "entre", "pour"],
    rest_of: &["pour le reste", "le reste"],
};

static SPANISH: Tongue = Tongue {
    this: &["esta fecha", "esta vez", "solo esta vez", "sólo esta vez"],
    following: &["esta y las siguientes", "esta y todas las siguientes", "a partir de ahora"],
    all: &["todas las fechas"],
    to_all: &["a todas las fechas", "para todas las fechas"],
    everything: &["todas", "a todas", "para todas", "siempre"],
    onward: &["y las siguientes", "y siguientes", "en adelante"],
    closing: &[],
    on: &["el", "solo el", "sólo el"],
    from: &["a partir del", "a partir de", "desde el", "desde", "del", "de"],
    until: &["hasta el", "hasta"],
    to: &["al", "a", "hasta el", "hasta"],
    lasting: &["durante", "por"],
    next: &["la próxima", "las próximas", "próxima", "próximas", "la proxima", "las proximas"],
    dates: &["fecha", "fechas", "vez", "veces", "reunión", "reuniones"],
    counts: &["una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"],
    never: &["nunca", "jamás"],
    but: &["excepto", "excepto el", "menos", "menos el", "salvo", "salvo el", "pero no"],
    around: &["antes de", "antes del", "después de", "después del", "durante", "entre", "por"],
    rest_of: &["por el resto", "el resto"],
};

/// The languages that are read, where a room speaks one.
pub(super) fn tongues(language: Language) -> impl Iterator<Item = &'static Tongue> {
    let own = match language {
        Language::English => None,
        Language::German => Some(&GERMAN),
        Language::French => Some(&FRENCH),
        Language::Spanish => Some(&SPANISH),
    };
    std::iter::once(&ENGLISH).chain(own)
}

/// Some words of a language.
pub(super) type Words = fn(&Tongue) -> &'static [&'static str];

/// What follows some words that a text begins with, in any case.
pub(super) fn after(text: &str, language: Language, words: Words) -> Option<&str> {
    let rests = tongues(language).flat_map(words).filter_map(|words| after_word(text, words));
    rests.min_by_key(|rest| rest.len())
}

/// The same, where the words are written small: a title or a sentence begins with a capital.
pub(super) fn after_small(text: &str, language: Language, words: Words) -> Option<&str> {
    after(text, language, words).filter(|_| !text.starts_with(char::is_uppercase))
}

/// What stands before some words, in any case, that a text has first after a space or at its beginning, and behind them.
pub(super) fn around(text: &str, language: Language, words: Words) -> Option<(&str, &str)> {
    let starts = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1));
    starts.into_iter().find_map(|at| {
        let (head, tail) = text.split_at_checked(at)?;
        let rest = after(tail, language, words)?;
        Some((head.trim_end(), rest))
    })
}

/// What stands before some small words that a text ends with.
pub(super) fn before(text: &str, language: Language, words: Words) -> Option<&str> {
    let heads = tongues(language).flat_map(words).filter_map(|word| {
        let (head, tail) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
        let apart = head.is_empty() || head.ends_with(char::is_whitespace);
        let same = tail.eq_ignore_ascii_case(word) && !tail.starts_with(char::is_uppercase);
        (apart && same).then(|| head.trim_end())
    });
    heads.min_by_key(|head| head.len())
}

/// What follows some words that a text begins with, in any case.
pub(super) fn after_word<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(words.len())?;
    let ends =
        rest.is_empty() || rest.starts_with([' ', '\t', ',', ':', ';', '!']) || (rest == ".");
    let rest = rest.trim_start_matches([',', ':', ';', '!', '.']).trim_start();
    (head.eq_ignore_ascii_case(words) && ends).then_some(rest)
}

/// A number in words or in figures.
pub(super) fn count(word: &str, language: Language) -> Option<usize> {
    let named = || {
        tongues(language).find_map(|tongue| {
            let at = tongue.counts.iter().position(|name| name.eq_ignore_ascii_case(word))?;
            Some(at + 1)
        })
    };
    word.parse().ok().filter(|count| *count > 0).or_else(named)
}
