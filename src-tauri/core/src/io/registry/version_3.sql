-- Version 3: flows without a person, further callbacks, a browser for each org, and when a token ends.

ALTER TABLE org ADD COLUMN browser TEXT;
ALTER TABLE org ADD COLUMN browser_profile TEXT;
ALTER TABLE org ADD COLUMN browser_private INTEGER NOT NULL DEFAULT 0;

ALTER TABLE client_app ADD COLUMN flow TEXT NOT NULL DEFAULT 'authorization_code'
    CHECK (flow IN ('authorization_code', 'client_credentials', 'jwt_bearer'));
ALTER TABLE client_app ADD COLUMN further_callbacks TEXT NOT NULL DEFAULT '';  -- one a line, to the byte
ALTER TABLE client_app ADD COLUMN jwt_username TEXT;
ALTER TABLE client_app ADD COLUMN jwt_audience TEXT;
ALTER TABLE client_app ADD COLUMN certificate TEXT;  -- PEM: public
ALTER TABLE client_app ADD COLUMN certificate_view TEXT;  -- JSON: what of it is shown
ALTER TABLE client_app ADD COLUMN private_key_last_four TEXT;
ALTER TABLE client_app ADD COLUMN private_key_fingerprint TEXT;
ALTER TABLE client_app ADD COLUMN private_key_place INTEGER NOT NULL DEFAULT 0;

-- When the access token ends, and when Salesforce said so: milliseconds since 1970, UTC.
ALTER TABLE app_grant ADD COLUMN ends_at INTEGER;
ALTER TABLE app_grant ADD COLUMN ends_asked_at INTEGER;
