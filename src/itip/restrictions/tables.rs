//! The restriction tables of RFC 5546 §3, as sets of names.
//!
//! Each name is a bit, each table four sets; what is in none of them may be there any number of times, as may
//! every name that the RFC does not know (`IANA-PROPERTY`, `X-PROPERTY`).

use crate::itip::Method;

macro_rules! names {
    ($($bit:literal $name:ident = $text:literal,)*) => {
        $(pub(super) const $name: u64 = 1 << $bit;)*

        /// Every name in the tables, with its bit.
        pub(super) const NAMES: &[(u64, &str)] = &[$(($name, $text)),*];

        /// The bit of a name; none for a name that the tables do not know.
        pub(super) fn bit(name: &str) -> u64 {
            match name {
                $($text => $name,)*
                _ => 0,
            }
        }
    };
}

names! {
    0 ACTION = "ACTION",
    1 ATTACH = "ATTACH",
    2 ATTENDEE = "ATTENDEE",
    3 CALSCALE = "CALSCALE",
    4 CATEGORIES = "CATEGORIES",
    5 CLASS = "CLASS",
    6 COMMENT = "COMMENT",
    7 COMPLETED = "COMPLETED",
    8 CONTACT = "CONTACT",
    9 CREATED = "CREATED",
    10 DESCRIPTION = "DESCRIPTION",
    11 DTEND = "DTEND",
    12 DTSTAMP = "DTSTAMP",
    13 DTSTART = "DTSTART",
    14 DUE = "DUE",
    15 DURATION = "DURATION",
    16 EXDATE = "EXDATE",
    17 FREEBUSY = "FREEBUSY",
    18 GEO = "GEO",
    19 LAST_MODIFIED = "LAST-MODIFIED",
    20 LOCATION = "LOCATION",
    21 METHOD = "METHOD",
    22 ORGANIZER = "ORGANIZER",
    23 PERCENT_COMPLETE = "PERCENT-COMPLETE",
    24 PRIORITY = "PRIORITY",
    25 PRODID = "PRODID",
    26 RDATE = "RDATE",
    27 RECURRENCE_ID = "RECURRENCE-ID",
    28 RELATED_TO = "RELATED-TO",
    29 REPEAT = "REPEAT",
    30 REQUEST_STATUS = "REQUEST-STATUS",
    31 RESOURCES = "RESOURCES",
    32 RRULE = "RRULE",
    33 SEQUENCE = "SEQUENCE",
    34 STATUS = "STATUS",
    35 SUMMARY = "SUMMARY",
    36 TRANSP = "TRANSP",
    37 TRIGGER = "TRIGGER",
    38 TZID = "TZID",
    39 TZNAME = "TZNAME",
    40 TZOFFSETFROM = "TZOFFSETFROM",
    41 TZOFFSETTO = "TZOFFSETTO",
    42 TZURL = "TZURL",
    43 UID = "UID",
    44 URL = "URL",
    45 VERSION = "VERSION",
    46 VEVENT = "VEVENT",
    47 VTODO = "VTODO",
    48 VJOURNAL = "VJOURNAL",
    49 VFREEBUSY = "VFREEBUSY",
    50 VTIMEZONE = "VTIMEZONE",
    51 VALARM = "VALARM",
    52 STANDARD = "STANDARD",
    53 DAYLIGHT = "DAYLIGHT",
}

/// How often a name may be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Table {
    /// Once (`1`).
    pub(super) once: u64,
    /// At least once (`1+`).
    pub(super) some: u64,
    /// At most once (`0 or 1`).
    pub(super) optional: u64,
    /// Never (`0`).
    pub(super) never: u64,
}

/// The names that stand for components.
pub(super) const COMPONENTS: u64 =
    VEVENT | VTODO | VJOURNAL | VFREEBUSY | VTIMEZONE | VALARM | STANDARD | DAYLIGHT;

/// The components that stand inside a VCALENDAR.
pub(super) const TOP: u64 = VEVENT | VTODO | VJOURNAL | VFREEBUSY | VTIMEZONE;

