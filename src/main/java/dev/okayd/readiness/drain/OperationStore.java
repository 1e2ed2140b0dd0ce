package dev.okayd.readiness.drain;

import dev.okayd.store.EpochMicros;
import dev.okayd.store.json.StoredEnum;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code operation}. */
@ApplicationScoped
public class OperationStore {
  private static final String DRAIN = "drain";

  /**
   * Lists the columns. With {@code *} a prepared statement of PostgreSQL would change its result
   * type when a later version adds a column while this one runs.
   */
  private static final String SELECT =
      "SELECT id, type, backend, epoch, state, created_at, changed_at FROM operation ";

  Optional<Operation> find(Handle handle, String id) {
    return handle
        .createQuery(SELECT + "WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> operation(row))
        .findOne();
  }

  /** Running drains, and completed drains that are still in effect. */
  List<Operation> held(Handle handle) {
    return handle
        .createQuery(
            SELECT
                + """
            WHERE type = 'drain' AND (state = 'RUNNING' OR (state = 'DRAINED'
              AND id IN (SELECT drain FROM backend WHERE drain IS NOT NULL)))
            """)
        .map((row, context) -> operation(row))
        .list();
  }

  /** All operations, latest first. */
  List<Operation> latest(Handle handle, int limit) {
    return handle
        .createQuery(SELECT + "ORDER BY created_at DESC, id LIMIT :limit")
        .bind("limit", limit)
        .map((row, context) -> operation(row))
        .list();
  }

  /** The operations of a backend, latest first. */
  List<Operation> latest(Handle handle, String backend, int limit) {
    return handle
        .createQuery(SELECT + "WHERE backend = :backend ORDER BY created_at DESC, id LIMIT :limit")
        .bind("backend", backend)
        .bind("limit", limit)
        .map((row, context) -> operation(row))
        .list();
  }

  void put(Handle handle, Operation operation) {
    handle
        .createUpdate(
            """
            INSERT INTO operation (id, type, backend, epoch, state, created_at, changed_at)
            VALUES (:id, :type, :backend, :epoch, :state, :createdAt, :changedAt)
            ON CONFLICT (id) DO UPDATE SET
              state = excluded.state, changed_at = excluded.changed_at
            """)
        .bind("id", operation.id())
        .bind("type", DRAIN)
        .bind("backend", operation.backend())
        .bind("epoch", operation.epoch())
        .bind("state", operation.state().name())
        .bind("createdAt", EpochMicros.micros(operation.createdAt()))
        .bind("changedAt", EpochMicros.micros(operation.changedAt()))
        .execute();
  }

  /**
   * An operation of another type than a drain has an unknown state: a later version recorded it.
   */
  private static Operation operation(ResultSet row) throws SQLException {
    Operation.State state =
        row.getString("type").equals(DRAIN)
            ? StoredEnum.read(Operation.State.class, row.getString("state"))
            : Operation.State.UNKNOWN;
    return new Operation(
        row.getString("id"),
        row.getString("backend"),
        row.getString("epoch"),
        state,
        EpochMicros.instant(row.getLong("created_at")),
        EpochMicros.instant(row.getLong("changed_at")));
  }
}
