-- Version 5. Set-ups that were begun, and how far each of their lines is known to be done.

CREATE TABLE guide (
    id        TEXT PRIMARY KEY,
    org       TEXT NOT NULL REFERENCES org (id) ON DELETE CASCADE,
    app       TEXT REFERENCES client_app (id) ON DELETE CASCADE,  -- null: its key is not known yet
    recipe    TEXT NOT NULL,
    answers   TEXT NOT NULL DEFAULT '{}',  -- JSON: no secret is among them
    begun_at  INTEGER NOT NULL,  -- milliseconds since 1970, UTC
    proven_at INTEGER
) STRICT;
CREATE INDEX guide_of_org ON guide (org);
CREATE INDEX guide_of_app ON guide (app);

CREATE TABLE guide_tick (
    guide TEXT NOT NULL REFERENCES guide (id) ON DELETE CASCADE,
    line  TEXT NOT NULL,
    tick  TEXT NOT NULL CHECK (tick IN ('copied', 'claimed', 'proved', 'refuted')),
    at    INTEGER NOT NULL,
    PRIMARY KEY (guide, line)
) STRICT;
