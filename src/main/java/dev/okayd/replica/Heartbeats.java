package dev.okayd.replica;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows by which replicas know of each other. Each method is part of a transaction. */
public final class Heartbeats {
  private final String me;
  private final LivenessWindow lifetime;
  private final long startedAt;

  /**
   * The heartbeats of one replica.
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
   * Says that this replica lives, and forgets those that do not.
   *
   * @return the guests that are claimed by nobody who lives, by name
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

  /** Declares all others dead: there can be no other than this one. */
  public void buryOthers(Handle handle) {
    handle.createUpdate("DELETE FROM replica WHERE id <> :me").bind("me", me).execute();
  }

  /** Says that this replica ends; others need not wait for it to be dead. */
  public void end(Handle handle) {
    handle.createUpdate("DELETE FROM replica WHERE id = :me").bind("me", me).execute();
  }
}
