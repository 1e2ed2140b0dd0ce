package dev.okayd.attach.agent;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Reason;
import dev.okayd.attach.decide.Decider;
import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.decide.HelloRules;
import dev.okayd.attach.reconcile.AttachmentStore;
import dev.okayd.attach.reconcile.FactsReader;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.channel.Agent;
import dev.okayd.channel.Hello;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.fdt.NodePath;
import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import dev.okayd.guest.planning.Guests;
import dev.okayd.guest.store.BootStore;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.store.Store;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Handles HELLO: which boot a guest is in, and which overlays are applied in it. */
@ApplicationScoped
public class HelloHandler {
  private final Store store;
  private final AgentAuthorizer authorizer;
  private final Guests guests;
  private final BootStore boots;
  private final MessageOrder order;
  private final AttachmentStore attachments;
  private final FactsReader factsReader;
  private final EventLog log;
  private final ReconcileTrigger trigger;
  private final List<PutBackParticipant> putBackParticipants;
  private final Clock clock;

  public HelloHandler(
      Store store,
      AgentAuthorizer authorizer,
      Guests guests,
      BootStore boots,
      AttachmentStore attachments,
      FactsReader factsReader,
      EventLog log,
      ReconcileTrigger trigger,
      @All List<PutBackParticipant> putBackParticipants,
      Clock clock) {
    this.store = store;
    this.authorizer = authorizer;
    this.guests = guests;
    this.boots = boots;
    this.order = new MessageOrder(boots);
    this.attachments = attachments;
    this.factsReader = factsReader;
    this.log = log;
    this.trigger = trigger;
    this.putBackParticipants = putBackParticipants;
    this.clock = clock;
  }

  /**
   * Records it.
   *
   * @throws OkaydException {@code plan-mismatch} if the boot has another plan's tree and no device
   *     that okayd may have to remove; the HELLO is recorded all the same, because devices of an
   *     earlier boot are no longer bound
   */
  void take(Agent agent, Hello hello) {
    String name = agent.guest();
    Taken taken =
        store.inTransaction(
            handle -> {
              authorizer.require(handle, agent);
              Guest guest = take(handle, name, agent.channel(), hello);
              return new Taken(guest, hasLiveDevices(handle, guest));
            });
    trigger.reconcile(name);
    Guest guest = taken.guest();
    Boot boot = guest.boot().orElseThrow();
    if (!guest.planMatches(boot) && !taken.hasLiveDevices()) {
      throw new OkaydException(
          ErrorCode.PLAN_MISMATCH,
          "Guest \"%s\" booted a tree %s, its plan has digest %s; boot it with the tree of GET /v1/guests/%s/device-tree"
              .formatted(
                  name,
                  boot.planDigest().isEmpty()
                      ? "without a plan digest"
                      : "with plan digest " + boot.planDigest(),
                  guest.plan().digest(),
                  name));
    }
  }

  /** A guest that has sent HELLO, and whether okayd may still have to remove devices from it. */
  private record Taken(Guest guest, boolean hasLiveDevices) {}

  private boolean hasLiveDevices(Handle handle, Guest guest) {
    Optional<String> bootId = guest.boot().map(Boot::bootId);
    return attachments.ofGuest(handle, guest.name()).stream()
        .filter(attachment -> attachment.bootId().equals(bootId))
        .anyMatch(Attachment::mayBeLive);
  }

  /** As {@link #take(Agent, Hello)}, within a transaction; answers the guest in its boot. */
  Guest take(Handle handle, String name, GuestChannel channel, Hello hello) {
    Instant now = clock.instant();
    Guest before = guests.require(handle, name);
    order.requireNotOver(handle, before, hello);
    boolean isPutBack = order.isPutBack(handle, before, hello, now);
    if (!isPutBack) {
      MessageOrder.requireNotLate(before, hello);
    }
    Boot boot = boot(handle, before, channel, hello, now);
    boots.put(handle, name, boot);
    if (isPutBack) {
      putBackParticipants.forEach(participant -> participant.afterPutBack(handle, name));
      log.append(
          handle,
          LogType.GUEST_PUT_BACK,
          name,
          Map.of("bootId", boot.bootId(), "uptimeMillis", boot.uptimeMillis()));
    }
    // a repeated HELLO has nothing new for the log
    if (before.boot().filter(known -> known.hasSameDetailsAs(boot)).isEmpty()) {
      log.append(
          handle,
          LogType.GUEST_HELLO,
          name,
          Map.of("bootId", boot.bootId(), "planMatches", before.planMatches(boot)));
    }
    Guest guest = before.in(boot);
    adopt(handle, guest, hello, isPutBack, now);
    return guest;
  }

  /** The boot of a HELLO; it ends the boot before. */
  private Boot boot(Handle handle, Guest guest, GuestChannel channel, Hello hello, Instant now) {
    Optional<Boot> same = guest.bootOf(hello.bootId());
    if (same.isEmpty()) {
      guest.boot().ifPresent(boot -> boots.end(handle, guest.name(), boot.bootId(), now));
      boots.begin(handle, guest.name(), hello.bootId());
    }
    return new Boot(
        hello.bootId(),
        hello.planDigest().orElse(""),
        hello.kernel(),
        hello.overlayInterface(),
        hello.capabilities(),
        hello.session().or(() -> same.map(Boot::session)).orElse(0L),
        channel,
        now,
        now,
        hello.uptimeMillis().or(() -> same.map(Boot::uptimeMillis)).orElse(0L));
  }

  private void adopt(Handle handle, Guest guest, Hello hello, boolean isPutBack, Instant now) {
    GuestSnapshot facts = factsReader.of(handle, guest);
    List<InBoot> all =
        Stream.concat(
                facts.attachments().stream(), facts.unrecorded().stream().map(facts::attachment))
            .map(
                before ->
                    new InBoot(
                        before,
                        isPutBack
                            ? Decider.unverified(before, hello.bootId(), Reason.GUEST_PUT_BACK, now)
                            : Decider.current(facts.of(before), now)))
            .toList();
    Set<NodePath> live =
        all.stream()
            .map(InBoot::inBoot)
            .filter(Attachment::mayBeLive)
            .map(attachment -> attachment.target().path())
            .collect(Collectors.toSet());
    // an applied overlay belongs to the device that had the slot before, not to its successor
    all.stream()
        .filter(one -> one.inBoot().mayBeLive() || !live.contains(one.inBoot().target().path()))
        .forEach(one -> adopt(handle, one, HelloRules.after(one.inBoot(), hello, now)));
  }

  /** An attachment as recorded, and as it is in the boot of the HELLO. */
  private record InBoot(Attachment before, Attachment inBoot) {}

  private void adopt(Handle handle, InBoot one, Attachment after) {
    if (one.inBoot().mayBeLive() || !after.equals(one.inBoot())) {
      attachments.put(handle, one.before(), after, AttachmentStore.Cause.GUEST);
    }
  }
}
