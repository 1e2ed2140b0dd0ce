package dev.okayd.eventlog;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.store.Store;
import dev.okayd.store.json.StoredJson;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** This package put together by hand, for those who run okayd without its framework. */
public final class EventLogAssembly {
  private EventLogAssembly() {}

  /** The log. */
  public static EventLog log(StoredJson json, ObjectMapper mapper, Clock clock) {
    return new EventLog(json, mapper, clock);
  }

  /** The number of the oldest entry that is kept. */
  public static long first(EventLog log, Handle handle) {
    return log.extent(handle).first();
  }

  /** Drops all but so many entries. */
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
