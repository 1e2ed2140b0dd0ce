package dev.okayd.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The timeline of an attachment as a table. */
final class TimelineTable {
  private final DemoOutput output;

  TimelineTable(DemoOutput output) {
    this.output = output;
  }

  void show(JsonNode timeline) {
    output.step("timeline", "the time until the device was bound, as okayd recorded it");
    output.more("%-16s %10s %10s", "step", "ms", "total ms");
    for (JsonNode step : timeline.path("steps")) {
      output.more(
          "%-16s %10s %10s",
          step.path("step").asText(),
          millis(step.path("sincePreviousMicros")),
          millis(step.path("sinceFirstMicros")));
    }
  }

  private static String millis(JsonNode micros) {
    return String.format(Locale.ROOT, "%.1f", micros.asLong() / 1000.0);
  }
}
