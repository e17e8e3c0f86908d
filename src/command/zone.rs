//! `zone`: in which zone my times are meant.

use super::{Call, Doing, Done, Offered, Spec, Who, offer::ZONE};
use crate::{
    view::{Problem, View, ZoneFrom, ZoneSet, ZoneShown, clock_text},
    when::{self, WhenError},
};

pub(super) const SPEC: Spec = Spec {
    name: "zone",
    aliases: &["timezone", "tz"],
    about: "Say or see in which time zone your times are meant.",
    usage: "[ZONE | none]",
    examples: &["zone Europe/Berlin", "zone"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[ZONE],
        form: false,
        private: true,
        fill: |call, values| Box::pin(async { zone(call, &values.line(&ZONE)).await }),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, text: &'c str) -> Doing<'c> {
    Box::pin(zone(call, text))
}

async fn zone(call: &mut Call<'_>, text: &str) -> Done {
    if !text.is_empty() {
        let zone = read_zone(text)?;
        call.tx.set_person_zone(&call.caller.person.id, zone.as_deref()).await?;
        call.caller.person.zone = zone;
        call.did(None).await?;
    }
    let from = match (&call.caller.person.zone, &call.room.zone) {
        (Some(_), _) => ZoneFrom::Person,
        (None, Some(_)) => ZoneFrom::Room,
        (None, None) => ZoneFrom::Instance,
    };
    let (zone, clock) = (call.zone().name().to_owned(), clock_text(call.now, call.zone()));
    call.tell(if text.is_empty() {
        View::ZoneShown(ZoneShown { zone, from, clock })
    } else {
        View::ZoneSet(ZoneSet { zone, of: from, clock })
    })
    .await
}

/// A zone by name, or `None` where the word takes the choice back.
pub(super) fn read_zone(text: &str) -> Result<Option<String>, Problem> {
    if text.eq_ignore_ascii_case("none") || text.eq_ignore_ascii_case("default") {
        return Ok(None);
    }
    match when::zone(text) {
        Ok(zone) => Ok(Some(zone.name().to_owned())),
        Err(error) => Err(Problem::BadZone { typed: text.to_owned(), nearest: near(&error) }),
    }
}

fn near(error: &WhenError) -> Vec<String> {
    let zones = match error {
        WhenError::Zone(unknown) => unknown.nearest.into_iter().collect(),
        WhenError::AmbiguousZone { zones, .. } => zones.clone(),
        _ => Vec::new(),
    };
    zones.iter().map(|zone| zone.name().to_owned()).collect()
}
