//! `doctor`: what the bot may not do here, and how to grant it.

use super::{Call, Doing, Done, Offered, Spec, Who};
use crate::view::{Doctor, Finding, View, clock_text};

pub(super) const SPEC: Spec = Spec {
    name: "doctor",
    aliases: &["check"],
    about: "Say what works here, what does not, and how to mend it.",
    usage: "",
    examples: &["doctor"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[],
        form: false,
        private: true,
        fill: |call, _| Box::pin(doctor(call)),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, _text: &'c str) -> Doing<'c> {
    Box::pin(doctor(call))
}

async fn doctor(call: &mut Call<'_>) -> Done {
    let dead = call.tx.count_dead(&call.room.at).await?;
    let zone = call.room_zone().name();
    let mut findings = vec![
        well("I can read and write my database.".to_owned()),
        well(format!("The clock says {} in {zone}, this room's zone.", clock_text(call.now, call.room_zone()))),
    ];
    findings.push(if dead == 0 {
        well("Every message went out.".to_owned())
    } else {
        Finding {
            ok: false,
            what: match dead {
                1 => "1 message to this room could not be sent and was put aside.".to_owned(),
                dead => format!("{dead} messages to this room could not be sent and were put aside."),
            },
            remedy: Some(
                "The log of the program says why; mend that and start it again: what was put aside in the last day is \
                 then tried once more."
                    .to_owned(),
            ),
        }
    });
    findings.push(Finding {
        ok: false,
        what: "I cannot send mail.".to_owned(),
        remedy: Some("Give people without chat the file that export gives.".to_owned()),
    });
    findings.extend(call.lacks.iter().map(|lack| Finding {
        ok: false,
        what: lack.what.clone(),
        remedy: Some(lack.remedy.clone()),
    }));
    call.tell(View::Doctor(Doctor { findings })).await
}

const fn well(what: String) -> Finding {
    Finding { ok: true, what, remedy: None }
}
