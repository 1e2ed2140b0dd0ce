package dev.okayd.testing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A missing tool of this machine. JUnit's reason for a skipped test is a text, so an absence is
 * formatted into that text and parsed again.
 */
public record Absence(String tool, String debianPackage) {
  private static final Pattern REASON =
      Pattern.compile("(\\S+) is not installed \\(Debian: (\\S+)\\)");

  /** The reason for skipping a test. */
  public String reason() {
    return tool + " is not installed (Debian: " + debianPackage + ")";
  }

  /** The absence in a reason; empty if the test was skipped for another reason. */
  static Optional<Absence> in(String reason) {
    Matcher matcher = REASON.matcher(reason);
    return matcher.find()
        ? Optional.of(new Absence(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}
