package dev.okayd.attach;

import dev.okayd.channel.AgentInbox;
import dev.okayd.channel.Channel;
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
import dev.okayd.plan.DeviceType;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Records what agents say, and wakes the reconciler. */
@ApplicationScoped
class AttachmentInbox implements AgentInbox {
  private final Store store;
  private final Guests guests;
  private final GuestStore guestStore;
  private final AttachmentStore attachments;
  private final EventLog log;
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
      Reconciler reconciler,
      Channel channel,
      AttachConfig config,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.guestStore = guestStore;
    this.attachments = attachments;
    this.log = log;
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
              log.append(
                  handle,
                  "guest.hello",
                  name,
                  Map.of("bootId", boot.bootId(), "planMatches", before.planMatches(boot)));
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
    DeviceType type = Guests.requireDevice(guest, before.device()).type();
    attachments.put(handle, before, rules.after(before, type, report, clock.instant()));
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
  public void heardAgain(String guest) {
    reconciler.wake(guest);
  }
}
