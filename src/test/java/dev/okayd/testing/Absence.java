package dev.okayd.testing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tool that this machine does not have. The reason with which JUnit skips a test is a text, so an
 * absence is written into one and read out of it again.
 */
record Absence(String tool, String debianPackage) {
  private static final Pattern REASON =
      Pattern.compile("(\\S+) is not installed \\(Debian: (\\S+)\\)");

  /** The reason of a test that is skipped for this. */
  String reason() {
    return tool + " is not installed (Debian: " + debianPackage + ")";
  }

  /** The absence that a reason names; empty when the test was skipped for something else. */
  static Optional<Absence> in(String reason) {
    Matcher matcher = REASON.matcher(reason);
    return matcher.find()
        ? Optional.of(new Absence(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}
