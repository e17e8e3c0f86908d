//! The rules as data: RFC 5545 §3.6 to §3.8 and RFC 7986 §4 and §5.

/// What may stand in a component.
#[derive(Debug)]
pub(super) struct ComponentRules {
    /// Its name.
    pub(super) name: &'static str,
    /// What it may stand in; empty text for a calendar.
    pub(super) parents: &'static [&'static str],
    /// Properties that it must have, once.
    pub(super) required: &'static [&'static str],
    /// Properties that it may have, once.
    pub(super) once: &'static [&'static str],
    /// Properties that it may have, as often as one likes.
    pub(super) many: &'static [&'static str],
    /// Properties of which it may have one or the other.
    pub(super) exclusive: &'static [(&'static str, &'static str)],
}

impl ComponentRules {
    /// Whether a property that the RFC knows may stand here.
    pub(super) fn allows(&self, name: &str) -> bool {
        [self.required, self.once, self.many].iter().any(|names| names.contains(&name))
    }
}

/// The components of RFC 5545 §3.4 and §3.6.
pub(super) const COMPONENTS: &[ComponentRules] = &[
    ComponentRules {
        name: "VCALENDAR",
        parents: &[""],
        required: &["PRODID", "VERSION"],
        once: &[
            "CALSCALE",
            "METHOD",
            "UID",
            "LAST-MODIFIED",
            "URL",
            "REFRESH-INTERVAL",
            "SOURCE",
            "COLOR",
        ],
        many: &["NAME", "DESCRIPTION", "CATEGORIES", "IMAGE"],
        exclusive: &[],
    },
    ComponentRules {
        name: "VEVENT",
        parents: &["VCALENDAR"],
        required: &["DTSTAMP", "UID"],
        once: &[
            "DTSTART",
            "CLASS",
            "CREATED",
            "DESCRIPTION",
            "GEO",
            "LAST-MODIFIED",
            "LOCATION",
            "ORGANIZER",
            "PRIORITY",
            "SEQUENCE",
            "STATUS",
            "SUMMARY",
            "TRANSP",
            "URL",
            "RECURRENCE-ID",
            "RRULE",
            "DTEND",
            "DURATION",
            "COLOR",
        ],
        many: &[
            "ATTACH",
            "ATTENDEE",
            "CATEGORIES",
            "COMMENT",
            "CONTACT",
            "EXDATE",
            "REQUEST-STATUS",
            "RELATED-TO",
            "RESOURCES",
            "RDATE",
            "CONFERENCE",
            "IMAGE",
        ],
        exclusive: &[("DTEND", "DURATION")],
    },
    ComponentRules {
        name: "VTODO",
        parents: &["VCALENDAR"],
        required: &["DTSTAMP", "UID"],
        once: &[
            "CLASS",
            "COMPLETED",
            "CREATED",
            "DESCRIPTION",
            "DTSTART",
            "GEO",
            "LAST-MODIFIED",
            "LOCATION",
            "ORGANIZER",
            "PERCENT-COMPLETE",
            "PRIORITY",
            "RECURRENCE-ID",
            "SEQUENCE",
            "STATUS",
            "SUMMARY",
            "URL",
            "RRULE",
            "DUE",
            "DURATION",
            "COLOR",
        ],
        many: &[
            "ATTACH",
            "ATTENDEE",
            "CATEGORIES",
            "COMMENT",
            "CONTACT",
            "EXDATE",
            "REQUEST-STATUS",
            "RELATED-TO",
            "RESOURCES",
            "RDATE",
            "CONFERENCE",
            "IMAGE",
        ],
        exclusive: &[("DUE", "DURATION")],
    },
    ComponentRules {
        name: "VJOURNAL",
        parents: &["VCALENDAR"],
        required: &["DTSTAMP", "UID"],
        once: &[
            "CLASS",
            "CREATED",
            "DTSTART",
            "LAST-MODIFIED",
            "ORGANIZER",
            "RECURRENCE-ID",
            "SEQUENCE",
            "STATUS",
            "SUMMARY",
            "URL",
            "RRULE",
            "COLOR",
        ],
        many: &[
            "ATTACH",
            "ATTENDEE",
            "CATEGORIES",
            "COMMENT",
            "CONTACT",
            "DESCRIPTION",
            "EXDATE",
            "RELATED-TO",
            "RDATE",
            "REQUEST-STATUS",
            "IMAGE",
        ],
        exclusive: &[],
    },
    ComponentRules {
        name: "VFREEBUSY",
        parents: &["VCALENDAR"],
        required: &["DTSTAMP", "UID"],
        once: &["CONTACT", "DTSTART", "DTEND", "ORGANIZER", "URL"],
        many: &["ATTENDEE", "COMMENT", "FREEBUSY", "REQUEST-STATUS"],
        exclusive: &[],
    },
    ComponentRules {
        name: "VTIMEZONE",
        parents: &["VCALENDAR"],
        required: &["TZID"],
        once: &["LAST-MODIFIED", "TZURL"],
        many: &[],
        exclusive: &[],
    },
    ComponentRules {
        name: "STANDARD",
        parents: &["VTIMEZONE"],
        required: &["DTSTART", "TZOFFSETTO", "TZOFFSETFROM"],
        once: &["RRULE"],
        many: &["COMMENT", "RDATE", "TZNAME"],
        exclusive: &[],
    },
    ComponentRules {
        name: "DAYLIGHT",
        parents: &["VTIMEZONE"],
        required: &["DTSTART", "TZOFFSETTO", "TZOFFSETFROM"],
        once: &["RRULE"],
        many: &["COMMENT", "RDATE", "TZNAME"],
        exclusive: &[],
    },
    ComponentRules {
        name: "VALARM",
        parents: &["VEVENT", "VTODO"],
        required: &["ACTION", "TRIGGER"],
        // UID and RELATED-TO came with RFC 9074.
        once: &["DURATION", "REPEAT", "DESCRIPTION", "SUMMARY", "UID"],
        many: &["ATTACH", "ATTENDEE", "RELATED-TO"],
        exclusive: &[],
    },
];