/// The table of a method for a component (RFC 5546 §3.2 to §3.5); none where the method is not for it.
pub(super) fn of(method: Method, component: &str) -> Option<&'static Table> {
    Some(match (component, method) {
        ("VEVENT", Method::Publish) => &PUBLISH_VEVENT,
        ("VEVENT", Method::Request) => &REQUEST_VEVENT,
        ("VEVENT", Method::Reply) => &REPLY_VEVENT,
        ("VEVENT", Method::Add) => &ADD_VEVENT,
        ("VEVENT", Method::Cancel) => &CANCEL_VEVENT,
        ("VEVENT", Method::Refresh) => &REFRESH_VEVENT,
        ("VEVENT", Method::Counter) => &COUNTER_VEVENT,
        ("VEVENT", Method::DeclineCounter) => &DECLINECOUNTER_VEVENT,
        ("VFREEBUSY", Method::Publish) => &PUBLISH_VFREEBUSY,
        ("VFREEBUSY", Method::Request) => &REQUEST_VFREEBUSY,
        ("VFREEBUSY", Method::Reply) => &REPLY_VFREEBUSY,
        ("VTODO", Method::Publish) => &PUBLISH_VTODO,
        ("VTODO", Method::Request) => &REQUEST_VTODO,
        ("VTODO", Method::Reply) => &REPLY_VTODO,
        ("VTODO", Method::Add) => &ADD_VTODO,
        ("VTODO", Method::Cancel) => &CANCEL_VTODO,
        ("VTODO", Method::Refresh) => &REFRESH_VTODO,
        ("VTODO", Method::Counter) => &COUNTER_VTODO,
        ("VTODO", Method::DeclineCounter) => &DECLINECOUNTER_VTODO,
        ("VJOURNAL", Method::Publish) => &PUBLISH_VJOURNAL,
        ("VJOURNAL", Method::Add) => &ADD_VJOURNAL,
        ("VJOURNAL", Method::Cancel) => &CANCEL_VJOURNAL,
        _ => return None,
    })
}

/// The table of a component that is the same for all methods (RFC 5546 §3.1).
pub(super) fn common(component: &str) -> Option<&'static Table> {
    Some(match component {
        "VCALENDAR" => &CALENDAR,
        "VTIMEZONE" => &TIMEZONE,
        "STANDARD" | "DAYLIGHT" => &OBSERVANCE,
        "VALARM" => &ALARM,
        _ => return None,
    })
}

/// VCALENDAR (RFC 5546 §3.1.1).
const CALENDAR: Table = Table { once: PRODID | VERSION, some: 0, optional: CALSCALE, never: 0 };

/// VTIMEZONE (RFC 5546 §3.1.2).
const TIMEZONE: Table = Table { once: TZID, some: 0, optional: LAST_MODIFIED | TZURL, never: 0 };

/// STANDARD and DAYLIGHT in a VTIMEZONE (RFC 5546 §3.1.2).
const OBSERVANCE: Table =
    Table { once: DTSTART | TZOFFSETFROM | TZOFFSETTO, some: 0, optional: RRULE, never: 0 };

/// VALARM (RFC 5546 §3.1.3).
const ALARM: Table = Table {
    once: ACTION | TRIGGER,
    some: 0,
    optional: DESCRIPTION | DURATION | REPEAT | SUMMARY,
    never: 0,
};

/// What an event may say of itself once, in nearly every method.
const EVENT: u64 = CLASS
    | CREATED
    | DESCRIPTION
    | DTEND
    | DURATION
    | GEO
    | LAST_MODIFIED
    | LOCATION
    | PRIORITY
    | STATUS
    | TRANSP
    | URL;

/// What a to-do may say of itself once, in nearly every method.
const TODO: u64 = CLASS
    | COMPLETED
    | CREATED
    | DESCRIPTION
    | DUE
    | DURATION
    | GEO
    | LAST_MODIFIED
    | LOCATION
    | PERCENT_COMPLETE
    | STATUS
    | URL;

/// What a journal entry may say of itself once.
const JOURNAL: u64 = CLASS | CREATED | LAST_MODIFIED | STATUS | URL;

/// METHOD:PUBLISH of a VEVENT (RFC 5546 §3.2.1).
const PUBLISH_VEVENT: Table = Table {
    once: METHOD | DTSTAMP | DTSTART | ORGANIZER | SUMMARY | UID,
    some: VEVENT,
    optional: EVENT | RECURRENCE_ID | SEQUENCE | CONTACT | RRULE,
    never: ATTENDEE | REQUEST_STATUS | VFREEBUSY | VJOURNAL | VTODO,
};

/// METHOD:REQUEST of a VEVENT (RFC 5546 §3.2.2).
const REQUEST_VEVENT: Table = Table {
    once: METHOD | DTSTAMP | DTSTART | ORGANIZER | SUMMARY | UID,
    some: VEVENT | ATTENDEE,
    optional: EVENT | SEQUENCE | RECURRENCE_ID | RRULE,
    never: REQUEST_STATUS | VFREEBUSY | VJOURNAL | VTODO,
};

/// METHOD:REPLY of a VEVENT (RFC 5546 §3.2.3).
const REPLY_VEVENT: Table = Table {
    once: METHOD | ATTENDEE | DTSTAMP | ORGANIZER | UID,
    some: VEVENT,
    optional: EVENT | RECURRENCE_ID | SEQUENCE | DTSTART | RRULE | SUMMARY | VTIMEZONE,
    never: VALARM | VFREEBUSY | VJOURNAL | VTODO,
};

