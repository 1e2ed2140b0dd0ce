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
 * @param target what it is about
 * @param state the phase, and what is valid in it
 * @param phaseSince when it came into its phase
 * @param mayBeLive whether an overlay was sent in this boot, and the guest has not proved its
 *     absence since
 * @param generation of the last command about it; it never goes back, not by a reboot or a restore
 * @param sent the last command about it in this boot
 * @param observed what the guest has shown in this boot
 * @param stepTimes when the steps from the backend's event to the present state were taken
 * @param changedAt when any of this last changed
 */
public record Attachment(
    String guest,
    String device,
    Optional<String> bootId,
    Target target,
    State state,
    Instant phaseSince,
    boolean mayBeLive,
    long generation,
    Optional<SentCommand> sent,
    Observed observed,
    StepTimes stepTimes,
    Instant changedAt) {
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
        target,
        new State.Waiting(Reason.GUEST_ABSENT, "The guest's agent has not said HELLO"),
        now,
        false,
        generation,
        Optional.empty(),
        Observed.NOTHING,
        StepTimes.NONE,
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
        target,
        new State.Waiting(Reason.UNKNOWN, message()),
        phaseSince,
        true,
        generation,
        Optional.empty(),
        observed,
        stepTimes,
        changedAt);
  }

  /** Where it is on its way. */
  public Phase phase() {
    return state.phase();
  }

  /** Why it is in its phase. */
  public Reason reason() {
    return state.reason();
  }

  /** The reason in a sentence, and what to do if anything. */
  public String message() {
    return state.message();
  }

  /** The type of the last command about it in this boot. */
  public Optional<Command.Type> command() {
    return sent.map(SentCommand::type);
  }

  /** How often the last command was sent. */
  public int attempts() {
    return sent.map(SentCommand::attempts).orElse(0);
  }

  /** The epoch of the backend that the last command was sent for; empty before the first. */
  public String epoch() {
    return sent.map(SentCommand::epoch).orElse("");
  }

  /** What the guest last showed. */
  public Optional<Proof> proof() {
    return observed.proof();
  }

  /** The id of the last command about this device, if one was sent in this boot. */
  public Optional<CommandId> commandId() {
    return sent.map(command -> new CommandId(device, generation));
  }

  /** Whether the guest was last told to have the device. */
  boolean lastCommandAttaches() {
    return command().filter(Command.Type::attaches).isPresent();
  }

  /** Whether the guest was last told to let the device go. */
  public boolean lastCommandDetaches() {
    return command().filter(type -> !type.attaches()).isPresent();
  }

  /** Whether it may be live in a boot that okayd has not heard of, as after a restore. */
  boolean isOfUnknownBoot() {
    return mayBeLive && bootId.isEmpty();
  }

  /** Whether it is to be proved anew, for nothing that is recorded of it counts. */
  boolean isUnverified() {
    return mayBeLive && sent.isEmpty() && proof().isEmpty();
  }

  /** Whether the guest has shown the node enabled, and nothing else since. */
  public boolean isProvedLive() {
    return mayBeLive && proof().filter(target::isLive).isPresent();
  }

  /** Whether a report is one that was taken already, or was made before one that was. */
  public boolean hasTaken(CommandReport report) {
    return report.uptimeMillis().filter(uptime -> uptime <= observed.reportedUptime()).isPresent();
  }

  /** Whether its last command is still to be fetched by the agent, or to be reported on. */
  public boolean isOutstanding() {
    return switch (phase()) {
      case DELIVERING -> true;
      case APPLIED -> state.nextAttemptAt().isEmpty();
      case DRAINING -> state.deadlineAt().isPresent();
      case WAITING, BOUND, DETACHED, DEGRADED, FAILED -> false;
    };
  }

  /** When it has to be looked at even if nothing happens. */
  public Optional<Instant> dueAt() {
    return Stream.of(state.nextAttemptAt(), state.deadlineAt())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** What the guest's kernel has lost in this boot. */
  public long leakedBytes() {
    return target.isRebound() ? 0 : (long) observed.removals() * LEAKED_BYTES_PER_REMOVAL;
  }

  /** A copy to be changed. */
  public AttachmentChange change() {
    return new AttachmentChange(this);
  }
}
