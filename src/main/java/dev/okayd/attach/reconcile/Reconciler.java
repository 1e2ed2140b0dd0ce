package dev.okayd.attach.reconcile;

import dev.okayd.attach.decide.Attachment;
import dev.okayd.attach.decide.Decider;
import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.decide.PendingCommand;
import dev.okayd.guest.Guest;
import dev.okayd.guest.GuestStore;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.replica.Claims;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Brings the attachments of a guest to where the facts lead: in one transaction it decides and
 * records. What then has to be sent follows from what is recorded, so a crash behind the commit
 * loses nothing.
 */
@ApplicationScoped
public class Reconciler {
  private final Store store;
  private final GuestStore guests;
  private final AttachmentStore attachments;
  private final FactsReader situations;
  private final Claims claims;
  private final Clock clock;

  public Reconciler(
      Store store,
      GuestStore guests,
      AttachmentStore attachments,
      FactsReader situations,
      Claims claims,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.attachments = attachments;
    this.situations = situations;
    this.claims = claims;
    this.clock = clock;
  }

  /**
   * What a look at a guest has led to.
   *
   * @param sends whether there is a command for its agent
   * @param dueAt when it has to be looked at even if nothing happens
   */
  public record Look(boolean sends, Optional<Instant> dueAt) {
    public static final Look AT_NOTHING = new Look(false, Optional.empty());
  }

  /** Looks at a guest, unless another replica acts for it. */
  public Look look(String guest) {
    if (store.read(handle -> claims.isAnothers(handle, guest))) {
      // whoever writes has its turn alone, so it is not taken for nothing
      return Look.AT_NOTHING;
    }
    return store.inTransaction(
        handle ->
            claims.tryClaim(handle, guest)
                ? guests
                    .find(handle, guest)
                    .map(found -> look(handle, found))
                    .orElse(Look.AT_NOTHING)
                : Look.AT_NOTHING);
  }

  private Look look(Handle handle, Guest guest) {
    Instant now = clock.instant();
    GuestSnapshot facts = situations.of(handle, guest);
    facts.unrecorded().forEach(slot -> add(handle, facts, slot));
    for (Attachment before : facts.attachments()) {
      Attachment after = Decider.decide(before, facts::of, now);
      if (facts.of(after).planned().isEmpty()
          && !after.mayBeLive()
          && isOfAnotherBoot(before, after)) {
        attachments.delete(handle, before);
      } else {
        attachments.put(handle, before, after, AttachmentStore.Cause.DECISION);
      }
      facts.put(after);
    }
    return new Look(
        facts.attachments().stream()
            .anyMatch(attachment -> PendingCommand.of(facts, attachment).isPresent()),
        Stream.concat(
                facts.attachments().stream().flatMap(attachment -> attachment.dueAt().stream()),
                facts.leaseUntil().stream())
            .min(Instant::compareTo));
  }

  private void add(Handle handle, GuestSnapshot facts, PlannedSlot slot) {
    Attachment added = facts.attachment(slot);
    attachments.add(handle, added);
    facts.put(added);
  }

  /**
   * A device that the plan no longer has is kept until the guest has booted: its commands are
   * counted by boot.
   */
  private static boolean isOfAnotherBoot(Attachment before, Attachment after) {
    return before.bootId().isEmpty() || !before.bootId().equals(after.bootId());
  }
}
