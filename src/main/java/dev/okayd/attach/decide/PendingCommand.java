package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.SentCommand;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.digest.Sha256;
import dev.okayd.guest.Guest;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.plan.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The command that an agent has to carry out for a device. It follows from what is recorded alone,
 * so any replica can hand it out at any time.
 *
 * @param attachment whose last command it is
 * @param id of the command
 * @param type of the command
 * @param gate whose overlay is applied; empty for a command without an overlay
 */
public record PendingCommand(
    Attachment attachment, CommandId id, Command.Type type, Optional<Gate> gate) {

  /** The command, if there is one and it is still right. */
  public static Optional<PendingCommand> of(GuestSnapshot guest, Attachment attachment) {
    if (!attachment.isOutstanding() || !holds(guest.of(attachment))) {
      return Optional.empty();
    }
    CommandId id = attachment.commandId().orElseThrow();
    Command.Type type = attachment.command().orElseThrow();
    return switch (type) {
      case APPLY ->
          guest
              .guest()
              .plan()
              .gate(attachment.device())
              .map(gate -> new PendingCommand(attachment, id, type, Optional.of(gate)));
      case REMOVE, BIND, UNBIND ->
          Optional.of(new PendingCommand(attachment, id, type, Optional.empty()));
    };
  }

  /** Whether what was right when a command was recorded is right now. */
  private static boolean holds(DecisionInput input) {
    Attachment attachment = input.attachment();
    boolean thisBoot =
        input.boot().filter(b -> attachment.bootId().equals(Optional.of(b.bootId()))).isPresent();
    return thisBoot
        && !input.isManual()
        && switch (attachment.command().orElseThrow()) {
          case APPLY, BIND -> Blocker.of(input).isEmpty() && !input.backendRestarted();
          case REMOVE, UNBIND -> input.mayTouch();
        };
  }

  /** The command as the agent gets it, with its overlay. */
  public Command toCommand(Guest guest, Instant now) {
    Optional<byte[]> overlay =
        gate.map(
            g ->
                GateOverlay.of(guest.plan(), g, attachment.sent().flatMap(SentCommand::domid))
                    .dtbo());
    return new Command(
        id,
        type,
        attachment.device(),
        attachment.target().path(),
        overlay.map(bytes -> HexFormat.of().formatHex(Sha256.sha256(bytes))),
        overlay,
        validSeconds(now));
  }

  private long validSeconds(Instant now) {
    return attachment
        .state()
        .deadlineAt()
        .map(deadline -> Math.max(1, Duration.between(now, deadline).toSeconds()))
        .orElse(1L);
  }
}
