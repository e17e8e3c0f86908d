-- What each person did last in a room, for when they want it undone. `step` where that can be taken back, which is until
-- something else was done to the meeting; `command` is the word for it. From `until` on it is of no use.
CREATE TABLE did (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    network TEXT NOT NULL,
    room TEXT NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    command TEXT NOT NULL,
    object_id TEXT REFERENCES object (id) ON DELETE SET NULL,
    step BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, network, room)
);
CREATE INDEX did_object ON did (object_id);
CREATE INDEX did_until ON did (until);
