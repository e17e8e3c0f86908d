//! The answer to a request that was refused (RFC 5546 §3.2.3, §4.4.10).

use super::{Authority, Cx, Message, Method, Refusal, draft, fields, kind, message};
use crate::ical::Component;

/// The REPLY that tells the organizer why their REQUEST or ADD was refused, by REQUEST-STATUS. It has the calendar's
/// owner as ATTENDEE, without an answer.
///
/// `None` where nobody is to be told: what is no request is never answered (so that two programs do not go on
/// complaining to each other), and neither is who only claims to be the organizer.
pub fn error_reply(
    request: &Component,
    authority: &Authority<'_>,
    refusal: &Refusal,
    cx: &Cx,
) -> Option<Message> {
    let method: Method = request.value("METHOD")?.parse().ok()?;
    if !matches!(method, Method::Request | Method::Add) {
        return None;
    }
    let refused = fields::whole(request).filter(|part| kind::takes(&part.name, Method::Reply))?;
    let organizer = refused.property("ORGANIZER")?;
    if !fields::speaks_for(organizer, authority.addresses)
        || matches!(refusal, Refusal::NotOrganizer(_) | Refusal::OrganizerChanged)
    {
        return None;
    }
    let own = fields::attendee(refused, authority.owner).map(fields::who);
    let own = own.or_else(|| {
        let address = authority.owner.first()?.clone();
        Some(super::Who { address, name: None })
    })?;
    let mut part = message::stub(refused, cx);
    if part.recurrence_id().is_none() {
        part.remove("RECURRENCE-ID");
    }
    if part.name == "VFREEBUSY" {
        let times = ["DTSTART", "DTEND"].into_iter();
        part.properties.extend(times.filter_map(|name| refused.property(name).cloned()));
    }
    part.properties.push(draft::person("ATTENDEE", &own));
    part.properties.push(refusal.request_status().property());
    let mut calendar = message::with_event(Method::Reply, part);
    message::copy_timezones(request, &mut calendar);
    Message::new(Method::Reply, calendar, own.address, vec![organizer.address()]).ok()
}
