-- By how much the clock was set after an entry of the log: entries up to it age as if it had not been.
CREATE TABLE log_age (
  up_to_seq BIGINT PRIMARY KEY,
  micros    BIGINT NOT NULL
);
