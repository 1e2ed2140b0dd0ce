-- The store of okayd 5df0ee5 (schema V6) after a guest was bound, another one was made for a person, a backend was drained and keys were used:
-- sqlite3 okayd.db .dump. No secret or token in it is anybody's.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "flyway_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO flyway_schema_history VALUES(1,'1','guests backends attachments','SQL','db/sqlite/V1__guests_backends_attachments.sql',310432735,'','2026-11-29 07:07:34.283',28,1);
INSERT INTO flyway_schema_history VALUES(2,'2','controller','SQL','db/sqlite/V2__controller.sql',-2106817551,'','2026-11-29 07:07:34.571',92,1);
INSERT INTO flyway_schema_history VALUES(3,'3','channels','SQL','db/sqlite/V3__channels.sql',-725081325,'','2026-11-29 07:07:34.613',17,1);
INSERT INTO flyway_schema_history VALUES(4,'4','xenstore','SQL','db/sqlite/V4__xenstore.sql',-788950170,'','2026-11-29 07:07:34.637',13,1);
INSERT INTO flyway_schema_history VALUES(5,'5','slot kind','SQL','db/sqlite/V5__slot_kind.sql',1123450991,'','2026-11-29 07:07:35.029',1,1);
INSERT INTO flyway_schema_history VALUES(6,'6','boot over at','SQL','db/sqlite/V6__boot_over_at.sql',-1626907174,'','2026-11-29 07:07:35.075',19,1);
CREATE TABLE guest (
  name         TEXT PRIMARY KEY,
  spec         TEXT NOT NULL,
  plan         TEXT NOT NULL,
  planned_at   INTEGER NOT NULL,
  base_tree    BLOB,
  token_sha256 TEXT NOT NULL
, version INTEGER NOT NULL DEFAULT 1, claimed_by TEXT, sessions INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO guest VALUES('domu1','{"platform":"qemu-virt","devices":[{"name":"console","type":"console","backend":"storage","slotKind":"boot"},{"name":"disk","type":"blk","backend":"storage"},{"name":"lan","type":"net","backend":"network","after":["disk"]}],"spare":2,"policy":{"onBackendLost":"keep","answerSeconds":7}}','{"digest":"ba72e82e1542c0bde5d59ef9411569f173c2f261d6c0933eb397846899a5dcfe","platform":"qemu-virt","slots":[{"device":"console","type":"console","backend":"storage","slotKind":"boot","slot":{"index":31,"base":"0xa003e00","size":"0x200","interrupt":{"intid":79,"cells":[0,47,1]},"path":"/virtio_mmio@a003e00"},"transport":"virtio-mmio-bus.31"},{"device":"disk","type":"blk","backend":"storage","slotKind":"gated","slot":{"index":0,"base":"0xa000000","size":"0x200","interrupt":{"intid":48,"cells":[0,16,1]},"path":"/virtio_mmio@a000000"},"transport":"virtio-mmio-bus.0"},{"device":"lan","type":"net","backend":"network","slotKind":"gated","slot":{"index":1,"base":"0xa000200","size":"0x200","interrupt":{"intid":49,"cells":[0,17,1]},"path":"/virtio_mmio@a000200"},"transport":"virtio-mmio-bus.1"}],"spares":[{"index":2,"base":"0xa000400","size":"0x200","interrupt":{"intid":50,"cells":[0,18,1]},"path":"/virtio_mmio@a000400"},{"index":3,"base":"0xa000600","size":"0x200","interrupt":{"intid":51,"cells":[0,19,1]},"path":"/virtio_mmio@a000600"}]}',1795936075922776,NULL,'6e0f1ef293d219b22f6e11443a7e3d40b4e1ae2ce6042ed366f6753172b0f7f5',1,'e563552f-03f9-4cde-be2f-8a62a744959c',0);
INSERT INTO guest VALUES('domu2','{"platform":"xen","devices":[{"name":"root","type":"blk","backend":"storage"}],"channels":["manual"]}','{"digest":"4ee1d69fb795ee36c8be3ffcb077d8f643f475986fd2ca004487b3be82e6fc03","platform":"xen","slots":[{"device":"root","type":"blk","backend":"storage","slotKind":"gated","slot":{"index":9,"base":"0x2001200","size":"0x200","interrupt":{"intid":42,"cells":[0,10,3841]},"path":"/passthrough/virtio@2001200"}}]}',1795936076989757,NULL,'b1ab190fac80b2fd8525a7881d87122f8118030118e9fb179f1240b216008ffe',1,'e563552f-03f9-4cde-be2f-8a62a744959c',0);
CREATE TABLE boot (
  guest             TEXT PRIMARY KEY REFERENCES guest (name) ON DELETE CASCADE,
  boot_id           TEXT NOT NULL,
  plan_digest       TEXT NOT NULL,
  kernel            TEXT NOT NULL,
  overlay_interface TEXT NOT NULL,
  hello_at          INTEGER NOT NULL
, session INTEGER NOT NULL DEFAULT 0, heard_at INTEGER NOT NULL DEFAULT 0, uptime_millis INTEGER NOT NULL DEFAULT 0, capabilities TEXT NOT NULL DEFAULT '[]', channel TEXT NOT NULL DEFAULT 'HTTP') STRICT;
INSERT INTO boot VALUES('domu1','bbd889ea-8a25-45a4-96ac-b50f1f9b0ed1','ba72e82e1542c0bde5d59ef9411569f173c2f261d6c0933eb397846899a5dcfe','6.1.0','okayd-module',1795936078670598,0,1795936078670598,0,'[]','HTTP');
CREATE TABLE backend (
  name              TEXT PRIMARY KEY,
  secret            TEXT NOT NULL,
  replay_protection TEXT NOT NULL,
  readiness         TEXT NOT NULL,
  epoch             TEXT,
  sequence          INTEGER,
  event_time        INTEGER,
  changed_at        INTEGER
, version INTEGER NOT NULL DEFAULT 1, status_url TEXT, domid INTEGER, received_at INTEGER, lease_until INTEGER, lease_micros INTEGER, drain TEXT, drain_epoch TEXT, xenstore_domain TEXT, xenstore_key TEXT, xenstore_form TEXT, xenstore_heartbeat_seconds INTEGER) STRICT;
INSERT INTO backend VALUES('storage','whsec_ECv+Wlz1J/JmSLEUhsPlK6gxuM6q6kuHG1GFgyX0+os=','TIMESTAMP','READY','1',1,NULL,1795936079389700,1,NULL,NULL,1795936079161358,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO backend VALUES('network','whsec_YHNRGxaYYVfASSliplyw8imVYIS+RHYC6WwFS5vJ6cE=','SEQUENCE','UNKNOWN','boot-a',NULL,NULL,NULL,2,'http://127.0.0.1:1/status',3,NULL,NULL,NULL,'0a4b074d-8d50-40df-b43d-0d135d1da620','boot-a',NULL,NULL,NULL,NULL);
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
INSERT INTO readiness_event VALUES('storage','storage-1-1','READY','1',1,'RECORDED',1795936079389700);
INSERT INTO readiness_event VALUES('network','n2','READY','boot-a',2,'RECORDED',1795936079701248);
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
  changed_at      INTEGER NOT NULL, binds_late INTEGER NOT NULL DEFAULT 0, domid INTEGER, reported_uptime INTEGER NOT NULL DEFAULT -1, removals INTEGER NOT NULL DEFAULT 0, marks TEXT NOT NULL DEFAULT '{}', slot_kind TEXT NOT NULL DEFAULT 'GATED',
  PRIMARY KEY (guest, device)
) STRICT;
INSERT INTO attachment VALUES('domu1','disk','bbd889ea-8a25-45a4-96ac-b50f1f9b0ed1','BOUND','PROVED','The guest''s driver is bound to virtio0','storage','/virtio_mmio@a000000','BLK',1,1,'APPLY',1,NULL,NULL,'1','{"status":"okay","platformDevice":"a000000.virtio_mmio","driver":"virtio-mmio","virtioDevice":"virtio0","virtioId":2,"virtioDriver":"virtio_blk"}',NULL,NULL,1795936080653926,0,NULL,-1,0,'{"eventReceived":"2026-11-29T07:07:59.161358Z","eventRecorded":"2026-11-29T07:07:59.389700Z","decided":"2026-11-29T07:07:59.498911191Z","fetched":"2026-11-29T07:08:00.069840261Z","reported":"2026-11-29T07:08:00.653926189Z","bound":"2026-11-29T07:08:00.653926189Z"}','GATED');
INSERT INTO attachment VALUES('domu1','lan','bbd889ea-8a25-45a4-96ac-b50f1f9b0ed1','WAITING','BACKEND_NOT_READY','Backend "network" is about to stop','network','/virtio_mmio@a000200','NET',0,1,'APPLY',0,NULL,NULL,'boot-a','{"status":"disabled"}',NULL,NULL,1795936082056970,0,NULL,-1,0,'{"eventReceived":"2026-11-29T07:07:59.681436Z","eventRecorded":"2026-11-29T07:07:59.701248Z","decided":"2026-11-29T07:08:00.705387092Z","fetched":"2026-11-29T07:08:01.149150488Z","reported":"2026-11-29T07:08:01.385228649Z"}','GATED');
INSERT INTO attachment VALUES('domu2','root',NULL,'DETACHED','UNWANTED','The device is removed, and its intent is detached','storage','/passthrough/virtio@2001200','BLK',0,0,NULL,0,NULL,NULL,'',NULL,NULL,NULL,1795936081620343,0,NULL,-1,0,'{}','GATED');
CREATE TABLE event_log (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  at      INTEGER NOT NULL,
  type    TEXT NOT NULL,
  subject TEXT NOT NULL,
  data    TEXT NOT NULL
) STRICT;
INSERT INTO event_log VALUES(1,1795936070248269,'backend.registered','storage','{"replayProtection":"timestamp"}');
INSERT INTO event_log VALUES(2,1795936075323138,'backend.registered','network','{"replayProtection":"sequence"}');
INSERT INTO event_log VALUES(3,1795936076066938,'guest.created','domu1','{"planDigest":"ba72e82e1542c0bde5d59ef9411569f173c2f261d6c0933eb397846899a5dcfe"}');
INSERT INTO event_log VALUES(4,1795936076999005,'guest.created','domu2','{"planDigest":"4ee1d69fb795ee36c8be3ffcb077d8f643f475986fd2ca004487b3be82e6fc03"}');
INSERT INTO event_log VALUES(5,1795936078147999,'guest.hello','domu1','{"planMatches":true,"bootId":"16338c26-5222-470f-b0f9-8dd02ed3e7a7"}');
INSERT INTO event_log VALUES(6,1795936078222425,'attachment.phase','domu1/disk','{"from":"Waiting","to":"Waiting","reason":"BackendNotReady","message":"Backend \"storage\" has not said ready","backend":"storage","cause":"DECISION","bootId":"16338c26-5222-470f-b0f9-8dd02ed3e7a7"}');
INSERT INTO event_log VALUES(7,1795936078245862,'attachment.phase','domu1/lan','{"from":"Waiting","to":"Waiting","reason":"AwaitsDevice","message":"Device \"disk\" has to be bound first","backend":"network","cause":"DECISION","bootId":"16338c26-5222-470f-b0f9-8dd02ed3e7a7"}');
INSERT INTO event_log VALUES(8,1795936078683222,'guest.hello','domu1','{"planMatches":true,"bootId":"bbd889ea-8a25-45a4-96ac-b50f1f9b0ed1"}');
INSERT INTO event_log VALUES(9,1795936079478166,'backend.said','storage','{"readiness":"ready","epoch":"1","sequence":1,"eventId":"storage-1-1","effect":"recorded"}');
INSERT INTO event_log VALUES(10,1795936079524892,'attachment.phase','domu1/disk','{"from":"Waiting","to":"Delivering","reason":"CommandSent","message":"The overlay is on its way to the guest","backend":"storage","cause":"DECISION","bootId":"bbd889ea-8a25-45a4-96ac-b50f1f9b0ed1","command":"disk.1","attempts":1}');
INSERT INTO event_log VALUES(11,1795936079709744,'backend.said','network','{"readiness":"ready","epoch":"boot-a","sequence":2,"eventId":"n2","effect":"recorded","devices":[{"guest":"domu1","device":"lan"}],"domid":3}');
INSERT INTO event_log VALUES(12,1795936080674901,'attachment.phase','domu1/disk','{"from":"Delivering","to":"Bound","reason":"Proved","message":"The guest''s driver is bound to virtio0","backend":"storage","cause":"GUEST","bootId":"bbd889ea-8a25-45a4-96ac-b50f1f9b0ed1","command":"disk.1","attempts":1}');
INSERT INTO event_log VALUES(13,1795936080717424,'attachment.phase','domu1/lan','{"from":"Waiting","to":"Delivering","reason":"CommandSent","message":"The overlay is on its way to the guest","backend":"network","cause":"DECISION","bootId":"bbd889ea-8a25-45a4-96ac-b50f1f9b0ed1","command":"lan.1","attempts":1}');
INSERT INTO event_log VALUES(14,1795936081386840,'attachment.phase','domu1/lan','{"from":"Delivering","to":"Waiting","reason":"Retrying","message":"The guest''s kernel did not do it: it gave no reason","backend":"network","cause":"GUEST","bootId":"bbd889ea-8a25-45a4-96ac-b50f1f9b0ed1","command":"lan.1","attempts":1}');
INSERT INTO event_log VALUES(15,1795936081509361,'device.intent','domu2/root','{"intent":"detached"}');
INSERT INTO event_log VALUES(16,1795936081632621,'attachment.phase','domu2/root','{"from":"Waiting","to":"Detached","reason":"Unwanted","message":"The device is removed, and its intent is detached","backend":"storage","cause":"DECISION"}');
INSERT INTO event_log VALUES(17,1795936081988891,'operation.started','network','{"operation":"0a4b074d-8d50-40df-b43d-0d135d1da620","epoch":"boot-a"}');
INSERT INTO event_log VALUES(18,1795936081990939,'operation.drained','network','{"micros":4597,"operation":"0a4b074d-8d50-40df-b43d-0d135d1da620"}');
INSERT INTO event_log VALUES(19,1795936082059152,'attachment.phase','domu1/lan','{"from":"Waiting","to":"Waiting","reason":"BackendNotReady","message":"Backend \"network\" is about to stop","backend":"network","cause":"DECISION","bootId":"bbd889ea-8a25-45a4-96ac-b50f1f9b0ed1","command":"lan.1"}');
INSERT INTO event_log VALUES(20,1795936082325926,'guest.token-renewed','domu1','{}');
CREATE TABLE boot_over (
  guest   TEXT NOT NULL REFERENCES guest (name) ON DELETE CASCADE,
  boot_id TEXT NOT NULL, ended_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (guest, boot_id)
) STRICT;
INSERT INTO boot_over VALUES('domu1','16338c26-5222-470f-b0f9-8dd02ed3e7a7',1795936078670598);
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
INSERT INTO device_readiness VALUES('network','domu1','lan','READY',2,1795936079681436,1795936079701248,NULL,NULL);
CREATE TABLE intent (
  guest  TEXT NOT NULL REFERENCES guest (name) ON DELETE CASCADE,
  device TEXT NOT NULL,
  intent TEXT NOT NULL,
  PRIMARY KEY (guest, device)
) STRICT;
INSERT INTO intent VALUES('domu2','root','DETACHED');
CREATE TABLE operation (
  id         TEXT PRIMARY KEY,
  type       TEXT NOT NULL,
  backend    TEXT NOT NULL,
  epoch      TEXT NOT NULL,
  state      TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
INSERT INTO operation VALUES('0a4b074d-8d50-40df-b43d-0d135d1da620','drain','network','boot-a','DRAINED',1795936081986204,1795936081990802);
CREATE TABLE idempotency (
  key_sha256     TEXT PRIMARY KEY,
  request_sha256 TEXT NOT NULL,
  status         INTEGER NOT NULL,
  answer         BLOB NOT NULL,
  created_at     INTEGER NOT NULL
) STRICT;
INSERT INTO idempotency VALUES('7d1fd64f94af8081fcb0bff52ecc52aab3591ab8a92f88a0be9984b5b8479af2','f9c80cc9280f1845c913335e57bc80bc8dac887b3b48e01ae7919ec72776ab19',202,X'ece9e8db844c9c12bc2774e6dbc693e657122cb85a8ec978a3f7fd7a495213f5b4f257a9ec665589276f498427d5e7dbb68c5ea1392c23fe814086a4740b3cae9b2e20b3d368dff3f558355b41206668774f689ac2142567dd5d5f3faee1da873089405ec0b1f8b4eb4911dd0ff7dca4247ce3e74bb4c6a9ba19150e5eb18b9a98dfec012b9790c81ac4f5bf4a3a6a91bdf3e9d424347a099fe6dafa609b37ea87e0d71360f8f980b6c9721460557cfabf6c6affe0078a9efdfc036004d74c59c959a3a67751b58ae5162955147a8b411375c76fbc028396e543ee9776831d573df2e463217d2458d1e910ab4e5741e3f18206e2fc7502ccfc4f9c3837f58372871516a972221778c20eb49b74ccf4e3d791d20d2dc0ba414a0b0c94d3d95b124f0fea439867488d65926b77bf3e5890a4a4ca22c93c80fa7c9901e882f8e57294e99b0f8feb93d8eecd9c58d3c4b37c68e11827da7eb909a87dd8495bb6e8a7a56de768cffc2f30da8ea629a6a63f00607e28078c59d0f533911a59c7b9743e254f8bede43f9d075770b74f008dcf4ae5a6bb3aceabc1d78f412c66113c3de409accb8a12c0fd9c1058488a73208f',1795936081977484);
INSERT INTO idempotency VALUES('69ae649cde9e93e148c0a54b05ec05cd4c54326f22639447de9c0384b8c7aa0f','2e4fad6cfe695452b9872914c764445a3517823924e9e5faa51b4894b7144eb1',200,X'25063660f16b714d338e30f01a72ab8c3d975230101f3273d2bf3a2be7035b164e5a2e382d6b9b2c551387722e4bfc059f6db0e385abe7a582b7f897262baca585fad202308ac8d1963b7e123695b60383d68e490081c64d7db0135fff74f8bc5c214013ef2e3a2853f6f934ace1a34175ffcbcf32663197c96f137fe8d1a6c6ea',1795936082324040);
CREATE TABLE replica (
  id           TEXT PRIMARY KEY,
  started_at   INTEGER NOT NULL,
  heartbeat_at INTEGER NOT NULL
) STRICT;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('event_log',20);
CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
CREATE INDEX readiness_event_epoch ON readiness_event (backend, epoch);
CREATE INDEX attachment_backend ON attachment (backend);
CREATE INDEX operation_backend ON operation (backend, created_at);
CREATE INDEX idempotency_created ON idempotency (created_at);
COMMIT;
