-- A word that gives a meeting a card in another room; good for a day.
CREATE TABLE share_code (
    code TEXT NOT NULL PRIMARY KEY,
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    at BIGINT NOT NULL
);
CREATE INDEX share_code_object ON share_code (object_id);
CREATE INDEX share_code_at ON share_code (at);

-- Whether a card came by such a word: who moderates its room does not moderate the meeting.
ALTER TABLE card ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE;

-- The reactions to a card that are known.
CREATE TABLE reaction (
    card_id TEXT NOT NULL REFERENCES card (id) ON DELETE CASCADE,
    account TEXT NOT NULL,
    emoji TEXT NOT NULL,
    PRIMARY KEY (card_id, account, emoji)
);
CREATE INDEX reaction_account ON reaction (account);

-- What a network's own calendar shows of a meeting, by the meeting's card. It outlives the card, so that what is shown can
-- be taken away. `event` is the network's id of it; null for one that somebody took away, or that the network does not
-- show: it is not shown again for the same times. `digest` says what it was that was shown.
CREATE TABLE mirror (
    card_id TEXT NOT NULL PRIMARY KEY,
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    event TEXT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    digest TEXT NOT NULL
);
CREATE INDEX mirror_room ON mirror (network, room);

-- A row of the outbox can also be a message that replaces another one (`replaces`), or a card whose meeting is to be shown
-- in the network's calendar (`event`; the payload is the card).
ALTER TABLE outbox ADD COLUMN replaces TEXT;
ALTER TABLE outbox ADD COLUMN event BOOLEAN NOT NULL DEFAULT FALSE;

-- Who may make meetings in a room (moderators alone where true), and whether its meetings are shown in the network's
-- calendar.
ALTER TABLE room ADD COLUMN moderated BOOLEAN;
ALTER TABLE room ADD COLUMN calendar BOOLEAN;
