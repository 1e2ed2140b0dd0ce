package dev.okayd.replica;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The heartbeat rows of replicas. Each method runs in the caller's transaction. */
public final class Heartbeats {
  private final String me;
  private final LivenessWindow lifetime;
  private final long startedAt;

  /**
   * For one replica.
   *
   * @param me its id
   * @param deadAfter how long after its last heartbeat a replica is dead
   */
  public Heartbeats(String me, Clock clock, Duration deadAfter) {
    this.me = me;
    this.lifetime = new LivenessWindow(clock, deadAfter);
    this.startedAt = lifetime.now();
  }

  /**
   * Records a heartbeat of this replica, and deletes dead replicas.
   *
   * @return the names of the guests whose replica is dead
   */
  public List<String> beat(Handle handle) {
    handle
        .createUpdate(
            """
            INSERT INTO replica (id, started_at, heartbeat_at) VALUES (:me, :startedAt, :now)
            ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
            """)
        .bind("me", me)
        .bind("startedAt", startedAt)
        .bind("now", lifetime.now())
        .execute();
    handle
        .createUpdate("DELETE FROM replica WHERE heartbeat_at <= :oldest OR heartbeat_at > :newest")
        .bind("oldest", lifetime.oldest())
        .bind("newest", lifetime.newest())
        .execute();
    return handle
        .createQuery(
            """
            SELECT name FROM guest
            WHERE claimed_by IS NOT NULL AND claimed_by NOT IN (SELECT id FROM replica)
            ORDER BY name
            """)
        .mapTo(String.class)
        .list();
  }

  /** Deletes all other replicas, when no other can be running. */
  public void deleteOthers(Handle handle) {
    handle.createUpdate("DELETE FROM replica WHERE id <> :me").bind("me", me).execute();
  }

  /** Deletes this replica, so that others take over its guests without waiting. */
  public void end(Handle handle) {
    handle.createUpdate("DELETE FROM replica WHERE id = :me").bind("me", me).execute();
  }
}
