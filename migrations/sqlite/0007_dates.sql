-- A date of a series can have a card of its own: `instance` is '' for the card of the whole, and `until` is when such a date
-- is over, from when on its card stays as it is. The table is made anew, because SQLite takes no constraint away.
CREATE TABLE card_of (
    id TEXT NOT NULL PRIMARY KEY,
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    instance TEXT NOT NULL DEFAULT '',
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    message TEXT,
    posting BIGINT NOT NULL DEFAULT 0,
    hidden BOOLEAN NOT NULL DEFAULT FALSE,
    shared BOOLEAN NOT NULL DEFAULT FALSE,
    until BIGINT,
    UNIQUE (object_id, network, room, instance)
);
INSERT INTO card_of (id, object_id, network, room, message, posting, hidden, shared)
    SELECT id, object_id, network, room, message, posting, hidden, shared FROM card;
DROP TABLE card;
ALTER TABLE card_of RENAME TO card;
CREATE UNIQUE INDEX card_message ON card (network, room, message);

-- How long before each date of a series its card comes, in minutes; without it a series has one card alone.
ALTER TABLE room ADD COLUMN ahead_minutes BIGINT;
