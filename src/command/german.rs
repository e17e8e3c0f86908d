//! The German of what [`offer`](super::offer) says, by the English.

use crate::chat::Words;

macro_rules! german {
    ($($english:literal => $german:literal,)*) => {
        const GERMAN: &[(&str, &[(&str, &str)])] = &[$(($english, &[("de", $german)])),*];
    };
}

german! {
    // Commands.
    "new" => "neu",
    "Make a meeting: its title, when it is, who shall come, where." => "Ein Treffen ansetzen: Titel, wann, mit wem, wo.",
    "list" => "liste",
    "Show what is on in this room." => "Zeigen, was in diesem Kanal ansteht.",
    "show" => "zeigen",
    "Show a meeting in full: every name, every comment, who has not answered." => "Ein Treffen ganz zeigen: alle Namen und Kommentare, und wer noch nicht geantwortet hat.",
    "mine" => "meine",
    "Show the meetings you are in, with your answers." => "Die Treffen zeigen, bei denen du dabei bist, mit deinen Antworten.",
    "yes" => "ja",
    "Say that you come." => "Zusagen.",
    "no" => "nein",
    "Say that you do not come." => "Absagen.",
    "maybe" => "vielleicht",
    "Say that you may come." => "Sagen, dass du vielleicht kommst.",
    "move" => "verschieben",
    "Move a meeting to another time; everyone is asked again." => "Ein Treffen verschieben; alle werden neu gefragt.",
    "edit" => "ändern",
    "Change a meeting: its title, its time, its place and what it is about, in one step." => "Ein Treffen ändern: Titel, Zeit, Ort und worum es geht, in einem Schritt.",
    "invite" => "einladen",
    "Invite people, also by mail address." => "Leute einladen, auch mit Mailadresse.",
    "cohost" => "mitveranstalten",
    "Let somebody else change a meeting too, or no longer." => "Jemanden das Treffen mit ändern lassen, oder nicht mehr.",
    "cancel" => "absagen",
    "Call a meeting off; everyone in it is told." => "Ein Treffen absagen; alle erfahren es.",
    "propose" => "vorschlagen",
    "Propose another time; the organizer accepts or declines it." => "Eine andere Zeit vorschlagen; wer einlädt, nimmt an oder lehnt ab.",
    "accept" => "annehmen",
    "Accept a proposed time: the meeting moves there." => "Eine vorgeschlagene Zeit annehmen: das Treffen rückt dorthin.",
    "decline" => "ablehnen",
    "Decline a proposed time: the meeting stays where it is." => "Eine vorgeschlagene Zeit ablehnen: das Treffen bleibt, wo es ist.",
    "delegate" => "vertreten",
    "Send somebody else in your place." => "Jemand anderen an deiner Stelle schicken.",
    "remind" => "erinnern",
    "Be reminded of a meeting or of anything else, you alone or everyone here." => "An ein Treffen oder etwas anderes erinnert werden, allein oder alle hier.",
    "share" => "teilen",
    "Show a meeting in another room too: get a word for it, and type that word there." => "Ein Treffen auch woanders zeigen: hier ein Wort dafür holen und es dort eingeben.",
    "export" => "exportieren",
    "Get the meeting as a calendar file (.ics)." => "Das Treffen als Kalenderdatei (.ics) bekommen.",
    "zone" => "zeitzone",
    "Say or see in which time zone your times are meant." => "Sagen oder sehen, in welcher Zeitzone deine Zeiten gemeint sind.",
    "settings" => "einstellungen",
    "See or change what holds in this room, such as its zone and who makes meetings." => "Sehen oder ändern, was in diesem Kanal gilt, etwa die Zeitzone oder wer Treffen macht.",
    "help" => "hilfe",
    "Show what can be typed, or one command in full." => "Zeigen, was man schreiben kann, oder einen Befehl ganz.",
    "doctor" => "doktor",
    "Say what works here, what does not, and how to mend it." => "Sagen, was hier geht, was nicht, und wie es sich beheben lässt.",
    "my-data" => "meine-daten",
    "Get everything that is kept of you, as a file." => "Alles, was über dich gespeichert ist, als Datei bekommen.",
    "forget-me" => "vergiss-mich",
    "Remove what is kept of you: your answers, your zone, your name; your own meetings are called off." => "Entfernen, was über dich gespeichert ist; deine eigenen Treffen werden abgesagt.",
    "import" => "importieren",
    "Make a meeting of a calendar file, or take the answer in one." => "Aus einer Kalenderdatei ein Treffen machen, oder die Antwort darin aufnehmen.",

    // Fields.
    "text" => "text",
    "What to be reminded of." => "Woran erinnert wird.",
    "for" => "wen",
    "Who is reminded." => "Wer erinnert wird.",
    "me" => "mich",
    "everyone here" => "alle hier",
    "before" => "vorher",
    "How long before the meeting: 1 day, 15 min, or off." => "Wie lange vor dem Treffen, auf Englisch: 1 day, 15 min, oder off.",
    "delete" => "löschen",
    "The number of a reminder to take away." => "Die Nummer der Erinnerung, die weg soll.",
    "meeting" => "treffen",
    "Which meeting: letters of its title, or #12." => "Welches Treffen: Buchstaben des Titels, oder #12.",
    "dates" => "termine",
    "Which dates of a meeting that repeats, for example: 24 dec." => "Welche Termine eines Treffens, das sich wiederholt, auf Englisch, zum Beispiel: 24 dec.",
    "when" => "wann",
    "When, for example: fri 15:00-15:45." => "Wann, auf Englisch, zum Beispiel: fri 15:00-15:45.",
    "title" => "titel",
    "What it is called." => "Wie es heißt.",
    "place" => "ort",
    "Where it is." => "Wo es ist.",
    "description" => "beschreibung",
    "What it is about." => "Worum es geht.",
    "people" => "leute",
    "More people, by mail address." => "Weitere Leute, mit Mailadresse.",
    "with" => "mit",
    "with2" => "mit2",
    "with3" => "mit3",
    "with4" => "mit4",
    "with5" => "mit5",
    "Somebody." => "Jemand.",
    "Somebody else." => "Noch jemand.",
    "who" => "wer",
    "Who shall change it too." => "Wer es mit ändern darf.",
    "Who comes in your place." => "Wer an deiner Stelle kommt.",
    "Whose proposal, where there are several." => "Wessen Vorschlag, wo es mehrere gibt.",
    "comment" => "kommentar",
    "What you want to say with it." => "Was du dazu sagen willst.",
    "why" => "warum",
    "Why, in your words." => "Warum, in deinen Worten.",
    "period" => "zeitraum",
    "Which days, for example: next week." => "Welche Tage, auf Englisch, zum Beispiel: next week.",
    "Your zone, for example: Europe/Berlin." => "Deine Zeitzone, zum Beispiel: Europe/Berlin.",
    "name" => "name",
    "Which setting." => "Welche Einstellung.",
    "value" => "wert",
    "What it shall be." => "Was es sein soll.",
    "command" => "befehl",
    "Which command." => "Welcher Befehl.",
    "may" => "darf",
    "Whether they may change it." => "Ob sie es ändern dürfen.",
    "they may" => "ja",
    "not any more" => "nicht mehr",
    "word" => "wort",
    "The word for it, from a room where it is." => "Das Wort dafür, aus einem Raum, in dem es ist.",
    "shown" => "gezeigt",
    "Whether it is shown here." => "Ob es hier gezeigt wird.",
    "sure" => "sicher",
    "Whether you are sure." => "Ob du sicher bist.",
    "file" => "datei",
    "A calendar file (.ics)." => "Eine Kalenderdatei (.ics).",
}

/// A text with its German, where there is one.
pub(super) fn words(text: &'static str) -> Words {
    let others = GERMAN.iter().find(|(english, _)| *english == text).map(|(_, german)| *german);
    Words { text, others: others.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chat::FieldKind, command::offers};

    #[test]
    fn nothing_is_said_twice_or_in_vain() {
        let mut used = Vec::new();
        for offer in offers() {
            used.extend([offer.name.text, offer.about.text]);
            for field in offer.fields {
                used.extend([field.name.text, field.about.text]);
                if let FieldKind::Choice(choices) = field.kind {
                    used.extend(choices.iter().map(|(label, _)| label.text));
                }
            }
        }
        for (at, (english, _)) in GERMAN.iter().enumerate() {
            assert!(used.contains(english), "{english:?} is not offered");
            let first = GERMAN.iter().position(|(other, _)| other == english);
            assert_eq!(first, Some(at), "{english:?}");
        }
    }
}
