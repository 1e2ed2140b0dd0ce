-- Times are microseconds since the epoch. Documents are JSON texts that only the code looks into.

CREATE TABLE guest (
  name         TEXT PRIMARY KEY,
  spec         TEXT NOT NULL,
  plan         TEXT NOT NULL,
  planned_at   INTEGER NOT NULL,
  base_tree    BLOB,
  token_sha256 TEXT NOT NULL
) STRICT;

-- The boot in which the guest's agent last said HELLO.
CREATE TABLE boot (
  guest             TEXT PRIMARY KEY REFERENCES guest (name) ON DELETE CASCADE,
  boot_id           TEXT NOT NULL,
  plan_digest       TEXT NOT NULL,
  kernel            TEXT NOT NULL,
  overlay_interface TEXT NOT NULL,
  hello_at          INTEGER NOT NULL
) STRICT;

CREATE TABLE backend (
  name              TEXT PRIMARY KEY,
  secret            TEXT NOT NULL,
  replay_protection TEXT NOT NULL,
  readiness         TEXT NOT NULL,
  epoch             TEXT,
  sequence          INTEGER,
  event_time        INTEGER,
  changed_at        INTEGER
) STRICT;

-- Every event that was answered with 202: it makes a repeated one known, and an epoch that another one has followed.
CREATE TABLE readiness_event (
  backend     TEXT NOT NULL REFERENCES backend (name) ON DELETE CASCADE,
  event_id    TEXT NOT NULL,
  type        TEXT NOT NULL,
  epoch       TEXT NOT NULL,
  sequence    INTEGER NOT NULL,
  effect      TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (backend, event_id)
) STRICT;

CREATE INDEX readiness_event_epoch ON readiness_event (backend, epoch);

-- One row for each gated device, and for each one that may still be live from an earlier plan. backend, path and type are of the
-- plan that held when its overlay was sent.
CREATE TABLE attachment (
  guest           TEXT NOT NULL REFERENCES guest (name) ON DELETE CASCADE,
  device          TEXT NOT NULL,
  boot_id         TEXT,
  phase           TEXT NOT NULL,
  reason          TEXT NOT NULL,
  message         TEXT NOT NULL,
  backend         TEXT NOT NULL,
  path            TEXT NOT NULL,
  type            TEXT NOT NULL,
  may_be_live     INTEGER NOT NULL,
  generation      INTEGER NOT NULL,
  command         TEXT,
  attempts        INTEGER NOT NULL,
  next_attempt_at INTEGER,
  deadline_at     INTEGER,
  epoch           TEXT,
  proof           TEXT,
  errno           INTEGER,
  apply_micros    INTEGER,
  changed_at      INTEGER NOT NULL,
  PRIMARY KEY (guest, device)
) STRICT;

CREATE INDEX attachment_backend ON attachment (backend);

CREATE TABLE event_log (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  type    TEXT NOT NULL,
  subject TEXT NOT NULL,
  data    TEXT NOT NULL
) STRICT;
