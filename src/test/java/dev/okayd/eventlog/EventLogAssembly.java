package dev.okayd.eventlog;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.store.Store;
import dev.okayd.store.json.StoredJson;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** Wires this package by hand, for tests without Quarkus. */
public final class EventLogAssembly {
  private EventLogAssembly() {}

  /** The log. */
  public static EventLog log(StoredJson json, ObjectMapper mapper, Clock clock) {
    return new EventLog(json, mapper, clock);
  }

  /** The sequence number of the oldest retained entry. */
  public static long first(EventLog log, Handle handle) {
    return log.range(handle).first();
  }

  /** Drops all but the newest entries. */
  public static void trim(Store store, Clock clock, int keepEntries) {
    int unused = new LogTrim(store, new Keeping(keepEntries), clock).run();
  }

  private record Keeping(int keepEntries) implements LogConfig {
    @Override
    public Duration keep() {
      return Duration.ofDays(30);
    }

    @Override
    public Duration trimEvery() {
      return Duration.ofMinutes(5);
    }
  }
}
