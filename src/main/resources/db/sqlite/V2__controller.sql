-- version counts the changes that an ETag tells apart. claimed_by is the replica that acts for the guest.
ALTER TABLE guest ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE guest ADD COLUMN claimed_by TEXT;
-- How many sessions of its agents have begun. boot.session is the one that the boot's HELLO opened.
ALTER TABLE guest ADD COLUMN sessions INTEGER NOT NULL DEFAULT 0;

-- heard_at: when the agent last gave a sign of life, to within a few seconds. uptime_millis: of the guest, in the latest message that was taken.
ALTER TABLE boot ADD COLUMN session INTEGER NOT NULL DEFAULT 0;
ALTER TABLE boot ADD COLUMN heard_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE boot ADD COLUMN uptime_millis INTEGER NOT NULL DEFAULT 0;
ALTER TABLE boot ADD COLUMN capabilities TEXT NOT NULL DEFAULT '[]';

-- Boots that another one has followed: a late message of one of them may not bring it back.
CREATE TABLE boot_over (
  guest   TEXT NOT NULL REFERENCES guest (name) ON DELETE CASCADE,
  boot_id TEXT NOT NULL,
  PRIMARY KEY (guest, boot_id)
) STRICT;

-- readiness is what the backend said of all its devices; device_readiness holds what it said of single ones with a higher sequence.
-- received_at: the first byte of the event that counts.
ALTER TABLE backend ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE backend ADD COLUMN status_url TEXT;
ALTER TABLE backend ADD COLUMN domid INTEGER;
ALTER TABLE backend ADD COLUMN received_at INTEGER;
ALTER TABLE backend ADD COLUMN lease_until INTEGER;
ALTER TABLE backend ADD COLUMN lease_micros INTEGER;
-- drain: the operation. drain_epoch: the start of the backend that is to stop, if it was said.
ALTER TABLE backend ADD COLUMN drain TEXT;
ALTER TABLE backend ADD COLUMN drain_epoch TEXT;

CREATE TABLE device_readiness (
  backend      TEXT NOT NULL REFERENCES backend (name) ON DELETE CASCADE,
  guest        TEXT NOT NULL,
  device       TEXT NOT NULL,
  readiness    TEXT NOT NULL,
  sequence     INTEGER NOT NULL,
  received_at  INTEGER,
  changed_at   INTEGER NOT NULL,
  lease_until  INTEGER,
  lease_micros INTEGER,
  PRIMARY KEY (backend, guest, device)
) STRICT;

-- domid: that the overlay names, if it names one (binds_late). removals: in this boot. reported_uptime: of the guest,
-- in the last report that was taken, in milliseconds. marks: the steps of the present way, as JSON.
ALTER TABLE attachment ADD COLUMN binds_late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN domid INTEGER;
ALTER TABLE attachment ADD COLUMN reported_uptime INTEGER NOT NULL DEFAULT -1;
ALTER TABLE attachment ADD COLUMN removals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN marks TEXT NOT NULL DEFAULT '{}';

-- What somebody wants of a device; without a row, to follow its backend.
CREATE TABLE intent (
  guest  TEXT NOT NULL REFERENCES guest (name) ON DELETE CASCADE,
  device TEXT NOT NULL,
  intent TEXT NOT NULL,
  PRIMARY KEY (guest, device)
) STRICT;

CREATE TABLE operation (
  id         TEXT PRIMARY KEY,
  type       TEXT NOT NULL,
  backend    TEXT NOT NULL,
  epoch      TEXT NOT NULL,
  state      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

CREATE INDEX operation_backend ON operation (backend, created_at);

-- Answers to requests with an Idempotency-Key. Of the key only its digest is kept; the answer is encrypted with the key, for it may hold a secret.
CREATE TABLE idempotency (
  key_sha256     TEXT PRIMARY KEY,
  request_sha256 TEXT NOT NULL,
  status         INTEGER NOT NULL,
  answer         BLOB NOT NULL,
  created_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE replica (
  id           TEXT PRIMARY KEY,
  started_at   INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL
) STRICT;
