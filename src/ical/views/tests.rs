use super::*;
use crate::{
    ical::{ParticipationRole, Status, parse},
    model::{CalAddress, Partstat},
};

/// A calendar with one component of these lines.
fn calendar(name: &str, lines: &str) -> Component {
    parse(&format!(
        "BEGIN:VCALENDAR\n{}\nBEGIN:{name}\n{lines}\nEND:{name}\nEND:VCALENDAR\n",
        "X:y"
    ))
    .unwrap()
    .value
}

#[track_caller]
fn ends(lines: &str, end: Option<&str>) {
    let calendar = calendar("VEVENT", lines);
    let zones = Zones::of(&calendar);
    let event = Calendar::of(&calendar).unwrap().events().next().unwrap();
    let got = event.end(&zones).map(|end| crate::ical::format_time(&end));
    assert_eq!(got.as_deref(), end, "{lines}");
}

#[test]
fn an_event_ends_as_the_rfc_says() {
    ends("DTSTART:20261204T150000Z\nDTEND:20261204T154500Z", Some("20261204T154500Z"));
    ends("DTSTART:20261204T150000Z\nDURATION:PT45M", Some("20261204T154500Z"));
    ends("DTSTART;VALUE=DATE:20261204\nDURATION:P2D", Some("20261206"));
    ends("DTSTART;VALUE=DATE:20261204", Some("20261205"));
    ends("DTSTART:20261204", Some("20261205"));
    ends("DTSTART:20261204T150000", Some("20261204T150000"));
    // Six hours over the night in which the clocks go forward.
    ends("DTSTART;TZID=Europe/Berlin:20260328T230000\nDURATION:PT6H", Some("20260329T060000"));
    ends("DTEND;VALUE=DATE:20261204", Some("20261204"));
    ends("SUMMARY:no time", None);
    ends("DTSTART:20261204T150000Z\nDTEND:soon", Some("20261204T150000Z"));
}

