-- Sessions up to this one began before a restore: what agents say in them is void.
ALTER TABLE guest ADD COLUMN void_sessions BIGINT NOT NULL DEFAULT 0;

-- Boot slots and bridges that a guest's plan had, and has no longer: a guest that booted the tree of that plan still has them.
-- boots: how many boots of the guest have begun since.
CREATE TABLE former_device (
  guest       TEXT COLLATE "C" NOT NULL REFERENCES guest (name) ON DELETE CASCADE,
  device      TEXT COLLATE "C" NOT NULL,
  backend     TEXT COLLATE "C" NOT NULL,
  kind        TEXT NOT NULL,
  plan_digest TEXT NOT NULL,
  boots       BIGINT NOT NULL,
  PRIMARY KEY (guest, device, backend, plan_digest)
);

CREATE INDEX former_device_backend ON former_device (backend);

-- That a person has made sure that a guest no longer uses a device that okayd cannot take from it. It holds in one boot.
CREATE TABLE drain_confirmation (
  operation TEXT COLLATE "C" NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
  guest     TEXT COLLATE "C" NOT NULL,
  device    TEXT COLLATE "C" NOT NULL,
  boot_id   TEXT NOT NULL,
  PRIMARY KEY (operation, guest, device)
);
