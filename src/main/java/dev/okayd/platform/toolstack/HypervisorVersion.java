package dev.okayd.platform.toolstack;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a hypervisor, such as 4.17. Patch levels do not matter for the limits that okayd
 * knows.
 *
 * @param major first number
 * @param minor second number
 */
public record HypervisorVersion(int major, int minor) implements Comparable<HypervisorVersion> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");

  /**
   * Parses a version. Ignores everything after the second number.
   *
   * @throws IllegalArgumentException if the text does not start with two numbers
   */
  @JsonCreator
  public static HypervisorVersion parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a version; expected one such as \"4.17\", in quotes".formatted(text));
    }
    return new HypervisorVersion(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public int compareTo(HypervisorVersion other) {
    return Comparator.comparingInt(HypervisorVersion::major)
        .thenComparingInt(HypervisorVersion::minor)
        .compare(this, other);
  }

  @JsonValue
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
