package dev.okayd.attach;

import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import java.time.Instant;
import java.util.Optional;

/** A changed copy of an attachment in the making. {@link #to} is the only way to another phase. */
public final class AttachmentChange {
  private final Attachment before;
  private Optional<String> bootId;
  private Target target;
  private State state;
  private boolean mayBeLive;
  private long generation;
  private Optional<SentCommand> sent;
  private Observed observed;
  private StepTimes stepTimes;

  AttachmentChange(Attachment before) {
    this.before = before;
    bootId = before.bootId();
    target = before.target();
    state = before.state();
    mayBeLive = before.mayBeLive();
    generation = before.generation();
    sent = before.sent();
    observed = before.observed();
    stepTimes = before.stepTimes();
  }

  /**
   * Enters a state.
   *
   * @throws IllegalStateException if no attachment goes from its present phase to that one
   */
  public AttachmentChange to(State next) {
    if (!state.phase().precedes(next.phase())) {
      throw new IllegalStateException(
          "An attachment went from %s to %s (%s): %s"
              .formatted(state.phase(), next.phase(), next.message(), before));
    }
    state = next;
    return this;
  }

  /** Begins in a boot, without anything of an earlier one. */
  public AttachmentChange inBoot(String newBootId) {
    bootId = Optional.of(newBootId);
    sent = Optional.empty();
    mayBeLive = false;
    observed = Observed.NOTHING;
    stepTimes = StepTimes.NONE;
    return this;
  }

  /**
   * Distrusts what is recorded, because the state was restored or the guest was put back to a
   * snapshot. The device may be live, and the guest has to prove its state.
   */
  public AttachmentChange unverified(String newBootId) {
    inBoot(newBootId);
    mayBeLive = true;
    return this;
  }

  /** Marks a device that a restore brought back: it may be live in any boot of the guest. */
  public AttachmentChange restored() {
    bootId = Optional.empty();
    mayBeLive = true;
    return this;
  }

  /** Takes over what the present plan says of the device. */
  public AttachmentChange about(Target newTarget) {
    target = newTarget;
    return this;
  }

  /** Sends the command that attaches the device, as a new command for an epoch of its backend. */
  public AttachmentChange apply(String epoch, Optional<Integer> domid) {
    mayBeLive = true;
    return newCommand(target.attaches(), epoch, domid);
  }

  /** Sends the command that detaches the device, as a new command for an epoch of its backend. */
  public AttachmentChange remove(String epoch) {
    return newCommand(target.detaches(), epoch, sent.flatMap(SentCommand::domid));
  }

  private AttachmentChange newCommand(Command.Type type, String epoch, Optional<Integer> domid) {
    generation++;
    sent = Optional.of(new SentCommand(type, 1, epoch, domid));
    return this;
  }

  /** Sends the same command once more. */
  public AttachmentChange sameCommandAgain() {
    sent = sent.map(SentCommand::again);
    mayBeLive |= before.lastCommandAttaches();
    return this;
  }

  /** Makes the next attempt a new command. */
  public AttachmentChange noAttempts() {
    sent = sent.map(SentCommand::withoutAttempts);
    return this;
  }

  /** Records that the guest has the device, whoever enabled it. */
  public AttachmentChange adopted(Proof shown) {
    mayBeLive = true;
    observed = observed.withProof(Optional.of(shown));
    return this;
  }

  /** Drops the proof: it no longer holds. */
  public AttachmentChange unproved() {
    observed = observed.withProof(Optional.empty());
    return this;
  }

  public AttachmentChange stepTimes(StepTimes times) {
    stepTimes = times;
    return this;
  }

  /** Records what a report shows. */
  public AttachmentChange shown(CommandReport report) {
    boolean absent = target.isAbsent(report);
    boolean removed = absent && mayBeLive && report.result() == CommandReport.Result.REMOVED;
    observed = observed.after(report, removed);
    mayBeLive = !absent;
    return this;
  }

  /** The changed copy; the very same attachment if nothing has changed but the time. */
  public Attachment at(Instant now) {
    Attachment unchanged = made(before.phaseSince(), before.changedAt());
    if (unchanged.equals(before)) {
      return before;
    }
    return made(state.phase() == before.phase() ? before.phaseSince() : now, now);
  }

  private Attachment made(Instant phaseSince, Instant changedAt) {
    return new Attachment(
        before.guest(),
        before.device(),
        bootId,
        target,
        state,
        phaseSince,
        mayBeLive,
        generation,
        sent,
        observed,
        stepTimes,
        changedAt);
  }
}
