package dev.okayd.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The steps of a device's way, as a table. */
final class TimelineTable {
  private final DemoOutput story;

  TimelineTable(DemoOutput story) {
    this.story = story;
  }

  void show(JsonNode timeline) {
    story.step("timeline", "how long it took until the device was bound, as okayd has recorded it");
    story.more("%-16s %10s %10s", "step", "ms", "in all");
    for (JsonNode step : timeline.path("steps")) {
      story.more(
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
