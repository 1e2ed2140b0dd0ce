package dev.okayd.attach.decide;

import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Proof;
import java.time.Instant;

/**
 * What an attachment becomes by a report on its last command: a pure function. Applied is not
 * bound; only the proof counts.
 */
public final class ReportRules {
  private final RetryPolicy policy;

  public ReportRules(RetryPolicy policy) {
    this.policy = policy;
  }

  /** The attachment after a report on the command of its present generation. */
  public Attachment after(
      Attachment attachment, CommandReport report, StepTimes.AgentSteps sighting, Instant now) {
    StepTimes marks = attachment.marks().seen(sighting).reportedAt(now);
    boolean bound = attachment.target().isBound(report.proof());
    AttachmentChange change =
        attachment.change().shown(report).marked(bound ? marks.boundAt(now) : marks);
    Command.Type command = attachment.command().orElseThrow();
    switch (report.result()) {
      case APPLIED, REMOVED -> done(change, attachment, command, report, now);
      case REFUSED ->
          change.to(
              Phase.FAILED,
              Reason.REFUSED,
              "The agent refused: %s. What it may do is in its configuration in the guest; then retry"
                  .formatted(report.message().orElse("it gave no reason")));
      case BUSY -> notDone(change, attachment, command, report, NotDone.BUSY, now);
      case FAILED -> notDone(change, attachment, command, report, NotDone.BY_THE_KERNEL, now);
    }
    return change.at(now);
  }

  private void done(
      AttachmentChange change,
      Attachment attachment,
      Command.Type command,
      CommandReport report,
      Instant now) {
    boolean isAnswer =
        switch (command) {
          case APPLY, BIND -> report.result() == CommandReport.Result.APPLIED;
          case REMOVE, UNBIND -> report.result() == CommandReport.Result.REMOVED;
        };
    if (!isAnswer) {
      contradiction(change, "to say \"" + report.result() + "\" is no answer to " + command);
      return;
    }
    switch (command) {
      case APPLY, BIND -> applied(change, attachment, report.proof(), now);
      case REMOVE, UNBIND -> removed(change, attachment.target(), report);
    }
  }

  private void applied(AttachmentChange change, Attachment attachment, Proof proof, Instant now) {
    Target target = attachment.target();
    if (!proof.nodeIsOkay()) {
      contradiction(
          change,
          "it says applied, but the node's status is \"%s\""
              .formatted(proof.status().orElse("absent")));
    } else if (isAnother(proof, target)) {
      change.to(
          Phase.FAILED,
          Reason.WRONG_DEVICE,
          "The slot holds virtio device %d, but a device of type %s is %d: the backend serves another device there"
              .formatted(
                  proof.virtioId().orElseThrow(), target.type(), target.virtioId().orElseThrow()));
    } else if (target.isBound(proof)) {
      change.to(
          Phase.BOUND,
          Reason.PROVED,
          "The guest's driver is bound to " + proof.virtioDevice().orElseThrow());
    } else {
      // the deadline of the first such report holds, however often the guest is asked again
      Instant deadline =
          attachment.phase() == Phase.APPLIED
              ? attachment.deadlineAt().orElse(now)
              : now.plus(policy.bindTimeout());
      change
          .to(Phase.APPLIED, Reason.NO_DRIVER_YET, "The node is okay; no driver has bound yet")
          .nextAttemptAt(now.plus(policy.backOff(attachment.attempts())))
          .deadlineAt(deadline);
    }
  }

  private static boolean isAnother(Proof proof, Target target) {
    return target.virtioId().isPresent()
        && proof.virtioId().filter(id -> !target.virtioId().get().equals(id)).isPresent();
  }

  private static void removed(AttachmentChange change, Target target, CommandReport report) {
    if (target.isAbsent(report)) {
      change.to(Phase.DETACHED, Reason.PROVED, "The guest has let the device go");
    } else {
      contradiction(change, "it says removed, but the device is still there");
    }
  }

  private static void contradiction(AttachmentChange change, String what) {
    change.to(
        Phase.FAILED,
        Reason.CONTRADICTION,
        "The agent contradicts itself: " + what + ". Look at the guest's kernel log, then retry");
  }

  private void notDone(
      AttachmentChange change,
      Attachment attachment,
      Command.Type command,
      CommandReport report,
      NotDone notDone,
      Instant now) {
    if (!command.attaches() && attachment.target().isAbsent(report)) {
      removed(change, attachment.target(), report);
      return;
    }
    String why =
        report.message().orElse("it gave no reason")
            + report.errno().map(number -> " (errno " + number + ")").orElse("");
    if (attachment.attempts() >= policy.maxAttempts()) {
      change.to(
          Phase.FAILED,
          notDone.inTheEnd,
          "%s, tried %d times: %s. %s, then retry"
              .formatted(notDone.what, attachment.attempts(), why, notDone.advice));
      return;
    }
    change
        .to(
            switch (command) {
              case APPLY, BIND -> Phase.WAITING;
              case REMOVE, UNBIND -> Phase.DRAINING;
            },
            notDone.meanwhile,
            notDone.what + ": " + why)
        .nextAttemptAt(now.plus(policy.backOff(attachment.attempts())));
  }

  /** Who did not do it, and how that is told. */
  private enum NotDone {
    BUSY(
        Reason.DEVICE_BUSY,
        Reason.DEVICE_BUSY,
        "The guest uses the device and cannot spare it",
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
