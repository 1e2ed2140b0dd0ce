package dev.okayd.attach.reconcile;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.decide.Decider;
import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.decide.PendingCommand;
import dev.okayd.guest.Guest;
import dev.okayd.guest.store.GuestStore;
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
 * Brings the attachments of a guest to where the facts lead: it decides and records in one
 * transaction. The command for the agent follows from what is recorded, so a crash after the commit
 * loses nothing.
 */
@ApplicationScoped
public class Reconciler {
  private final Store store;
  private final GuestStore guests;
  private final AttachmentStore attachments;
  private final FactsReader factsReader;
  private final Claims claims;
  private final Clock clock;

  public Reconciler(
      Store store,
      GuestStore guests,
      AttachmentStore attachments,
      FactsReader factsReader,
      Claims claims,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.attachments = attachments;
    this.factsReader = factsReader;
    this.claims = claims;
    this.clock = clock;
  }

  /**
   * The result of reconciling a guest.
   *
   * @param hasCommand whether there is a command for its agent
   * @param dueAt when it has to be reconciled even if nothing happens
   */
  public record Result(boolean hasCommand, Optional<Instant> dueAt) {
    public static final Result NOTHING_DONE = new Result(false, Optional.empty());
  }

  /** Reconciles a guest, unless another replica acts for it. */
  public Result reconcile(String guest) {
    if (store.read(handle -> claims.isAnothers(handle, guest))) {
      // a write transaction would wait for its turn and record nothing
      return Result.NOTHING_DONE;
    }
    return store.inTransaction(
        handle ->
            claims.tryClaim(handle, guest)
                ? guests
                    .find(handle, guest)
                    .map(found -> reconcile(handle, found))
                    .orElse(Result.NOTHING_DONE)
                : Result.NOTHING_DONE);
  }

  private Result reconcile(Handle handle, Guest guest) {
    Instant now = clock.instant();
    GuestSnapshot facts = factsReader.of(handle, guest);
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
    return new Result(
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
