package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies a command within a boot of a guest: {@code disk.3} is a command for the device {@code
 * disk}.
 *
 * @param device name of the device
 * @param generation increases with each command for the device
 */
public record CommandId(String device, long generation) {
  private static final Pattern ID = Pattern.compile("([a-z0-9-]{1,63})\\.([0-9]{1,18})");

  /** Parses an id. */
  public static Optional<CommandId> parse(String text) {
    Matcher matcher = ID.matcher(text);
    return matcher.matches()
        ? Optional.of(new CommandId(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @JsonCreator
  static CommandId require(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException(text + " is not a command id"));
  }

  @JsonValue
  @Override
  public String toString() {
    return device + "." + generation;
  }
}
