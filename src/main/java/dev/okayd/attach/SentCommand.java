package dev.okayd.attach;

import dev.okayd.channel.Command;
import java.util.Optional;

/**
 * The last command about a device in this boot.
 *
 * @param type of the command
 * @param attempts how often it was sent; 0 once a new attempt is a new command
 * @param epoch of the backend that it was sent for
 * @param domid of the backend that its overlay names, if it names one
 */
public record SentCommand(Command.Type type, int attempts, String epoch, Optional<Integer> domid) {

  /** This command, sent once more. */
  SentCommand again() {
    return new SentCommand(type, attempts + 1, epoch, domid);
  }

  /** This command, no longer to be repeated. */
  SentCommand withoutAttempts() {
    return new SentCommand(type, 0, epoch, domid);
  }
}