/// A value type (RFC 5545 §3.3), as narrow as a property asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Texts,
    /// Date-times, one or, in EXDATE and RDATE, several.
    DateTime,
    /// A date-time in UTC.
    Utc,
    Date,
    Duration,
    Period,
    Uri,
    Address,
    /// A number from the first to the last.
    Integer(i64, i64),
    Offset,
    Rule,
    Binary,
    /// Two numbers.
    Geo,
    /// One of these words, in any case.
    Word(&'static [&'static str]),
    /// A code, a text and perhaps more (RFC 5545 §3.8.8.3).
    RequestStatus,
}

/// A property that the RFCs define.
#[derive(Debug)]
pub(super) struct KnownProperty {
    pub(super) name: &'static str,
    /// Its value types, the default first.
    pub(super) types: &'static [Type],
    /// Whether it has a list of values.
    pub(super) list: bool,
}

const fn one(name: &'static str, types: &'static [Type]) -> KnownProperty {
    KnownProperty { name, types, list: false }
}

const fn list(name: &'static str, types: &'static [Type]) -> KnownProperty {
    KnownProperty { name, types, list: true }
}

/// The property of a name.
pub(super) fn property(name: &str) -> Option<&'static KnownProperty> {
    PROPERTIES.iter().find(|known| known.name == name)
}

/// The properties of RFC 5545 §3.7 and §3.8 and RFC 7986 §5.
const PROPERTIES: &[KnownProperty] = &[
    one("CALSCALE", &[Type::Word(&["GREGORIAN"])]),
    one("METHOD", &[Type::Text]),
    one("PRODID", &[Type::Text]),
    one("VERSION", &[Type::Word(&["2.0"])]),
    one("ATTACH", &[Type::Uri, Type::Binary]),
    list("CATEGORIES", &[Type::Texts]),
    one("CLASS", &[Type::Text]),
    one("COMMENT", &[Type::Text]),
    one("DESCRIPTION", &[Type::Text]),
    one("GEO", &[Type::Geo]),
    one("LOCATION", &[Type::Text]),
    one("PERCENT-COMPLETE", &[Type::Integer(0, 100)]),
    one("PRIORITY", &[Type::Integer(0, 9)]),
    list("RESOURCES", &[Type::Texts]),
    one("STATUS", &[Type::Text]),
    one("SUMMARY", &[Type::Text]),
    one("COMPLETED", &[Type::Utc]),
    one("DTEND", &[Type::DateTime, Type::Date]),
    one("DUE", &[Type::DateTime, Type::Date]),
    one("DTSTART", &[Type::DateTime, Type::Date]),
    one("DURATION", &[Type::Duration]),
    list("FREEBUSY", &[Type::Period]),
    one("TRANSP", &[Type::Word(&["OPAQUE", "TRANSPARENT"])]),
    one("TZID", &[Type::Text]),
    one("TZNAME", &[Type::Text]),
    one("TZOFFSETFROM", &[Type::Offset]),
    one("TZOFFSETTO", &[Type::Offset]),
    one("TZURL", &[Type::Uri]),
    one("ATTENDEE", &[Type::Address]),
    one("CONTACT", &[Type::Text]),
    one("ORGANIZER", &[Type::Address]),
    one("RECURRENCE-ID", &[Type::DateTime, Type::Date]),
    one("RELATED-TO", &[Type::Text]),
    one("URL", &[Type::Uri]),
    one("UID", &[Type::Text]),
    list("EXDATE", &[Type::DateTime, Type::Date]),
    list("RDATE", &[Type::DateTime, Type::Date, Type::Period]),
    one("RRULE", &[Type::Rule]),
    one("ACTION", &[Type::Text]),
    one("REPEAT", &[Type::Integer(0, i64::MAX)]),
    one("TRIGGER", &[Type::Duration, Type::Utc]),
    one("CREATED", &[Type::Utc]),
    one("DTSTAMP", &[Type::Utc]),
    one("LAST-MODIFIED", &[Type::Utc]),
    one("SEQUENCE", &[Type::Integer(0, i64::MAX)]),
    one("REQUEST-STATUS", &[Type::RequestStatus]),
    one("NAME", &[Type::Text]),
    one("REFRESH-INTERVAL", &[Type::Duration]),
    one("SOURCE", &[Type::Uri]),
    one("COLOR", &[Type::Text]),
    one("IMAGE", &[Type::Uri, Type::Binary]),
    one("CONFERENCE", &[Type::Uri]),
];

/// The words of STATUS in each component (RFC 5545 §3.8.1.11).
pub(super) const STATUSES: &[(&str, &[&str])] = &[
    ("VEVENT", &["TENTATIVE", "CONFIRMED", "CANCELLED"]),
    ("VTODO", &["NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"]),
    ("VJOURNAL", &["DRAFT", "FINAL", "CANCELLED"]),
];
