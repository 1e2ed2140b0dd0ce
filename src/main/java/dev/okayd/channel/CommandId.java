package dev.okayd.channel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a command within a boot of a guest: {@code disk.3} is a command about the device {@code
 * disk}.
 *
 * @param device its name
 * @param generation grows with each command about the device, and never goes back
 */
public record CommandId(String device, long generation) {
  private static final Pattern ID = Pattern.compile("([a-z0-9-]{1,63})\\.([0-9]{1,18})");

  /** The id that a text names. */
  public static Optional<CommandId> parse(String text) {
    Matcher matcher = ID.matcher(text);
    return matcher.matches()
        ? Optional.of(new CommandId(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @JsonCreator
  static CommandId require(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is no command id"));
  }

  @JsonValue
  @Override
  public String toString() {
    return device + "." + generation;
  }
}
