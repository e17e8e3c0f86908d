-- Times are microseconds since 1970 in UTC. Ids are text. `instance` is '' for the object as a whole, else a
-- RECURRENCE-ID. A `*_key` is the form of an address in which equal addresses are equal octets.

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    zone TEXT,
    locale TEXT
);

CREATE TABLE address (
    address_key TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    network TEXT,
    account TEXT
);
CREATE INDEX address_person ON address (person_id);
CREATE UNIQUE INDEX address_account ON address (network, account);

CREATE TABLE room (
    network TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    zone TEXT,
    locale TEXT,
    open BOOLEAN,
    length_minutes BIGINT,
    reminder_minutes BIGINT,
    PRIMARY KEY (network, id)
);

-- The last number given to something; a number is never given twice, whatever is deleted.
CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);
INSERT INTO counter (name, last) VALUES ('object', 0);

-- `calendar` is the truth; the columns before it are there to look it up and to list it.
CREATE TABLE object (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    uid TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    organizer_key TEXT,
    summary TEXT NOT NULL,
    summary_key TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    days TEXT,
    status TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    occurrences BIGINT NOT NULL,
    going BIGINT NOT NULL,
    maybe BIGINT NOT NULL,
    declined BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    proposals BIGINT NOT NULL,
    held BIGINT NOT NULL,
    rescheduled TEXT NOT NULL,
    calendar TEXT NOT NULL
);
CREATE INDEX object_ends ON object (ends_at);
CREATE INDEX object_organizer ON object (organizer_key);

-- What is known of one calendar user about one instance: how they take part (`partstat` is null for someone who
-- only sent something), and the newest message that came from them. `until` is when the object is over, so that the
-- meetings to come of one person are found without those of years.
CREATE TABLE attendee (
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    instance TEXT NOT NULL,
    address_key TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT,
    partstat TEXT,
    chair BOOLEAN NOT NULL,
    until BIGINT NOT NULL,
    received_place BIGINT,
    received_from TEXT,
    received_sequence BIGINT,
    received_stamp BIGINT,
    received_answer TEXT,
    received_comment TEXT,
    received_decided BIGINT,
    PRIMARY KEY (object_id, instance, address_key)
);
CREATE INDEX attendee_address ON attendee (address_key, until, object_id);

CREATE TABLE occurrence (
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    instance TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (object_id, instance)
);

CREATE TABLE proposal (
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    instance TEXT NOT NULL,
    address_key TEXT NOT NULL,
    address TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    stamp BIGINT NOT NULL,
    event TEXT NOT NULL,
    comment TEXT,
    PRIMARY KEY (object_id, place)
);
CREATE INDEX proposal_address ON proposal (address_key);

CREATE TABLE held_message (
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    address TEXT NOT NULL,
    since BIGINT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (object_id, place)
);

CREATE TABLE card (
    id TEXT NOT NULL PRIMARY KEY,
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    message TEXT,
    UNIQUE (object_id, network, room)
);
CREATE UNIQUE INDEX card_message ON card (network, room, message);

-- The occurrences again, for each room that has a card: a room's list is one walk along one index.
-- `long` is true for more than a day.
CREATE TABLE room_occurrence (
    card_id TEXT NOT NULL REFERENCES card (id) ON DELETE CASCADE,
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    instance TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    long BOOLEAN NOT NULL,
    PRIMARY KEY (card_id, instance)
);
CREATE INDEX room_occurrence_object ON room_occurrence (object_id);
CREATE INDEX room_occurrence_room ON room_occurrence (network, room, long, starts_at, object_id, instance, ends_at);

-- Other messages that belong to a meeting, so that an answer to them needs no number.
CREATE TABLE meeting_message (
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    message TEXT NOT NULL,
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    PRIMARY KEY (network, room, message)
);
CREATE INDEX meeting_message_object ON meeting_message (object_id);

CREATE TABLE itip_log (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    uid TEXT NOT NULL,
    direction TEXT NOT NULL,
    method TEXT NOT NULL,
    sender TEXT NOT NULL,
    sender_key TEXT NOT NULL,
    recipients TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    stamp BIGINT,
    outcome TEXT,
    refusal TEXT,
    text TEXT,
    CHECK ((outcome IS NULL) = (refusal IS NOT NULL))
);
CREATE INDEX itip_log_uid ON itip_log (uid, id);
CREATE INDEX itip_log_at ON itip_log (at);
CREATE INDEX itip_log_sender ON itip_log (sender_key);

CREATE TABLE inbox (
    network TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (network, id)
);
CREATE INDEX inbox_at ON inbox (at);

-- A row is either a message, with its `key` and `payload`, or the redraw of a card.
-- `ordered` rows of a room go out in the order of their ids.
CREATE TABLE outbox (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key TEXT UNIQUE,
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    card_id TEXT UNIQUE REFERENCES card (id) ON DELETE CASCADE,
    object_id TEXT REFERENCES object (id) ON DELETE SET NULL,
    payload TEXT,
    ordered BOOLEAN NOT NULL,
    revision BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    due BIGINT NOT NULL,
    dead BOOLEAN NOT NULL,
    error TEXT,
    CHECK ((card_id IS NULL) = (key IS NOT NULL) AND (card_id IS NULL) = (payload IS NOT NULL))
);
CREATE INDEX outbox_due ON outbox (due) WHERE NOT dead;
CREATE INDEX outbox_room ON outbox (network, room, id) WHERE NOT dead AND ordered;
CREATE INDEX outbox_object ON outbox (object_id);

CREATE TABLE reminder (
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    instance TEXT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (object_id, instance, at, kind)
);
CREATE INDEX reminder_at ON reminder (at);

-- A private address of a calendar feed: of a person, or of a room they chose.
CREATE TABLE feed_token (
    token TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    network TEXT,
    room TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX feed_token_person ON feed_token (person_id);