/// METHOD:ADD of a VEVENT (RFC 5546 §3.2.4).
const ADD_VEVENT: Table = Table {
    once: METHOD | VEVENT | DTSTAMP | DTSTART | ORGANIZER | SEQUENCE | SUMMARY | UID,
    some: 0,
    optional: EVENT,
    never: EXDATE | RECURRENCE_ID | REQUEST_STATUS | RDATE | RRULE | VFREEBUSY | VTODO | VJOURNAL,
};

/// METHOD:CANCEL of a VEVENT (RFC 5546 §3.2.5).
const CANCEL_VEVENT: Table = Table {
    once: METHOD | DTSTAMP | ORGANIZER | SEQUENCE | UID,
    some: VEVENT,
    optional: EVENT | DTSTART | RECURRENCE_ID | RRULE | SUMMARY,
    never: REQUEST_STATUS | VALARM | VTODO | VJOURNAL | VFREEBUSY,
};

/// METHOD:REFRESH of a VEVENT (RFC 5546 §3.2.6).
const REFRESH_VEVENT: Table = Table {
    once: METHOD | VEVENT | ATTENDEE | DTSTAMP | ORGANIZER | UID,
    some: 0,
    optional: RECURRENCE_ID,
    never: EVENT
        | ATTACH
        | CATEGORIES
        | CONTACT
        | DTSTART
        | EXDATE
        | RDATE
        | RELATED_TO
        | REQUEST_STATUS
        | RESOURCES
        | RRULE
        | SEQUENCE
        | SUMMARY
        | VALARM
        | VTODO
        | VJOURNAL
        | VFREEBUSY,
};

/// METHOD:COUNTER of a VEVENT (RFC 5546 §3.2.7).
const COUNTER_VEVENT: Table = Table {
    once: METHOD | VEVENT | DTSTAMP | DTSTART | ORGANIZER | SEQUENCE | SUMMARY | UID,
    some: 0,
    optional: EVENT | RECURRENCE_ID | RRULE,
    never: VTODO | VJOURNAL | VFREEBUSY,
};

/// METHOD:DECLINECOUNTER of a VEVENT (RFC 5546 §3.2.8).
const DECLINECOUNTER_VEVENT: Table = Table {
    once: METHOD | DTSTAMP | ORGANIZER | SEQUENCE | UID,
    some: VEVENT | ATTENDEE,
    optional: EVENT | DTSTART | RECURRENCE_ID | RRULE | SUMMARY,
    never: VALARM | VFREEBUSY | VJOURNAL | VTODO,
};

/// METHOD:PUBLISH of a VFREEBUSY (RFC 5546 §3.3.1).
const PUBLISH_VFREEBUSY: Table = Table {
    once: METHOD | DTSTAMP | DTSTART | DTEND | ORGANIZER | UID,
    some: VFREEBUSY,
    optional: CONTACT | URL,
    never: ATTENDEE | DURATION | REQUEST_STATUS | VALARM | VEVENT | VTODO | VJOURNAL | VTIMEZONE,
};

/// METHOD:REQUEST of a VFREEBUSY (RFC 5546 §3.3.2).
const REQUEST_VFREEBUSY: Table = Table {
    once: METHOD | VFREEBUSY | DTEND | DTSTAMP | DTSTART | ORGANIZER | UID,
    some: ATTENDEE,
    optional: CONTACT,
    never: FREEBUSY
        | DURATION
        | REQUEST_STATUS
        | URL
        | VALARM
        | VEVENT
        | VTODO
        | VJOURNAL
        | VTIMEZONE,
};

/// METHOD:REPLY of a VFREEBUSY (RFC 5546 §3.3.3).
const REPLY_VFREEBUSY: Table = Table {
    once: METHOD | VFREEBUSY | ATTENDEE | DTSTAMP | DTEND | DTSTART | ORGANIZER | UID,
    some: 0,
    optional: CONTACT | URL,
    never: DURATION | SEQUENCE | VALARM | VEVENT | VTODO | VJOURNAL | VTIMEZONE,
};

/// METHOD:PUBLISH of a VTODO (RFC 5546 §3.4.1).
const PUBLISH_VTODO: Table = Table {
    once: METHOD | DTSTAMP | DTSTART | ORGANIZER | PRIORITY | SUMMARY | UID,
    some: VTODO,
    optional: TODO | SEQUENCE | RECURRENCE_ID | RRULE,
    never: ATTENDEE | REQUEST_STATUS | VFREEBUSY | VEVENT | VJOURNAL,
};

/// METHOD:REQUEST of a VTODO (RFC 5546 §3.4.2).
const REQUEST_VTODO: Table = Table {
    once: METHOD | DTSTAMP | DTSTART | ORGANIZER | PRIORITY | SUMMARY | UID,
    some: VTODO | ATTENDEE,
    optional: TODO | SEQUENCE | RECURRENCE_ID | RRULE,
    never: REQUEST_STATUS | VEVENT | VFREEBUSY | VJOURNAL,
};

