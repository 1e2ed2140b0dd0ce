package dev.okayd.clock;

import java.util.List;

/**
 * A column with a time of okayd's clock.
 *
 * @param table its table
 * @param column its name
 * @param meaning how the time changes when the clock is set
 */
record TimeColumn(String table, String column, Meaning meaning) {

  /** What a time is for. */
  enum Meaning {
    /** The end of a wait, or the start of a state: it moves with the clock. */
    WAIT,
    /** The age of a record, for retention: it moves with the clock, also between two runs. */
    AGE
  }

  /** All such columns except those of the log, whose entries keep their times. */
  static final List<TimeColumn> ALL =
      List.of(
          wait("attachment", "next_attempt_at"),
          wait("attachment", "deadline_at"),
          wait("attachment", "changed_at"),
          wait("attachment", "phase_since"),
          wait("boot", "hello_at"),
          wait("boot", "heard_at"),
          wait("backend", "received_at"),
          wait("backend", "changed_at"),
          wait("backend", "lease_until"),
          wait("device_readiness", "received_at"),
          wait("device_readiness", "changed_at"),
          wait("device_readiness", "lease_until"),
          wait("guest", "planned_at"),
          wait("replica", "started_at"),
          wait("replica", "heartbeat_at"),
          age("boot_over", "ended_at"),
          age("readiness_event", "received_at"),
          age("operation", "created_at"),
          age("operation", "changed_at"),
          age("idempotency", "created_at"));

  private static TimeColumn wait(String table, String column) {
    return new TimeColumn(table, column, Meaning.WAIT);
  }

  private static TimeColumn age(String table, String column) {
    return new TimeColumn(table, column, Meaning.AGE);
  }

  /** SQL that moves the column by {@code :micros}. */
  String move() {
    return "UPDATE %s SET %s = %s + :micros WHERE %s IS NOT NULL"
        .formatted(table, column, column, column);
  }
}
