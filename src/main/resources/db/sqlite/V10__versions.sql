-- A version is the log entry of the last change, so that it never comes back. Those so far were counted anew for each guest and backend.
UPDATE guest SET version = (SELECT COALESCE(MAX(seq), 1) FROM event_log);
UPDATE backend SET version = (SELECT COALESCE(MAX(seq), 1) FROM event_log);
