package dev.okayd.attach;

import dev.okayd.channel.Channel;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.plan.Digests;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What the channel has to hold for a device: a command, or none. It follows from the attachment
 * alone, so it may be done twice, and after a restart is done again.
 */
record Sending(String guest, String device, String bootId, Optional<Command> command) {

  static Sending of(Attachment attachment) {
    Optional<Command> command =
        attachment.isOutstanding()
            ? attachment.commandId().map(id -> command(attachment, id))
            : Optional.empty();
    return new Sending(
        attachment.guest(), attachment.device(), attachment.bootId().orElse(""), command);
  }

  void through(Channel channel) {
    command.ifPresentOrElse(
        c -> channel.send(guest, bootId, c), () -> channel.withdraw(guest, device));
  }

  private static Command command(Attachment attachment, CommandId id) {
    Command.Type type = attachment.command().orElseThrow();
    Optional<byte[]> overlay =
        switch (type) {
          case APPLY -> Optional.of(new GateOverlay(attachment.target().path()).dtbo());
          case REMOVE -> Optional.empty();
        };
    return new Command(
        id,
        type,
        attachment.device(),
        attachment.target().path(),
        overlay.map(blob -> HexFormat.of().formatHex(Digests.sha256(blob))),
        overlay);
  }
}
