-- A command that somebody wrote, by its message: what replaces it is a correction.
CREATE TABLE command_message (
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    message TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (network, room, message)
);
CREATE INDEX command_message_at ON command_message (at);

-- What a reaction to a message of the bot's does, where the network has no buttons: a command line. `account` is who
-- alone may use it; null for everyone.
CREATE TABLE control (
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    message TEXT NOT NULL,
    emoji TEXT NOT NULL,
    line TEXT NOT NULL,
    account TEXT,
    object_id TEXT REFERENCES object (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    PRIMARY KEY (network, room, message, emoji)
);
CREATE INDEX control_object ON control (object_id);
CREATE INDEX control_account ON control (network, account);
CREATE INDEX control_at ON control (at);

-- `posting` counts the messages of a card that were taken away: each has a key of its own. A `hidden` card is one whose
-- message was taken away; it comes back when somebody asks for it.
ALTER TABLE card ADD COLUMN posting BIGINT NOT NULL DEFAULT 0;
ALTER TABLE card ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;

-- Whether the bot was taken out of the room: nothing is sent there.
ALTER TABLE room ADD COLUMN away BOOLEAN NOT NULL DEFAULT FALSE;
