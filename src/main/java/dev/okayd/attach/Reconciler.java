package dev.okayd.attach;

import dev.okayd.channel.Channel;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.fdt.NodePath;
import dev.okayd.guest.Guest;
import dev.okayd.guest.GuestChanges;
import dev.okayd.guest.GuestStore;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.plan.Digests;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.store.Store;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Brings every attachment to where the facts lead. It is woken by whatever changes a fact, by the
 * times that attachments wait for, and now and then by nothing at all. In one transaction it
 * decides and records; then it sends, which may be done twice, so a crash between the two loses
 * nothing.
 */
@ApplicationScoped
public class Reconciler implements GuestChanges {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);
  private static final Duration RETRY_AFTER_FAILURE = Duration.ofSeconds(5);

  private final Store store;
  private final GuestStore guests;
  private final AttachmentStore attachments;
  private final Situations situations;
  private final Channel channel;
  private final Decider decider;
  private final AttachConfig config;
  private final Clock clock;
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "reconciler");
            thread.setDaemon(true);
            return thread;
          });

  Reconciler(
      Store store,
      GuestStore guests,
      AttachmentStore attachments,
      Situations situations,
      Channel channel,
      AttachConfig config,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.attachments = attachments;
    this.situations = situations;
    this.channel = channel;
    this.decider = new Decider(RetryPolicy.of(config));
    this.config = config;
    this.clock = clock;
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    long period = config.resync().toMillis();
    var unused = thread.scheduleWithFixedDelay(this::wakeAll, 0, period, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }

  @Override
  public void guestChanged(String guest) {
    wake(guest);
  }

  /** Has a guest looked at soon; many wakings before that are one. */
  public void wake(String guest) {
    if (awaited.add(guest)) {
      thread.execute(() -> look(guest));
    }
  }

  /** Has the guests of a backend looked at soon. */
  public void wakeServedBy(String backend) {
    store.inTransaction(handle -> guests.servedBy(handle, backend)).forEach(this::wake);
  }

  private void wakeAll() {
    try {
      store.inTransaction(guests::all).forEach(guest -> wake(guest.name()));
    } catch (RuntimeException e) {
      LOG.error("The guests could not be read; the next look is at the usual time", e);
    }
  }

  private void look(String guest) {
    // before the facts are read, so that a change after that wakes again
    awaited.remove(guest);
    try {
      Outcome outcome = store.inTransaction(handle -> reconcile(handle, guest));
      outcome.sendings().forEach(sending -> sending.through(channel));
      outcome.dueAt().ifPresent(at -> wakeIn(guest, Duration.between(clock.instant(), at)));
    } catch (RuntimeException e) {
      LOG.errorf(e, "Guest %s could not be looked at; it is tried again", guest);
      wakeIn(guest, RETRY_AFTER_FAILURE);
    }
  }

  private void wakeIn(String guest, Duration delay) {
    var unused =
        thread.schedule(() -> wake(guest), Math.max(delay.toMillis(), 1), TimeUnit.MILLISECONDS);
  }

  /** What a look at a guest leads to, once it is committed. */
  private record Outcome(List<Sending> sendings, Optional<Instant> dueAt) {}

  /** What the channel has to hold for a device: this command, or none. */
  private record Sending(String guest, String device, String bootId, Optional<Command> command) {
    void through(Channel channel) {
      command.ifPresentOrElse(
          c -> channel.send(guest, bootId, c), () -> channel.withdraw(guest, device));
    }
  }

  private Outcome reconcile(Handle handle, String name) {
    Optional<Guest> found = guests.find(handle, name);
    if (found.isEmpty()) {
      return new Outcome(List.of(), Optional.empty());
    }
    Guest guest = found.get();
    Instant now = clock.instant();
    Map<String, Attachment> recorded =
        attachments.ofGuest(handle, name).stream()
            .collect(Collectors.toMap(Attachment::device, Function.identity()));
    List<Attachment> decided = new ArrayList<>();
    List<Sending> sendings = new ArrayList<>();
    for (PlannedSlot slot : guest.gatedSlots()) {
      Attachment before =
          Optional.ofNullable(recorded.remove(slot.device()))
              .orElseGet(() -> Attachment.initial(name, slot.device(), now));
      Attachment after = decider.decide(situations.of(handle, guest, slot, before), now);
      attachments.put(handle, before, after);
      decided.add(after);
      sendings.add(sending(after));
    }
    for (Attachment orphan : recorded.values()) {
      attachments.delete(handle, orphan);
      sendings.add(
          new Sending(name, orphan.device(), orphan.bootId().orElse(""), Optional.empty()));
    }
    Optional<Instant> dueAt =
        decided.stream().flatMap(attachment -> attachment.dueAt().stream()).min(Instant::compareTo);
    return new Outcome(sendings, dueAt);
  }

  private static Sending sending(Attachment attachment) {
    Optional<Command> command =
        attachment.isOutstanding()
            ? attachment.commandId().map(id -> command(attachment, id))
            : Optional.empty();
    return new Sending(
        attachment.guest(), attachment.device(), attachment.bootId().orElse(""), command);
  }

  private static Command command(Attachment attachment, CommandId id) {
    Command.Type type = attachment.command().orElseThrow();
    NodePath path = attachment.path().orElseThrow();
    Optional<byte[]> overlay =
        switch (type) {
          case APPLY -> Optional.of(new GateOverlay(path).dtbo());
          case REMOVE -> Optional.empty();
        };
    return new Command(
        id,
        type,
        attachment.device(),
        path,
        overlay.map(blob -> HexFormat.of().formatHex(Digests.sha256(blob))),
        overlay);
  }
}
