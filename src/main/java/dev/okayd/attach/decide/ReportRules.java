package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.State;
import dev.okayd.attach.StepTimes;
import dev.okayd.attach.Target;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import java.time.Instant;
import java.util.Optional;

/**
 * What an attachment becomes by a report on its last command: a pure function. Applied is not
 * bound; only the proof counts.
 */
public final class ReportRules {
  private final RetryPolicy policy;

  /** The rules under the retry policy of a device. */
  public ReportRules(RetryPolicy policy) {
    this.policy = policy;
  }

  /**
   * The attachment after a report on the command of its present generation.
   *
   * @param steps what the agent did about the command before
   */
  public Attachment after(
      Attachment attachment, CommandReport report, StepTimes.AgentSteps steps, Instant now) {
    StepTimes times = attachment.stepTimes().seen(steps).reportedAt(now);
    boolean bound = attachment.target().isBound(report.proof());
    return attachment
        .change()
        .shown(report)
        .stepTimes(bound ? times.boundAt(now) : times)
        .to(state(attachment, report, now))
        .at(now);
  }

  private State state(Attachment attachment, CommandReport report, Instant now) {
    Command.Type command = attachment.command().orElseThrow();
    return switch (report.result()) {
      case APPLIED ->
          command.attaches()
              ? applied(attachment, report.proof(), now)
              : noAnswer(command, report.result());
      case REMOVED ->
          command.attaches()
              ? noAnswer(command, report.result())
              : removed(attachment.target(), report);
      case REFUSED ->
          new State.Failed(
              Reason.REFUSED,
              "The agent refused: %s. What it may do is in its configuration in the guest; then retry"
                  .formatted(report.message().orElse("it gave no reason")));
      case BUSY -> notDone(attachment, report, NotDone.BUSY, now);
      case FAILED -> notDone(attachment, report, NotDone.BY_THE_KERNEL, now);
    };
  }

  private static State noAnswer(Command.Type command, CommandReport.Result result) {
    return contradiction("to say \"" + result + "\" is no answer to " + command);
  }

  private State applied(Attachment attachment, Proof proof, Instant now) {
    Target target = attachment.target();
    if (!proof.nodeIsOkay()) {
      return contradiction(
          "it says applied, but the node's status is \"%s\""
              .formatted(proof.status().orElse("absent")));
    }
    if (isAnother(proof, target)) {
      return new State.Failed(
          Reason.WRONG_DEVICE,
          "The slot holds virtio device %d, but a device of type %s is %d: the backend serves another device there"
              .formatted(
                  proof.virtioId().orElseThrow(), target.type(), target.virtioId().orElseThrow()));
    }
    if (target.isBound(proof)) {
      return new State.Bound(
          Reason.PROVED, "The guest's driver is bound to " + proof.virtioDevice().orElseThrow());
    }
    // the deadline of the first such report holds, however often the guest is asked again
    Instant deadline =
        attachment.phase() == Phase.APPLIED
            ? attachment.state().deadlineAt().orElse(now)
            : now.plus(policy.bindTimeout());
    return new State.Applied(
        Reason.NO_DRIVER_YET,
        "The node is okay; no driver has bound yet",
        Optional.of(now.plus(policy.backOff(attachment.attempts()))),
        Optional.of(deadline));
  }

  private static boolean isAnother(Proof proof, Target target) {
    return target.virtioId().isPresent()
        && proof.virtioId().filter(id -> !target.virtioId().get().equals(id)).isPresent();
  }

  private static State removed(Target target, CommandReport report) {
    return target.isAbsent(report)
        ? new State.Detached(Reason.PROVED, "The guest has removed the device")
        : contradiction("it says removed, but the device is still there");
  }

  private static State contradiction(String what) {
    return new State.Failed(
        Reason.CONTRADICTION,
        "The agent contradicts itself: " + what + ". Look at the guest's kernel log, then retry");
  }

  private State notDone(Attachment attachment, CommandReport report, NotDone notDone, Instant now) {
    Command.Type command = attachment.command().orElseThrow();
    if (!command.attaches() && attachment.target().isAbsent(report)) {
      return removed(attachment.target(), report);
    }
    String why =
        report.message().orElse("it gave no reason")
            + report.errno().map(number -> " (errno " + number + ")").orElse("");
    if (policy.isUsedUp(attachment.attempts())) {
      return new State.Failed(
          notDone.inTheEnd,
          "%s, tried %d times: %s. %s, then retry"
              .formatted(notDone.what, attachment.attempts(), why, notDone.advice));
    }
    Optional<Instant> retryAt = Optional.of(now.plus(policy.backOff(attachment.attempts())));
    String message = notDone.what + ": " + why;
    return command.attaches()
        ? new State.Waiting(notDone.meanwhile, message, retryAt)
        : new State.Draining(notDone.meanwhile, message, retryAt, Optional.empty());
  }

  /** What kept the guest from carrying out a command, and how that is reported. */
  private enum NotDone {
    BUSY(
        Reason.DEVICE_BUSY,
        Reason.DEVICE_BUSY,
        "The guest uses the device and cannot remove it",
        "Have the guest stop using it"),
    BY_THE_KERNEL(
        Reason.RETRYING,
        Reason.KERNEL_REFUSED,
        "The guest's kernel did not do it",
        "Look at its log");

    private final Reason meanwhile;
    private final Reason inTheEnd;
    private final String what;
    private final String advice;

    NotDone(Reason meanwhile, Reason inTheEnd, String what, String advice) {
      this.meanwhile = meanwhile;
      this.inTheEnd = inTheEnd;
      this.what = what;
      this.advice = advice;
    }
  }
}
