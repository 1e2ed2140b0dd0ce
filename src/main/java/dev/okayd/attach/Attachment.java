package dev.okayd.attach;

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
 * @param stepTimes when each step from the backend's event to the present state happened
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
   * The most bytes that Linux leaks with each removal. It does not free the property that the
   * overlay changed, because the node did not come from an overlay (drivers/of/overlay.c). That is
   * a struct property, its name and its value, each in its own slab object. Before Linux 6.5 the
   * smallest slab object of arm64 has 128 bytes (ARCH_KMALLOC_MINALIGN).
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
        new State.Waiting(Reason.GUEST_ABSENT, "The guest's agent has not sent HELLO"),
        now,
        false,
        generation,
        Optional.empty(),
        Observed.NOTHING,
        StepTimes.NONE,
        now);
  }

  /**
   * This attachment when a later version of okayd has recorded a phase or a command that this
   * version does not know. The device may be live, so the guest has to prove its state.
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

  /** Whether the last command attaches the device. */
  boolean lastCommandAttaches() {
    return command().filter(Command.Type::attaches).isPresent();
  }

  /** Whether the last command detaches the device. */
  public boolean lastCommandDetaches() {
    return command().filter(type -> !type.attaches()).isPresent();
  }

  /** Whether it may be live in a boot that okayd does not know, as after a restore. */
  public boolean isOfUnknownBoot() {
    return mayBeLive && bootId.isEmpty();
  }

  /** Whether the guest has to prove it, because nothing recorded about it counts. */
  public boolean isUnverified() {
    return mayBeLive && sent.isEmpty() && proof().isEmpty();
  }

  /** Whether the last proof shows the device enabled. */
  public boolean isProvedLive() {
    return mayBeLive && proof().filter(target::isLive).isPresent();
  }

  /** Whether a report was recorded already, or was made before one that was. */
  public boolean hasTaken(CommandReport report) {
    return report.uptimeMillis().filter(uptime -> uptime <= observed.reportedUptime()).isPresent();
  }

  /** Whether the agent has still to fetch its last command, or to report on it. */
  public boolean isOutstanding() {
    return switch (phase()) {
      case DELIVERING -> true;
      case APPLIED -> state.nextAttemptAt().isEmpty();
      case DRAINING -> state.deadlineAt().isPresent();
      case WAITING, BOUND, DETACHED, DEGRADED, FAILED -> false;
    };
  }

  /** When it has to be reconciled even if nothing happens. */
  public Optional<Instant> dueAt() {
    return Stream.of(state.nextAttemptAt(), state.deadlineAt())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** How many bytes the guest's kernel has leaked in this boot. */
  public long leakedBytes() {
    return target.isRebound() ? 0 : (long) observed.removals() * LEAKED_BYTES_PER_REMOVAL;
  }

  /** A copy to be changed. */
  public AttachmentChange change() {
    return new AttachmentChange(this);
  }
}