/// METHOD:REPLY of a VTODO (RFC 5546 §3.4.3).
const REPLY_VTODO: Table = Table {
    once: METHOD | ATTENDEE | DTSTAMP | ORGANIZER | UID,
    some: VTODO,
    optional: TODO | DTSTART | PRIORITY | RRULE | RECURRENCE_ID | SEQUENCE | SUMMARY | VTIMEZONE,
    never: VALARM | VEVENT | VFREEBUSY,
};

/// METHOD:ADD of a VTODO (RFC 5546 §3.4.4).
const ADD_VTODO: Table = Table {
    once: METHOD | VTODO | DTSTAMP | ORGANIZER | PRIORITY | SEQUENCE | SUMMARY | UID,
    some: 0,
    optional: TODO | DTSTART,
    never: EXDATE | RECURRENCE_ID | REQUEST_STATUS | RDATE | RRULE | VEVENT | VJOURNAL | VFREEBUSY,
};

/// METHOD:CANCEL of a VTODO (RFC 5546 §3.4.5).
const CANCEL_VTODO: Table = Table {
    once: METHOD | UID | DTSTAMP | ORGANIZER | SEQUENCE,
    some: VTODO,
    optional: TODO | DTSTART | RECURRENCE_ID | RRULE | PRIORITY | VTIMEZONE,
    never: REQUEST_STATUS | VALARM | VEVENT | VFREEBUSY,
};

/// METHOD:REFRESH of a VTODO (RFC 5546 §3.4.6).
const REFRESH_VTODO: Table = Table {
    once: METHOD | VTODO | ATTENDEE | DTSTAMP | UID,
    some: 0,
    optional: RECURRENCE_ID,
    never: TODO
        | ATTACH
        | CATEGORIES
        | COMMENT
        | CONTACT
        | DTSTART
        | EXDATE
        | ORGANIZER
        | PRIORITY
        | RDATE
        | RELATED_TO
        | REQUEST_STATUS
        | RESOURCES
        | RRULE
        | SEQUENCE
        | VALARM
        | VEVENT
        | VFREEBUSY,
};

/// METHOD:COUNTER of a VTODO (RFC 5546 §3.4.7).
const COUNTER_VTODO: Table = Table {
    once: METHOD | VTODO | DTSTAMP | ORGANIZER | PRIORITY | SUMMARY | UID,
    some: ATTENDEE,
    optional: TODO | DTSTART | RECURRENCE_ID | RRULE | SEQUENCE | VTIMEZONE,
    never: VEVENT | VFREEBUSY,
};

/// METHOD:DECLINECOUNTER of a VTODO (RFC 5546 §3.4.8).
const DECLINECOUNTER_VTODO: Table = Table {
    once: METHOD | VTODO | DTSTAMP | ORGANIZER | SEQUENCE | UID,
    some: ATTENDEE,
    optional: TODO | DTSTART | PRIORITY | RECURRENCE_ID | RRULE,
    never: VALARM | VEVENT | VFREEBUSY,
};

/// METHOD:PUBLISH of a VJOURNAL (RFC 5546 §3.5.1).
const PUBLISH_VJOURNAL: Table = Table {
    once: METHOD | DESCRIPTION | DTSTAMP | DTSTART | ORGANIZER | UID,
    some: VJOURNAL,
    optional: JOURNAL | RECURRENCE_ID | RRULE | SEQUENCE | SUMMARY,
    never: ATTENDEE | REQUEST_STATUS | VEVENT | VFREEBUSY | VTODO,
};

/// METHOD:ADD of a VJOURNAL (RFC 5546 §3.5.2).
const ADD_VJOURNAL: Table = Table {
    once: METHOD | VJOURNAL | DESCRIPTION | DTSTAMP | DTSTART | ORGANIZER | SEQUENCE | UID,
    some: 0,
    optional: JOURNAL | SUMMARY | VTIMEZONE,
    never: ATTENDEE
        | EXDATE
        | RECURRENCE_ID
        | REQUEST_STATUS
        | RDATE
        | RRULE
        | VEVENT
        | VFREEBUSY
        | VTODO,
};

/// METHOD:CANCEL of a VJOURNAL (RFC 5546 §3.5.3).
const CANCEL_VJOURNAL: Table = Table {
    once: METHOD | DTSTAMP | ORGANIZER | SEQUENCE | UID,
    some: VJOURNAL,
    optional: JOURNAL | DESCRIPTION | DTSTART | RECURRENCE_ID | RRULE | SUMMARY,
    never: ATTENDEE | REQUEST_STATUS | VALARM | VEVENT | VFREEBUSY | VTODO,
};
