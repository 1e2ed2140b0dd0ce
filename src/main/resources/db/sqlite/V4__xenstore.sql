-- Where a backend's readiness is read in the xenstore, if it is.
ALTER TABLE backend ADD COLUMN xenstore_domain TEXT;
ALTER TABLE backend ADD COLUMN xenstore_key TEXT;
ALTER TABLE backend ADD COLUMN xenstore_form TEXT;
ALTER TABLE backend ADD COLUMN xenstore_heartbeat_seconds INTEGER;