#[test]
fn an_event_tells_what_it_is() {
    let calendar = calendar(
        "VEVENT",
        "UID:1\nSEQUENCE:7\nDTSTAMP:20261122T090000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261204T150000Z\n\
         SUMMARY:a\\, b\nSTATUS:tentative\nTRANSP:TRANSPARENT\nPRIORITY:1\nGEO:48.5;-16.25\n\
         CATEGORIES:a\\,b,c\nCATEGORIES:d\nRDATE:20270101,20270102\nRDATE;VALUE=DATE:20270103\n\
         EXDATE;TZID=Asia/Tokyo:20270104T000000\nRRULE:FREQ=DAILY\nCOMMENT:one\nCOMMENT:two\n\
         CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Call:https://example.org\nCOLOR:red\nCLASS:PRIVATE\nURL:x:y\n\
         BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER;RELATED=END:-PT5M\nREPEAT:2\nDURATION:PT1M\nEND:VALARM\n\
         BEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:20261204T090000Z\nEND:VALARM",
    );
    let event = Calendar::of(&calendar).unwrap().events().next().unwrap();
    assert_eq!((event.uid(), event.sequence()), (Some("1"), 7));
    assert_eq!(event.dtstamp().unwrap().to_rfc3339(), "2026-11-22T09:00:00+00:00");
    assert!(event.recurrence_id().is_some() && event.is_this_and_future());
    assert_eq!(event.summary().as_deref(), Some("a, b"));
    assert_eq!(event.status(), Some(Status::Tentative));
    assert!(event.is_transparent());
    assert_eq!((event.priority(), event.class(), event.url()), (1, "PRIVATE", Some("x:y")));
    assert_eq!(event.geo(), Some((48.5, -16.25)));
    assert_eq!(event.categories(), ["a,b", "c", "d"]);
    assert_eq!((event.rdates().count(), event.exdates().count()), (3, 1));
    assert_eq!(event.exdates().next().unwrap().tzid(), Some("Asia/Tokyo"));
    assert_eq!(event.rrule(), Some("FREQ=DAILY"));
    assert_eq!(event.comments().collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(event.color().as_deref(), Some("red"));
    let call = event.conferences().next().unwrap();
    assert_eq!((call.uri, call.label), ("https://example.org", Some("Call")));
    assert_eq!(call.features().collect::<Vec<_>>(), ["AUDIO", "VIDEO"]);
    let alarms: Vec<_> = event.alarms().collect();
    assert_eq!(alarms[0].action(), Some("DISPLAY"));
    assert_eq!(alarms[0].trigger(), Some(Trigger::FromEnd(Duration::seconds(-300))));
    assert_eq!(alarms[0].repeat(), Some((2, Duration::seconds(60))));
    assert!(matches!(alarms[1].trigger(), Some(Trigger::At(_))));
    assert_eq!(alarms[1].repeat(), None);
}

#[test]
fn attendees_have_their_parameters() {
    let calendar = calendar(
        "VEVENT",
        "ORGANIZER;CN=Ana;SENT-BY=\"mailto:pa@example.com\":mailto:ana@example.com\n\
         ATTENDEE;CN=Bo;ROLE=chair;PARTSTAT=delegated;RSVP=true;CUTYPE=ROOM;DELEGATED-TO=\"mailto:cy@example.com\",\
         \"mailto:dee@example.com\";MEMBER=\"mailto:all@example.com\";EMAIL=bo@example.com:MAILTO:Bo@example.com\n\
         ATTENDEE;ROLE=GUEST;PARTSTAT=MAYBE;CN=\"\":mailto:cy@example.com",
    );
    let event = Calendar::of(&calendar).unwrap().events().next().unwrap();
    let organizer = event.organizer().unwrap();
    assert_eq!(organizer.name(), Some("Ana"));
    assert_eq!(organizer.sent_by(), Some(CalAddress::new("mailto:pa@example.com")));
    let [bo, cy] = event.attendees().collect::<Vec<_>>().try_into().unwrap();
    assert_eq!(bo.address(), CalAddress::new("mailto:bo@example.com"));
    assert_eq!((bo.role(), bo.partstat()), (ParticipationRole::Chair, Partstat::Delegated));
    assert_eq!((bo.rsvp(), bo.cutype(), bo.email()), (true, "ROOM", Some("bo@example.com")));
    assert_eq!((bo.delegated_to().count(), bo.delegated_from().count()), (2, 0));
    assert_eq!(bo.member().collect::<Vec<_>>(), [CalAddress::new("mailto:all@example.com")]);
    // What is unknown or missing counts as the RFC says.
    assert_eq!((cy.role(), cy.partstat()), (ParticipationRole::Required, Partstat::NeedsAction));
    assert_eq!((cy.rsvp(), cy.cutype(), cy.name()), (false, "INDIVIDUAL", None));
}

#[test]
fn the_other_components_tell_what_they_are() {
    let todo = calendar(
        "VTODO",
        "DTSTART:20261204T150000Z\nDURATION:P1D\nPERCENT-COMPLETE:40\nCOMPLETED:20261204T160000Z",
    );
    let zones = Zones::of(&todo);
    let view = Calendar::of(&todo).unwrap().todos().next().unwrap();
    assert_eq!(
        view.due(&zones),
        view.component().start().map(|start| zones.later(&start, Duration::days(1)).unwrap())
    );
    assert_eq!(view.percent_complete(), Some(40));
    assert!(view.completed().is_some() && view.alarms().next().is_none());

    let journal = calendar("VJOURNAL", "DESCRIPTION:a\nDESCRIPTION:b");
    let view = Calendar::of(&journal).unwrap().journals().next().unwrap();
    assert_eq!(view.descriptions().collect::<Vec<_>>(), ["a", "b"]);

    let busy = calendar(
        "VFREEBUSY",
        "DTEND:20261205T000000Z\nFREEBUSY;FBTYPE=FREE:20261204T150000Z/PT1H,20261204T170000Z/20261204T180000Z\n\
         FREEBUSY:20261204T190000Z/PT1H,nonsense",
    );
    let view = Calendar::of(&busy).unwrap().free_busys().next().unwrap();
    assert!(view.end().is_some());
    assert_eq!(view.periods().map(|(kind, _)| kind).collect::<Vec<_>>(), ["FREE", "FREE", "BUSY"]);

    let zone = calendar("VTIMEZONE", "TZID:X\nBEGIN:STANDARD\nEND:STANDARD\nBEGIN:X-Y\nEND:X-Y");
    let view = Calendar::of(&zone).unwrap().time_zones().next().unwrap();
    assert_eq!((view.tzid(), view.observances().count()), (Some("X"), 1));
    assert_eq!(Calendar::of(&zone).unwrap().objects().count(), 0);
}

#[test]
fn a_calendar_tells_what_rfc_7986_has() {
    let text = "BEGIN:VCALENDAR\nMETHOD:PUBLISH\nPRODID:me\nX-WR-CALNAME:Club\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\n\
                SOURCE;VALUE=URI:https://example.org/club.ics\nIMAGE;VALUE=URI:https://example.org/a.png\nEND:VCALENDAR\n";
    let component = parse(text).unwrap().value;
    let view = Calendar::of(&component).unwrap();
    assert_eq!((view.method(), view.prodid()), (Some("PUBLISH"), Some("me")));
    assert_eq!(view.name().as_deref(), Some("Club"));
    assert_eq!(view.refresh_interval(), Some(Duration::seconds(3600)));
    assert_eq!(view.source(), Some("https://example.org/club.ics"));
    assert_eq!(view.images().count(), 1);
    assert!(Event::of(&component).is_none());
}
