//! `export`: the meeting as an .ics that personal calendars take (METHOD:PUBLISH, RFC 5546 §3.2.1).

use super::{
    Call, Doing, Done, Offered, Spec, Who, fill::Values, find::Naming, offer::MEETING, plan_of,
};
use crate::{
    itip,
    store::StoredObject,
    view::{Exported, View},
};

pub(super) const SPEC: Spec = Spec {
    name: "export",
    aliases: &["ics"],
    about: "Get the meeting as a calendar file (.ics).",
    usage: "[#NUMBER | LETTERS]",
    examples: &["export #12"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[MEETING],
        form: false,
        private: true,
        fill,
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(export(call, text))
}

fn fill<'c>(call: &'c mut Call<'_>, values: &'c Values<'c>) -> Doing<'c> {
    Box::pin(by_form(call, values))
}

async fn export(call: &mut Call<'_>, text: &str) -> Done {
    let (stored, _) = call.find(text, Naming::Whole).await?;
    attach(call, &stored).await
}

async fn by_form(call: &mut Call<'_>, values: &Values<'_>) -> Done {
    let stored = call.filled_meeting(values).await?;
    attach(call, &stored).await
}

async fn attach(call: &mut Call<'_>, stored: &StoredObject) -> Done {
    let title = stored.object.meeting(call.room_zone()).summary;
    let mut message = itip::publish(&stored.object, &call.cx())?;
    let leads = plan_of(call.tx, &stored.id, call.defaults).await?.habits.leads;
    itip::with_first_date(&mut message.calendar);
    itip::with_alarms(&mut message.calendar, &leads);
    let content = message.write();
    let file_name = format!("{}-{}.ics", file_stem(&title), stored.number);
    call.tell(View::Exported(Exported { number: stored.number, title, file_name, content })).await
}

/// A title as the beginning of a file's name: letters and digits of any script, dashes between.
fn file_stem(title: &str) -> String {
    const LONGEST: usize = 40;
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem: String = words.collect::<Vec<_>>().join("-").chars().take(LONGEST).collect();
    if stem.is_empty() { "meeting".to_owned() } else { stem.trim_end_matches('-').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::file_stem;

    #[test]
    fn a_title_becomes_a_safe_name() {
        for (title, stem) in [
            ("Sprint review", "Sprint-review"),
            ("../../etc/passwd", "etc-passwd"),
            ("Über 9:15 – 日本", "Über-9-15-日本"),
            ("???", "meeting"),
        ] {
            assert_eq!(file_stem(title), stem);
        }
    }
}
