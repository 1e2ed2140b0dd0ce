package dev.okayd.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** All log records while it is open, from INFO on. */
public final class LogRecords implements AutoCloseable {
  private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

  private static final Logger ROOT = Logger.getLogger("");

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          if (logged.getLevel().intValue() >= Level.INFO.intValue()) {
            records.add(logged);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private LogRecords() {
    ROOT.addHandler(handler);
  }

  /** Begins to record. */
  public static LogRecords listen() {
    return new LogRecords();
  }

  /** Messages of records, in their order. */
  public List<String> messages() {
    return records.stream().map(LogRecords::text).toList();
  }

  /** Messages of records with a stack trace. */
  public List<String> traces() {
    return records.stream()
        .filter(logged -> logged.getThrown() != null)
        .map(LogRecords::text)
        .toList();
  }

  private static String text(LogRecord logged) {
    return MESSAGE.format(logged);
  }

  @Override
  public void close() {
    ROOT.removeHandler(handler);
  }
}
