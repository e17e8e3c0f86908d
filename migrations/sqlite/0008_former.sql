-- Meetings as they were before something was done to them. `kind` is 'step' for the last step of a person, which they can
-- take back, and 'pause' or 'skip' where `dates`, a RECURRENCE-ID a line, were taken out of a series and can be put back as
-- they were. `calendar` is empty where the step made the meeting. From `until` on it is of no use.
CREATE TABLE former (
    id TEXT NOT NULL PRIMARY KEY,
    object_id TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    person_id TEXT REFERENCES person (id) ON DELETE CASCADE,
    dates TEXT NOT NULL,
    calendar TEXT NOT NULL
);
CREATE INDEX former_object ON former (object_id, kind, at);
CREATE INDEX former_person ON former (person_id, at) WHERE person_id IS NOT NULL;
CREATE INDEX former_until ON former (until);
