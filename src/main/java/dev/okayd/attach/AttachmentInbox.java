package dev.okayd.attach;

import dev.okayd.channel.AgentInbox;
import dev.okayd.channel.Channel;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.channel.Hello;
import dev.okayd.channel.Report;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import dev.okayd.guest.GuestStore;
import dev.okayd.guest.Guests;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Records what agents say, and wakes the reconciler. */
@ApplicationScoped
class AttachmentInbox implements AgentInbox {
  private final Store store;
  private final Guests guests;
  private final GuestStore guestStore;
  private final AttachmentStore attachments;
  private final EventLog log;
  private final Situations situations;
  private final Reconciler reconciler;
  private final Channel channel;
  private final ReportRules rules;
  private final Clock clock;

  AttachmentInbox(
      Store store,
      Guests guests,
      GuestStore guestStore,
      AttachmentStore attachments,
      EventLog log,
      Situations situations,
      Reconciler reconciler,
      Channel channel,
      AttachConfig config,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.guestStore = guestStore;
    this.attachments = attachments;
    this.log = log;
    this.situations = situations;
    this.reconciler = reconciler;
    this.channel = channel;
    this.rules = new ReportRules(RetryPolicy.of(config));
    this.clock = clock;
  }

  @Override
  public boolean isAgent(String guest, String token) {
    return guests.isAgent(guest, token);
  }

  @Override
  public void hello(String name, Hello hello) {
    Boot boot =
        new Boot(
            hello.bootId(),
            hello.planDigest().orElse(""),
            hello.kernel(),
            hello.overlayInterface(),
            clock.instant());
    Guest guest =
        store.inTransaction(
            handle -> {
              Guest before = guests.require(handle, name);
              guestStore.putBoot(handle, name, boot);
              // an agent that only says it again has nothing new for the log
              if (before.boot().filter(known -> known.isSameAs(boot)).isEmpty()) {
                log.append(
                    handle,
                    "guest.hello",
                    name,
                    Map.of("bootId", boot.bootId(), "planMatches", before.planMatches(boot)));
              }
              return before;
            });
    reconciler.wake(name);
    if (!guest.planMatches(boot)) {
      // the boot is recorded all the same: what was bound in an earlier one is bound no more
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

  @Override
  public void requireBoot(String name, String bootId) {
    requireCurrentBoot(store.inTransaction(handle -> guests.require(handle, name)), bootId);
  }

  @Override
  public void report(String name, Report report) {
    String device = store.inTransaction(handle -> report(handle, name, report));
    channel.withdraw(name, device);
    reconciler.wake(name);
  }

  private String report(Handle handle, String name, Report report) {
    Guest guest = guests.require(handle, name);
    requireCurrentBoot(guest, report.bootId());
    Attachment before =
        CommandId.parse(report.commandId())
            .flatMap(id -> attachments.find(handle, name, id.device()))
            .filter(attachment -> attachment.bootId().filter(report.bootId()::equals).isPresent())
            .filter(
                attachment ->
                    attachment
                        .commandId()
                        .filter(id -> id.toString().equals(report.commandId()))
                        .isPresent())
            .orElseThrow(() -> notSent(name, report));
    attachments.put(handle, before, rules.after(before, report, clock.instant()));
    return before.device();
  }

  private static OkaydException notSent(String guest, Report report) {
    return new OkaydException(
        ErrorCode.COMMAND_NOT_FOUND,
        "Command \"%s\" was not sent to guest \"%s\" in this boot, or another one took its place"
            .formatted(report.commandId(), guest));
  }

  private static void requireCurrentBoot(Guest guest, String bootId) {
    if (guest.boot().filter(boot -> boot.bootId().equals(bootId)).isEmpty()) {
      throw new OkaydException(
          ErrorCode.BOOT_UNKNOWN,
          "Guest \"%s\" has not said HELLO in boot %s".formatted(guest.name(), bootId));
    }
  }

  @Override
  public boolean mayFetch(String name, String token, String bootId, Command command) {
    boolean may =
        guests.isAgent(name, token)
            && store.inTransaction(handle -> mayFetch(handle, name, bootId, command));
    if (!may) {
      // the reconciler has not come to it yet
      channel.withdraw(name, command.device());
      reconciler.wake(name);
    }
    return may;
  }

  private boolean mayFetch(Handle handle, String name, String bootId, Command command) {
    return guestStore
        .find(handle, name)
        .filter(guest -> guest.boot().filter(boot -> boot.bootId().equals(bootId)).isPresent())
        .flatMap(
            guest ->
                attachments
                    .find(handle, name, command.device())
                    .filter(Attachment::isOutstanding)
                    .filter(a -> a.commandId().equals(Optional.of(command.id())))
                    .map(attachment -> situations.of(handle, guest, attachment)))
        .filter(situation -> stillHolds(command, situation))
        .isPresent();
  }

  private static boolean stillHolds(Command command, Situation situation) {
    return switch (command.type()) {
      case APPLY -> Obstacle.of(situation).isEmpty();
      case REMOVE ->
          switch (situation.readiness()) {
            case READY, DRAINING -> true;
            case LOST, UNKNOWN -> false;
          };
    };
  }

  @Override
  public void heardAgain(String guest) {
    reconciler.wake(guest);
  }
}
