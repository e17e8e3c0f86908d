-- Of a series, each occurrence says which instance's attendees are its own ('' for those of the whole), and its title and
-- days, where they are others than the object's.
ALTER TABLE occurrence ADD COLUMN roster TEXT NOT NULL DEFAULT '';
ALTER TABLE occurrence ADD COLUMN summary TEXT;
ALTER TABLE occurrence ADD COLUMN days TEXT;

-- How far an attendee of a to-do is.
ALTER TABLE attendee ADD COLUMN received_percent BIGINT;
ALTER TABLE attendee ADD COLUMN received_completed BIGINT;
ALTER TABLE attendee ADD COLUMN received_status TEXT;
