package dev.okayd.attach.decide;

import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.guest.Guest;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.plan.Digests;
import dev.okayd.plan.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The command that an agent has to carry out for a device. It follows from what is recorded alone,
 * so it can be said again, by whichever replica, at any time.
 */
public final class PendingCommand {
  private PendingCommand() {}

  /** The command, if there is one and it is still right. */
  public static Optional<Command> of(GuestSnapshot facts, Attachment attachment, Instant now) {
    if (!attachment.isOutstanding() || !holds(facts.of(attachment))) {
      return Optional.empty();
    }
    return attachment
        .commandId()
        .flatMap(id -> command(facts.guest(), attachment, id, validSeconds(attachment, now)));
  }

  /** Whether what was right when a command was recorded is right now. */
  private static boolean holds(DecisionInput situation) {
    Attachment attachment = situation.attachment();
    boolean thisBoot =
        situation
            .boot()
            .filter(b -> attachment.bootId().equals(Optional.of(b.bootId())))
            .isPresent();
    return thisBoot
        && !situation.isManual()
        && switch (attachment.command().orElseThrow()) {
          case APPLY, BIND -> Blocker.of(situation).isEmpty() && !situation.backendRestarted();
          case REMOVE, UNBIND -> situation.mayTouch();
        };
  }

  private static Optional<Command> command(
      Guest guest, Attachment attachment, CommandId id, long validSeconds) {
    Command.Type type = attachment.command().orElseThrow();
    return switch (type) {
      case APPLY ->
          guest
              .plan()
              .gate(attachment.device())
              .map(gate -> apply(overlay(guest, gate, attachment), attachment, id, validSeconds));
      case REMOVE, BIND, UNBIND ->
          Optional.of(
              new Command(
                  id,
                  type,
                  attachment.device(),
                  attachment.target().path(),
                  Optional.empty(),
                  Optional.empty(),
                  validSeconds));
    };
  }

  private static byte[] overlay(Guest guest, Gate gate, Attachment attachment) {
    return GateOverlay.of(guest.plan(), gate, attachment.domid()).dtbo();
  }

  private static Command apply(
      byte[] overlay, Attachment attachment, CommandId id, long validSeconds) {
    return new Command(
        id,
        Command.Type.APPLY,
        attachment.device(),
        attachment.target().path(),
        Optional.of(HexFormat.of().formatHex(Digests.sha256(overlay))),
        Optional.of(overlay),
        validSeconds);
  }

  private static long validSeconds(Attachment attachment, Instant now) {
    return attachment
        .deadlineAt()
        .map(deadline -> Math.max(1, Duration.between(now, deadline).toSeconds()))
        .orElse(1L);
  }
}
