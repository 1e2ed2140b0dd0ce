package dev.okayd.attach;

import dev.okayd.channel.Command;
import dev.okayd.channel.Proof;
import dev.okayd.channel.Report;
import dev.okayd.fdt.NodePath;
import java.time.Instant;
import java.util.Optional;

/** A changed copy of an attachment in the making. Every phase begins without times to wait for. */
final class AttachmentChange {
  private final Attachment before;
  private Optional<String> bootId;
  private Phase phase;
  private Reason reason;
  private String message;
  private int generation;
  private Optional<Command.Type> command;
  private Optional<NodePath> path;
  private int attempts;
  private Optional<Instant> nextAttemptAt = Optional.empty();
  private Optional<Instant> deadlineAt = Optional.empty();
  private String epoch;
  private Optional<Proof> proof;
  private Optional<Integer> errno;
  private Optional<Long> applyMicros;

  AttachmentChange(Attachment before) {
    this.before = before;
    bootId = before.bootId();
    phase = before.phase();
    reason = before.reason();
    message = before.message();
    generation = before.generation();
    command = before.command();
    path = before.path();
    attempts = before.attempts();
    epoch = before.epoch();
    proof = before.proof();
    errno = before.errno();
    applyMicros = before.applyMicros();
  }

  AttachmentChange to(Phase newPhase, Reason newReason, String newMessage) {
    phase = newPhase;
    reason = newReason;
    message = newMessage;
    return this;
  }

  /** Nothing of an earlier boot holds in this one. */
  AttachmentChange inBoot(String newBootId) {
    bootId = Optional.of(newBootId);
    generation = 0;
    command = Optional.empty();
    path = Optional.empty();
    attempts = 0;
    epoch = "";
    proof = Optional.empty();
    errno = Optional.empty();
    applyMicros = Optional.empty();
    return this;
  }

  /** The overlay of a node, sent for the first time. */
  AttachmentChange apply(NodePath node, String forEpoch) {
    path = Optional.of(node);
    return newCommand(Command.Type.APPLY, forEpoch);
  }

  /** Its removal, sent for the first time. */
  AttachmentChange remove(String forEpoch) {
    return newCommand(Command.Type.REMOVE, forEpoch);
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

  AttachmentChange shown(Report report) {
    proof = Optional.of(report.proof());
    errno = report.errno().filter(number -> number != 0);
    applyMicros = report.micros().or(() -> applyMicros);
    return this;
  }

  /** The changed copy; the very same attachment if nothing has changed but the time. */
  Attachment at(Instant now) {
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
        generation,
        command,
        path,
        attempts,
        nextAttemptAt,
        deadlineAt,
        epoch,
        proof,
        errno,
        applyMicros,
        changedAt);
  }
}
