package dev.okayd.eventlog;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which entries somebody asks for. That the state was restored concerns all who read the log: the
 * entries between the backup and its restore are gone, so that entry passes every filter.
 *
 * @param type only this one
 * @param subject only this one, and what belongs to it: {@code domu1} also has {@code domu1/disk}
 */
record LogFilter(Optional<String> type, Optional<String> subject) {
  private static final Pattern TYPE = Pattern.compile("[a-z.-]{1,64}");
  private static final Pattern SUBJECT = Pattern.compile("[a-z0-9/-]{1,127}");

  LogFilter {
    require("type", type, TYPE);
    require("subject", subject, SUBJECT);
  }

  private static void require(String name, Optional<String> value, Pattern pattern) {
    if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "%s is no %s of entries of the log, which are %s".formatted(name, name, pattern));
    }
  }

  boolean takes(LogEntry entry) {
    return entry.type().equals(EventLog.RESTORED)
        || (type.filter(wanted -> !wanted.equals(entry.type())).isEmpty()
            && subject.filter(wanted -> !isAbout(entry.subject(), wanted)).isEmpty());
  }

  private static boolean isAbout(String subject, String wanted) {
    return subject.equals(wanted) || subject.startsWith(wanted + "/");
  }
}
