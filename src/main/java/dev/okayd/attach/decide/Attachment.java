package dev.okayd.attach.decide;

import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One device in one boot of one guest.
 *
 * @param guest its name
 * @param device its name
 * @param bootId of the boot; empty before the first
 * @param phase where it is
 * @param reason why
 * @param message the reason in a sentence, and what to do if anything
 * @param target what it is about
 * @param mayBeLive whether an overlay was sent in this boot, and the guest has not proved its
 *     absence since
 * @param generation of the last command about it; it never goes back, not by a reboot or a restore
 * @param command type of the last of them
 * @param attempts how often that one was sent
 * @param nextAttemptAt not before this it is sent again
 * @param deadlineAt what is waited for in this phase has failed then
 * @param epoch of the backend that the last command was sent for
 * @param domid of the backend that the overlay names, if it names one
 * @param proof what the guest last showed
 * @param errno what its kernel last refused with, negative
 * @param applyMicros what its kernel took to apply the overlay
 * @param removals how often the guest let the device go in this boot
 * @param marks the steps of the present way
 * @param reportedUptime of the guest in its last report, in milliseconds; below any before the
 *     first
 * @param changedAt when any of this last changed
 */
public record Attachment(
    String guest,
    String device,
    Optional<String> bootId,
    Phase phase,
    Reason reason,
    String message,
    Target target,
    boolean mayBeLive,
    long generation,
    Optional<Command.Type> command,
    int attempts,
    Optional<Instant> nextAttemptAt,
    Optional<Instant> deadlineAt,
    String epoch,
    Optional<Integer> domid,
    Optional<Proof> proof,
    Optional<Integer> errno,
    Optional<Long> applyMicros,
    int removals,
    StepTimes marks,
    long reportedUptime,
    Instant changedAt) {
  /** Of an attachment that no report has come for. */
  static final long NO_REPORT = -1;

  /**
   * What Linux loses with each removal, at the most: the property that the overlay had changed is
   * not freed, for the node did not come from an overlay (drivers/of/overlay.c). It is a struct
   * property, its name and its value, each in a slab object of its own, and before Linux 6.5 the
   * smallest of arm64 has 128 bytes (ARCH_KMALLOC_MINALIGN).
   */
  private static final int LEAKED_BYTES_PER_REMOVAL = 3 * 128;

  /**
   * A device before anything has happened to it.
   *
   * @param generation that no command about a device of this name had yet, in any boot
   */
  public static Attachment initial(
      String guest, String device, Target target, long generation, Instant now) {
    return new Attachment(
        guest,
        device,
        Optional.empty(),
        Phase.WAITING,
        Reason.GUEST_ABSENT,
        "The guest's agent has not said HELLO",
        target,
        false,
        generation,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        StepTimes.NONE,
        NO_REPORT,
        now);
  }

  /**
   * This attachment when a later version of okayd has brought it into a phase, or sent a command,
   * that this version does not know. What the device is then is not known either: it may be live,
   * and the guest is to be asked to prove it anew.
   */
  public Attachment ofLaterVersion() {
    return new Attachment(
        guest,
        device,
        bootId,
        Phase.WAITING,
        Reason.UNKNOWN,
        message,
        target,
        true,
        generation,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        epoch,
        domid,
        proof,
        errno,
        applyMicros,
        removals,
        marks,
        reportedUptime,
        changedAt);
  }

  /** The id of the last command about this device, if one was sent in this boot. */
  public Optional<CommandId> commandId() {
    return command.map(type -> new CommandId(device, generation));
  }

  /** Whether the guest was last told to have the device. */
  boolean lastCommandAttaches() {
    return command.filter(Command.Type::attaches).isPresent();
  }

  /** Whether the guest was last told to let the device go. */
  public boolean lastCommandDetaches() {
    return command.filter(type -> !type.attaches()).isPresent();
  }

  /** Whether it may be live in a boot that okayd has not heard of, as after a restore. */
  boolean isOfUnknownBoot() {
    return mayBeLive && bootId.isEmpty();
  }

  /** Whether it is to be proved anew, for nothing that is recorded of it counts. */
  boolean isUnverified() {
    return mayBeLive && command.isEmpty() && proof.isEmpty();
  }

  /** Whether the guest has shown the node enabled, and nothing else since. */
  public boolean isProvedLive() {
    return mayBeLive && proof.filter(target::isLive).isPresent();
  }

  /** Whether a report is one that was taken already, or was made before one that was. */
  public boolean hasTaken(CommandReport report) {
    return report.uptimeMillis().filter(uptime -> uptime <= reportedUptime).isPresent();
  }

  /** Whether its last command is still to be fetched by the agent, or to be reported on. */
  public boolean isOutstanding() {
    return switch (phase) {
      case DELIVERING -> true;
      case APPLIED -> nextAttemptAt.isEmpty();
      case DRAINING -> deadlineAt.isPresent();
      case WAITING, BOUND, DETACHED, DEGRADED, FAILED -> false;
    };
  }

  /** When it has to be looked at even if nothing happens. */
  public Optional<Instant> dueAt() {
    return switch (phase) {
      case WAITING, DELIVERING, APPLIED, DRAINING, FAILED ->
          Stream.of(nextAttemptAt, deadlineAt).flatMap(Optional::stream).min(Instant::compareTo);
      case BOUND, DETACHED, DEGRADED -> Optional.empty();
    };
  }

  /** What the guest's kernel has lost in this boot. */
  public long leakedBytes() {
    return target.isRebound() ? 0 : (long) removals * LEAKED_BYTES_PER_REMOVAL;
  }

  /** A copy to be changed. */
  public AttachmentChange change() {
    return new AttachmentChange(this);
  }
}
