-- A date of a series can have a card of its own: `instance` is '' for the card of the whole, and `until` is when such a date
-- is over, from when on its card stays as it is.
ALTER TABLE card ADD COLUMN instance TEXT NOT NULL DEFAULT '';
ALTER TABLE card ADD COLUMN until BIGINT;
ALTER TABLE card DROP CONSTRAINT card_object_id_network_room_key;
ALTER TABLE card ADD UNIQUE (object_id, network, room, instance);

-- How long before each date of a series its card comes, in minutes; without it a series has one card alone.
ALTER TABLE room ADD COLUMN ahead_minutes BIGINT;
