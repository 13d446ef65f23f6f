-- Version 2. A grant arrives, is ready, and leaves; what the keychain may hold for nobody is listed until it is gone.

-- Names this installation in the slots of the keychain.
ALTER TABLE install ADD COLUMN id TEXT NOT NULL DEFAULT '';
UPDATE install SET id = lower(hex(randomblob(16)));

-- Which of their two places hold an app's credentials.
ALTER TABLE client_app ADD COLUMN key_place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE client_app ADD COLUMN secret_place INTEGER NOT NULL DEFAULT 0;

CREATE TABLE new_grant (
    id           TEXT PRIMARY KEY,
    app          TEXT REFERENCES client_app (id) ON DELETE SET NULL, -- null: only to be revoked
    tool         TEXT NOT NULL DEFAULT '',
    state        TEXT NOT NULL CHECK (state IN ('arriving', 'ready', 'leaving')),
    host         TEXT NOT NULL,  -- where it was given, and is revoked
    organization TEXT NOT NULL,
    user         TEXT NOT NULL,
    username     TEXT,
    scopes       TEXT NOT NULL,
    instance_url TEXT NOT NULL,
    refreshable  INTEGER NOT NULL,
    proven_at    INTEGER NOT NULL,  -- milliseconds since 1970, UTC
    signed_in_at INTEGER NOT NULL,
    ended        INTEGER NOT NULL DEFAULT 0,
    generation   INTEGER NOT NULL DEFAULT 0,  -- the newest refresh token that the keychain is known to hold
    intent       INTEGER,  -- the generation that may have been spent: a renewal is under way, or in doubt
    CHECK (app IS NOT NULL OR state = 'leaving')
) STRICT;
INSERT INTO new_grant
    SELECT app_grant.id, app, tool, 'ready', org.host, organization, user, username, app_grant.scopes, instance_url,
           refreshable, proven_at, signed_in_at, ended, 0, NULL
    FROM app_grant JOIN client_app ON client_app.id = app_grant.app JOIN org ON org.id = client_app.org;
DROP TABLE app_grant;
ALTER TABLE new_grant RENAME TO app_grant;
CREATE UNIQUE INDEX one_ready_grant ON app_grant (app, tool) WHERE state = 'ready';

-- Items that may be in the keychain, and are to be deleted from it unless an entry claims them.
CREATE TABLE loose_item (
    owner TEXT NOT NULL,
    kind  TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (owner, kind, place)
) STRICT;
