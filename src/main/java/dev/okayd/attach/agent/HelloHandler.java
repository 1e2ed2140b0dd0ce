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
    requireNotOver(handle, before, hello);
    boolean isPutBack = isPutBack(handle, before, hello, now);
    if (!isPutBack) {
      requireNotLate(before, hello);
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

  private void requireNotOver(Handle handle, Guest guest, Hello hello) {
    if (isOver(handle, guest, hello)) {
      throw new OkaydException(
          ErrorCode.BOOT_OVER,
          "Boot %s of guest \"%s\", or the session of this message, is over; an agent that still runs begins another session"
              .formatted(hello.bootId(), guest.name()));
    }
  }

  /**
   * Whether a HELLO is too late to say which boot the guest is in. Sessions are ordered by their
   * beginning; boots have no order, so without a session okayd knows only that another boot has
   * followed. A session that began before the state was restored is over.
   */
  private boolean isOver(Handle handle, Guest guest, Hello hello) {
    return hello
        .session()
        .map(session -> session < boots.oldestSession(handle, guest.name()))
        .orElseGet(() -> boots.isOver(handle, guest.name(), hello.bootId()));
  }

  /**
   * Whether the guest was put back to a snapshot. An agent begins its sessions one after the other.
   * So a later session, in a boot that another boot has followed or with an uptime behind the
   * recorded one, comes from a guest whose time went back or stood still.
   */
  private boolean isPutBack(Handle handle, Guest guest, Hello hello, Instant now) {
    if (hello.session().isEmpty()) {
      return false;
    }
    Optional<Boot> same = guest.bootOf(hello.bootId());
    return same.map(boot -> hello.session().get() > boot.session() && isBehind(hello, boot, now))
        .orElseGet(() -> boots.isOver(handle, guest.name(), hello.bootId()));
  }

  private static boolean isBehind(Hello hello, Boot boot, Instant now) {
    return hello.uptimeMillis().filter(uptime -> boot.mayBeRestored(uptime, now)).isPresent();
  }

  private static void requireNotLate(Guest guest, Hello hello) {
    guest
        .bootOf(hello.bootId())
        .ifPresent(boot -> hello.uptimeMillis().ifPresent(uptime -> requireNotLate(boot, uptime)));
  }

  /**
   * Refuses a message that is older than one that was recorded already: its content may be
   * outdated.
   */
  static void requireNotLate(Boot boot, long uptimeMillis) {
    if (uptimeMillis < boot.uptimeMillis()) {
      throw new OkaydException(
          ErrorCode.MESSAGE_LATE,
          "The message is of uptime %d ms, but one of %d ms was taken already; drop it"
              .formatted(uptimeMillis, boot.uptimeMillis()));
    }
  }

  /** Refuses a request for a command of a guest that may have been put back since it sent HELLO. */
  static void requireNotBehind(Boot boot, long uptimeMillis, Instant now) {
    if (boot.mayBeRestored(uptimeMillis, now)) {
      throw new OkaydException(
          ErrorCode.MESSAGE_LATE,
          "The guest's uptime is %d ms, and was %d ms at %s: it stood still or was put back; send HELLO in another session"
              .formatted(uptimeMillis, boot.uptimeMillis(), boot.lastSeenAt()));
    }
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
