-- Version 4. What a person chose once for all orgs; what is not here is as it was delivered.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
