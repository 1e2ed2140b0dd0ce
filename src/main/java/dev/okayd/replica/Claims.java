package dev.okayd.replica;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Which replica acts for a guest. A claim is part of the transaction that acts by it, so two
 * replicas never act for one guest at once, whatever each believes of the other.
 */
public final class Claims {
  private final String me;
  private final LivenessWindow lifetime;

  /**
   * The claims of one replica.
   *
   * @param me its id
   * @param deadAfter how long after its last heartbeat another one's claim is void
   */
  public Claims(String me, Clock clock, Duration deadAfter) {
    this.me = me;
    this.lifetime = new LivenessWindow(clock, deadAfter);
  }

  /**
   * Claims a guest, unless a replica that lives has claimed it. No for a guest that is not there.
   *
   * @return whether the guest is this replica's
   */
  public boolean tryClaim(Handle handle, String guest) {
    // most of the time it is this one's already, and need not be written
    return isMine(handle, guest) || take(handle, guest);
  }

  /**
   * Whether a replica that lives has claimed a guest, other than this one: it need not be tried.
   */
  public boolean isAnothers(Handle handle, String guest) {
    return handle
        .createQuery(
            """
            SELECT 1 FROM guest WHERE name = :guest AND claimed_by <> :me AND claimed_by IN (
              SELECT id FROM replica WHERE heartbeat_at > :oldest AND heartbeat_at <= :newest)
            """)
        .bind("guest", guest)
        .bind("me", me)
        .bind("oldest", lifetime.oldest())
        .bind("newest", lifetime.newest())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private boolean isMine(Handle handle, String guest) {
    Optional<String> claimedBy =
        handle
            .createQuery(
                "SELECT claimed_by FROM guest WHERE name = :guest AND claimed_by IS NOT NULL")
            .bind("guest", guest)
            .mapTo(String.class)
            .findOne();
    return claimedBy.filter(me::equals).isPresent();
  }

  private boolean take(Handle handle, String guest) {
    return handle
            .createUpdate(
                """
                UPDATE guest SET claimed_by = :me
                WHERE name = :guest
                  AND (claimed_by IS NULL OR claimed_by NOT IN (
                    SELECT id FROM replica WHERE heartbeat_at > :oldest AND heartbeat_at <= :newest))
                """)
            .bind("me", me)
            .bind("guest", guest)
            .bind("oldest", lifetime.oldest())
            .bind("newest", lifetime.newest())
            .execute()
        == 1;
  }
}
