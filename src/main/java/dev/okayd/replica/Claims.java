package dev.okayd.replica;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Claims of guests: only the replica with the claim acts for a guest. A replica checks its claim in
 * the transaction that acts, so two replicas never act for one guest at once, even if one wrongly
 * considers the other dead.
 */
public final class Claims {
  private final String me;
  private final LivenessWindow lifetime;

  /**
   * For one replica.
   *
   * @param me its id
   * @param deadAfter how long after its last heartbeat a replica's claims become void
   */
  public Claims(String me, Clock clock, Duration deadAfter) {
    this.me = me;
    this.lifetime = new LivenessWindow(clock, deadAfter);
  }

  /**
   * Claims a guest, unless another live replica has claimed it. False for a missing guest.
   *
   * @return whether this replica has the claim
   */
  public boolean tryClaim(Handle handle, String guest) {
    // usually this replica has the claim already: no write needed
    return isMine(handle, guest) || take(handle, guest);
  }

  /** Whether another live replica has claimed the guest, so that {@link #tryClaim} would fail. */
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
