package dev.okayd.attach;

import dev.okayd.channel.CommandId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When agents fetched commands and asked for go. It is for timelines alone, so it is kept in memory
 * until the report comes, and what a replica has not seen itself is missing there.
 */
@ApplicationScoped
class Sightings {
  private static final int MOST = 10_000;

  private final Clock clock;
  private final Map<String, Marks.AgentSteps> byCommand =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Marks.AgentSteps> eldest) {
          return size() > MOST;
        }
      };

  Sightings(Clock clock) {
    this.clock = clock;
  }

  synchronized void fetched(String bootId, CommandId command) {
    Marks.AgentSteps known = byCommand.getOrDefault(key(bootId, command), Marks.AgentSteps.NONE);
    if (known.fetched().isEmpty()) {
      byCommand.put(
          key(bootId, command), new Marks.AgentSteps(Optional.of(clock.instant()), known.go()));
    }
  }

  synchronized void askedGo(String bootId, CommandId command) {
    Marks.AgentSteps known = byCommand.getOrDefault(key(bootId, command), Marks.AgentSteps.NONE);
    byCommand.put(
        key(bootId, command), new Marks.AgentSteps(known.fetched(), Optional.of(clock.instant())));
  }

  synchronized Marks.AgentSteps of(String bootId, CommandId command) {
    return Optional.ofNullable(byCommand.get(key(bootId, command))).orElse(Marks.AgentSteps.NONE);
  }

  private static String key(String bootId, CommandId command) {
    return bootId + " " + command;
  }
}
