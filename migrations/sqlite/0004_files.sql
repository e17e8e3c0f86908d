-- A calendar file that somebody dropped, until they say what shall come of it. `message` is the question about it, once
-- it was sent.
CREATE TABLE dropped_file (
    id TEXT NOT NULL PRIMARY KEY,
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    message TEXT,
    account TEXT NOT NULL,
    content TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX dropped_file_message ON dropped_file (network, room, message);
CREATE INDEX dropped_file_account ON dropped_file (network, account);
CREATE INDEX dropped_file_at ON dropped_file (at);
