-- Version 7. A list for many orgs: what is pinned, folded, noted, guarded, kept alive, or removed and can still come
-- back; sets of orgs; what was done, and when. No column holds a value that was copied.

CREATE TABLE removal (
    id        TEXT PRIMARY KEY,
    at        INTEGER NOT NULL,  -- milliseconds since 1970, UTC
    signs_out INTEGER NOT NULL
) STRICT;

ALTER TABLE client ADD COLUMN is_folded INTEGER NOT NULL DEFAULT 0;

ALTER TABLE org ADD COLUMN removal TEXT REFERENCES removal (id);  -- not shown any more; it can be brought back for a moment
ALTER TABLE org ADD COLUMN pinned_at INTEGER;
ALTER TABLE org ADD COLUMN notes TEXT NOT NULL DEFAULT '';
ALTER TABLE org ADD COLUMN guard TEXT;  -- the user's word on how carefully it is used; null: by its kind
ALTER TABLE org ADD COLUMN keeps_alive INTEGER NOT NULL DEFAULT 0;
ALTER TABLE org ADD COLUMN copy_as TEXT NOT NULL DEFAULT 'token';  -- the shape that was chosen last
ALTER TABLE org ADD COLUMN refreshed_at INTEGER;  -- since when it is a new sandbox under an old name

ALTER TABLE client_app ADD COLUMN removal TEXT REFERENCES removal (id);
ALTER TABLE client_app ADD COLUMN used_at INTEGER;
ALTER TABLE client_app ADD COLUMN score REAL NOT NULL DEFAULT 0;  -- how often and how lately it was used, as of used_at
ALTER TABLE client_app ADD COLUMN idle_days INTEGER;  -- after so many days without use its sign-ins end; null: nobody knows
ALTER TABLE client_app ADD COLUMN idle_read_at INTEGER;  -- when Salesforce said so; null: its recipe does

ALTER TABLE app_grant ADD COLUMN renewed_at INTEGER;  -- when its refresh token was last used
ALTER TABLE app_grant ADD COLUMN server_used_at INTEGER;  -- when Salesforce saw it used last
ALTER TABLE app_grant ADD COLUMN server_uses INTEGER;
ALTER TABLE app_grant ADD COLUMN server_asked_at INTEGER;

CREATE TABLE org_set (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE COLLATE NOCASE,
    code    TEXT NOT NULL UNIQUE COLLATE NOCASE,
    shape   TEXT NOT NULL,
    used_at INTEGER,
    score   REAL NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE org_set_member (
    org_set  TEXT NOT NULL REFERENCES org_set (id) ON DELETE CASCADE,
    app      TEXT NOT NULL REFERENCES client_app (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    PRIMARY KEY (org_set, app)
) STRICT;
CREATE INDEX org_set_member_of_app ON org_set_member (app);

CREATE TABLE activity (
    id     INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    org    TEXT,  -- no reference: what was done outlives the entry
    named  TEXT NOT NULL,  -- client and org, as they were called then
    app    TEXT NOT NULL DEFAULT '',
    deed   TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''  -- a shape, a tool, or a failure's code; never a value
) STRICT;
CREATE INDEX activity_of_org ON activity (org, id);

CREATE INDEX client_app_of_org ON client_app (org);
CREATE INDEX app_grant_of_app ON app_grant (app);
