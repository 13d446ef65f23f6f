-- Version 6. A sign-in that is made for a tool, and when the tool has taken its tokens: from then on they are not here.

ALTER TABLE app_grant ADD COLUMN handed_over_at INTEGER;  -- milliseconds since 1970, UTC
