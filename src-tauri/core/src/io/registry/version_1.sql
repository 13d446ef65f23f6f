-- Version 1. No column holds a secret: keys and tokens are in the keychain, under the ids of these rows.

CREATE TABLE install (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    salt BLOB NOT NULL
) STRICT;
INSERT INTO install VALUES (1, randomblob(32));

CREATE TABLE client (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;

CREATE TABLE org (
    id                TEXT PRIMARY KEY,
    client            TEXT NOT NULL REFERENCES client (id),
    name              TEXT NOT NULL COLLATE NOCASE,
    code              TEXT NOT NULL UNIQUE COLLATE NOCASE,
    host              TEXT NOT NULL,
    chosen            TEXT,    -- the user's word on its kind
    organization_id   TEXT,    -- pinned by the first sign-in
    organization_name TEXT,
    is_sandbox        INTEGER,
    organization_type TEXT,
    UNIQUE (client, name)
) STRICT;

CREATE TABLE client_app (
    id                 TEXT PRIMARY KEY,
    org                TEXT NOT NULL REFERENCES org (id),
    name               TEXT NOT NULL COLLATE NOCASE,
    callback_url       TEXT NOT NULL,
    scopes             TEXT NOT NULL,
    key_last_four      TEXT NOT NULL,
    key_fingerprint    TEXT NOT NULL,
    secret_last_four   TEXT,
    secret_fingerprint TEXT,
    UNIQUE (org, name)
) STRICT;

-- One grant a tool; `tool` is the empty text for Keyperch's own.
CREATE TABLE app_grant (
    id           TEXT PRIMARY KEY,
    app          TEXT NOT NULL REFERENCES client_app (id),
    tool         TEXT NOT NULL DEFAULT '',
    organization TEXT NOT NULL,
    user         TEXT NOT NULL,
    username     TEXT,
    scopes       TEXT NOT NULL,
    instance_url TEXT NOT NULL,
    refreshable  INTEGER NOT NULL,
    proven_at    INTEGER NOT NULL,  -- milliseconds since 1970, UTC
    signed_in_at INTEGER NOT NULL,
    ended        INTEGER NOT NULL DEFAULT 0,
    UNIQUE (app, tool)
) STRICT;
