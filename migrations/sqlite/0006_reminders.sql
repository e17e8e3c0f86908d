-- Reminders of meetings: several for each date, for everyone who comes (`person` is empty) or for one person.
CREATE TABLE reminder_of (
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    instance TEXT NOT NULL,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (object_id, instance, kind, person, at)
);
INSERT INTO reminder_of (object_id, instance, kind, person, at) SELECT object_id, instance, kind, '', at FROM reminder;
DROP TABLE reminder;
ALTER TABLE reminder_of RENAME TO reminder;
CREATE INDEX reminder_at ON reminder (at);
CREATE INDEX reminder_person ON reminder (person) WHERE person <> '';

-- How long before the start people are reminded: minutes with commas between; empty for not at all. `starting` is whether
-- it is said that a meeting begins, `digest` and `quiet` are as people say them; `digest_at` is when the next digest is due.
ALTER TABLE room ADD COLUMN reminders TEXT;
UPDATE room SET reminders = CASE reminder_minutes WHEN 0 THEN '' ELSE CAST(reminder_minutes AS TEXT) END
    WHERE reminder_minutes IS NOT NULL;
ALTER TABLE room DROP COLUMN reminder_minutes;
ALTER TABLE room ADD COLUMN starting BOOLEAN;
ALTER TABLE room ADD COLUMN quiet TEXT;
ALTER TABLE room ADD COLUMN digest TEXT;
ALTER TABLE room ADD COLUMN digest_at BIGINT;
CREATE INDEX room_digest ON room (digest_at) WHERE digest_at IS NOT NULL;

-- The same for one meeting, for one person, and for one person in one meeting; and the room where a person's own come.
ALTER TABLE object ADD COLUMN reminders TEXT;
ALTER TABLE person ADD COLUMN reminders TEXT;
ALTER TABLE person ADD COLUMN remind_network TEXT;
ALTER TABLE person ADD COLUMN remind_room TEXT;
CREATE TABLE own_reminder (
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    reminders TEXT NOT NULL,
    PRIMARY KEY (object_id, person_id)
);
CREATE INDEX own_reminder_person ON own_reminder (person_id);

-- What somebody asked to be reminded of, alone (`personal`) or with the room. `at` is when it comes next; null once it
-- has come for the last time, which was at `since`. `series` is how it repeats, as iCalendar, and
-- `zone` whose clocks it goes by.
CREATE TABLE memo (
    number BIGINT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    personal BOOLEAN NOT NULL,
    text TEXT NOT NULL,
    at BIGINT,
    series TEXT,
    zone TEXT NOT NULL,
    since BIGINT NOT NULL
);
CREATE INDEX memo_at ON memo (at) WHERE at IS NOT NULL;
CREATE INDEX memo_person ON memo (person_id);
CREATE INDEX memo_room ON memo (network, room);
INSERT INTO counter (name, last) VALUES ('memo', 0);

-- The messages that such a thing was said in, so that an answer to one needs no number.
CREATE TABLE memo_message (
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    message TEXT NOT NULL,
    memo BIGINT NOT NULL REFERENCES memo (number) ON DELETE CASCADE,
    PRIMARY KEY (network, room, message)
);
CREATE INDEX memo_message_memo ON memo_message (memo);

-- What came too late to help, until the room is told in one message. `person` is whom it was for; empty for everyone.
CREATE TABLE missed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    object_id TEXT REFERENCES object (id) ON DELETE CASCADE,
    memo BIGINT REFERENCES memo (number) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    person TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX missed_room ON missed (network, room);
CREATE INDEX missed_object ON missed (object_id);
CREATE INDEX missed_memo ON missed (memo);

-- A row of the outbox can also be something that is due; what it says is looked up when it is sent.
ALTER TABLE outbox ADD COLUMN reminds BOOLEAN NOT NULL DEFAULT FALSE;
