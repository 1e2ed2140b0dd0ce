package dev.okayd.eventlog;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.store.Json;
import java.time.Clock;

/** This package put together by hand, for those who run okayd without its framework. */
public final class EventLogAssembly {
  private EventLogAssembly() {}

  /** The log. */
  public static EventLog log(Json json, ObjectMapper mapper, Clock clock) {
    return new EventLog(json, mapper, clock);
  }
}
