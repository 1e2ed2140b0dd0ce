package dev.okayd.attach.decide;

import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import java.time.Instant;
import java.util.Optional;

/** A changed copy of an attachment in the making. Every phase begins without times to wait for. */
public final class AttachmentChange {
  private final Attachment before;
  private Optional<String> bootId;
  private Phase phase;
  private Reason reason;
  private String message;
  private long generation;
  private Optional<Command.Type> command;
  private Target target;
  private boolean mayBeLive;
  private int attempts;
  private Optional<Instant> nextAttemptAt = Optional.empty();
  private Optional<Instant> deadlineAt = Optional.empty();
  private String epoch;
  private Optional<Proof> proof;
  private Optional<Integer> errno;
  private Optional<Long> applyMicros;
  private Optional<Integer> domid;
  private int removals;
  private StepTimes marks;
  private long reportedUptime;

  AttachmentChange(Attachment before) {
    this.before = before;
    bootId = before.bootId();
    phase = before.phase();
    reason = before.reason();
    message = before.message();
    generation = before.generation();
    command = before.command();
    target = before.target();
    mayBeLive = before.mayBeLive();
    attempts = before.attempts();
    epoch = before.epoch();
    proof = before.proof();
    errno = before.errno();
    applyMicros = before.applyMicros();
    domid = before.domid();
    removals = before.removals();
    marks = before.marks();
    reportedUptime = before.reportedUptime();
  }

  public AttachmentChange to(Phase newPhase, Reason newReason, String newMessage) {
    phase = newPhase;
    reason = newReason;
    message = newMessage;
    return this;
  }

  /** Nothing of an earlier boot holds in this one. */
  AttachmentChange inBoot(String newBootId) {
    bootId = Optional.of(newBootId);
    command = Optional.empty();
    mayBeLive = false;
    attempts = 0;
    epoch = "";
    proof = Optional.empty();
    errno = Optional.empty();
    applyMicros = Optional.empty();
    domid = Optional.empty();
    removals = 0;
    marks = StepTimes.NONE;
    reportedUptime = Attachment.NO_REPORT;
    return this;
  }

  /**
   * What is recorded of it may not be so: the state was restored, or the guest was put back to a
   * snapshot. The device may be live, and the guest has to prove how it is.
   */
  AttachmentChange unverified(String newBootId) {
    inBoot(newBootId);
    mayBeLive = true;
    return this;
  }

  /** A restore has brought it back: it may be live in whichever boot the guest is. */
  public AttachmentChange restored() {
    bootId = Optional.empty();
    mayBeLive = true;
    return this;
  }

  /** What the present plan says that it is about. */
  AttachmentChange about(Target newTarget) {
    target = newTarget;
    return this;
  }

  /** The overlay, sent for the first time in this situation. */
  public AttachmentChange apply(DecisionInput situation, Instant now) {
    domid = situation.domid();
    marks = StepTimes.decided(situation.ofBackend(), now);
    return apply(situation.epoch());
  }

  /** The overlay, sent for the first time. */
  public AttachmentChange apply(String forEpoch) {
    mayBeLive = true;
    return newCommand(target.attaches(), forEpoch);
  }

  /** Its removal, sent for the first time in this situation. */
  public AttachmentChange remove(DecisionInput situation, Instant now) {
    marks = StepTimes.decided(situation.ofBackend(), now);
    return remove(situation.epoch());
  }

  /** Its removal, sent for the first time. */
  public AttachmentChange remove(String forEpoch) {
    return newCommand(target.detaches(), forEpoch);
  }

  /** The guest was found to have it applied, by whoever. */
  AttachmentChange adopted(Proof shown) {
    mayBeLive = true;
    proof = Optional.of(shown);
    return this;
  }

  /** What the guest showed before holds no more. */
  AttachmentChange unproved() {
    proof = Optional.empty();
    return this;
  }

  AttachmentChange marked(StepTimes newMarks) {
    marks = newMarks;
    return this;
  }

  private AttachmentChange newCommand(Command.Type type, String forEpoch) {
    generation++;
    command = Optional.of(type);
    attempts = 1;
    epoch = forEpoch;
    return this;
  }

  /** The same command once more. */
  AttachmentChange sameCommandAgain() {
    attempts++;
    mayBeLive |= before.lastCommandAttaches();
    return this;
  }

  AttachmentChange noAttempts() {
    attempts = 0;
    return this;
  }

  AttachmentChange nextAttemptAt(Instant at) {
    nextAttemptAt = Optional.of(at);
    return this;
  }

  AttachmentChange deadlineAt(Instant at) {
    deadlineAt = Optional.of(at);
    return this;
  }

  AttachmentChange shown(CommandReport report) {
    proof = Optional.of(report.proof());
    boolean absent = target.isAbsent(report);
    if (absent && mayBeLive && report.result() == CommandReport.Result.REMOVED) {
      removals++;
    }
    mayBeLive = !absent;
    reportedUptime = report.uptimeMillis().orElse(reportedUptime);
    errno = report.errno().filter(number -> number != 0);
    applyMicros = report.micros().or(() -> applyMicros);
    return this;
  }

  /** The changed copy; the very same attachment if nothing has changed but the time. */
  public Attachment at(Instant now) {
    Attachment unchanged = made(before.changedAt());
    return unchanged.equals(before) ? before : made(now);
  }

  private Attachment made(Instant changedAt) {
    return new Attachment(
        before.guest(),
        before.device(),
        bootId,
        phase,
        reason,
        message,
        target,
        mayBeLive,
        generation,
        command,
        attempts,
        nextAttemptAt,
        deadlineAt,
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
}
