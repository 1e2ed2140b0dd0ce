package dev.okayd.attach;

import dev.okayd.channel.Channel;
import dev.okayd.guest.Guest;
import dev.okayd.guest.GuestChanges;
import dev.okayd.guest.GuestStore;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final WakeUps wakeUps = new WakeUps(this::look);

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
    wakeUps.every(config.resync(), this::wakeAll);
  }

  @PreDestroy
  void stop() {
    wakeUps.stop();
  }

  @Override
  public void guestChanged(String guest) {
    wake(guest);
  }

  /** Has a guest looked at soon; many wakings before that are one. */
  public void wake(String guest) {
    wakeUps.wake(guest);
  }

  /**
   * Has the guests of a backend looked at soon. What made it necessary is recorded, so a failure
   * only makes it later.
   */
  public void wakeServedBy(String backend) {
    wakeEach("backend " + backend, handle -> attachments.guestsOf(handle, backend));
  }

  private void wakeAll() {
    wakeEach("all guests", guests::names);
  }

  private void wakeEach(String what, Function<Handle, List<String>> names) {
    try {
      store.inTransaction(names).forEach(this::wake);
    } catch (RuntimeException e) {
      LOG.errorf(e, "The names for %s could not be read; all guests are looked at later", what);
    }
  }

  private void look(String guest) {
    try {
      Outcome outcome = store.inTransaction(handle -> reconcile(handle, guest));
      if (outcome.isGone()) {
        channel.forget(guest);
      }
      outcome.sendings().forEach(sending -> sending.through(channel));
      outcome
          .dueAt()
          .ifPresentOrElse(
              at -> wakeUps.wakeIn(guest, Duration.between(clock.instant(), at)),
              () -> wakeUps.noTimer(guest));
    } catch (RuntimeException e) {
      LOG.errorf(e, "Guest %s could not be looked at; it is tried again", guest);
      wakeUps.wakeIn(guest, RETRY_AFTER_FAILURE);
    }
  }

  /** What a look at a guest leads to, once it is committed. */
  private record Outcome(boolean isGone, List<Sending> sendings, Optional<Instant> dueAt) {
    static final Outcome GONE = new Outcome(true, List.of(), Optional.empty());
  }

  private Outcome reconcile(Handle handle, String name) {
    Optional<Guest> guest = guests.find(handle, name);
    if (guest.isEmpty()) {
      return Outcome.GONE;
    }
    Instant now = clock.instant();
    List<Attachment> decided = new ArrayList<>();
    for (Attachment before : withNewOnes(handle, guest.get(), now)) {
      Situation situation = situations.of(handle, guest.get(), before);
      Attachment after = decider.decide(situation, now);
      if (situation.planned().isEmpty() && !after.mayBeLive() && isOfAnotherBoot(before, after)) {
        attachments.delete(handle, before);
      } else {
        attachments.put(handle, before, after);
      }
      decided.add(after);
    }
    return new Outcome(
        false,
        decided.stream().map(Sending::of).toList(),
        decided.stream()
            .flatMap(attachment -> attachment.dueAt().stream())
            .min(Instant::compareTo));
  }

  /**
   * A device that the plan no longer has is kept until the guest has booted: its commands are
   * counted by boot.
   */
  private static boolean isOfAnotherBoot(Attachment before, Attachment after) {
    return before.bootId().isEmpty() || !before.bootId().equals(after.bootId());
  }

  private List<Attachment> withNewOnes(Handle handle, Guest guest, Instant now) {
    Map<String, Attachment> recorded =
        attachments.ofGuest(handle, guest.name()).stream()
            .collect(Collectors.toMap(Attachment::device, Function.identity()));
    List<Attachment> all = new ArrayList<>(recorded.values());
    for (PlannedSlot slot : guest.gatedSlots()) {
      if (!recorded.containsKey(slot.device())) {
        Attachment added = Attachment.initial(guest.name(), slot.device(), Target.of(slot), now);
        attachments.add(handle, added);
        all.add(added);
      }
    }
    return all;
  }
}
