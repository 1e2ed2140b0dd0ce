package dev.okayd.eventlog;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which entries a reader requests. An entry about a restore passes every filter: the entries
 * between the backup and its restore are gone, which concerns every reader.
 *
 * @param type only entries of this type, by its present or its former name
 * @param subject only entries about this subject and its parts: {@code domu1} includes {@code
 *     domu1/disk}
 */
record LogFilter(Optional<String> type, Optional<String> subject) {
  private static final Pattern TYPE = Pattern.compile("[a-z.-]{1,64}");
  private static final Pattern SUBJECT = Pattern.compile("[a-z0-9/-]{1,127}");

  LogFilter {
    require("type", type, TYPE);
    require("subject", subject, SUBJECT);
    type = type.map(LogType::present);
  }

  private static void require(String name, Optional<String> value, Pattern pattern) {
    if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "%s is not a valid %s of log entries, which match %s".formatted(name, name, pattern));
    }
  }

  boolean matches(LogEntry entry) {
    return entry.type().equals(LogType.STATE_RESTORED.type())
        || (type.filter(wanted -> !wanted.equals(entry.type())).isEmpty()
            && subject.filter(wanted -> !isAbout(entry.subject(), wanted)).isEmpty());
  }

  private static boolean isAbout(String subject, String wanted) {
    return subject.equals(wanted) || subject.startsWith(wanted + "/");
  }
}
