package dev.okayd.backup;

import java.util.List;
import java.util.Set;

/**
 * A table in backups.
 *
 * @param name its name
 * @param order the columns that order its rows
 * @param leftOut columns that backups omit
 */
record BackupTable(String name, String order, Set<String> leftOut) {

  /** All tables in backups; each one follows the tables that it references. */
  static final List<BackupTable> ALL =
      List.of(
          // claimed_by names a replica of this database
          new BackupTable("guest", "name", Set.of("claimed_by")),
          of("boot", "guest"),
          of("boot_over", "guest, boot_id"),
          of("former_device", "guest, device, backend, plan_digest"),
          of("attachment", "guest, device"),
          of("intent", "guest, device"),
          of("backend", "name"),
          of("device_readiness", "backend, guest, device"),
          of("readiness_event", "backend, event_id"),
          of("operation", "id"),
          of("drain_confirmation", "operation, guest, device"),
          of("idempotency", "key_sha256"),
          of("event_log", "seq"),
          of("log_age", "up_to_seq"));

  /** Tables that describe the database and its replicas instead of guests and backends. */
  static final Set<String> LEFT_OUT = Set.of("flyway_schema_history", "replica");

  private static BackupTable of(String name, String order) {
    return new BackupTable(name, order, Set.of());
  }
}
