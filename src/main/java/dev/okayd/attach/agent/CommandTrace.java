package dev.okayd.attach.agent;

import dev.okayd.attach.StepTimes;
import dev.okayd.channel.CommandId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When agents fetched commands and asked for go. Only timelines use it, so it stays in memory until
 * the report arrives; a replica does not know the steps that another one saw.
 */
@ApplicationScoped
public class CommandTrace {
  private static final int MOST = 10_000;

  private final Clock clock;
  private final Map<String, StepTimes.AgentSteps> byCommand =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StepTimes.AgentSteps> eldest) {
          return size() > MOST;
        }
      };

  public CommandTrace(Clock clock) {
    this.clock = clock;
  }

  synchronized void fetched(String bootId, CommandId command) {
    StepTimes.AgentSteps known =
        byCommand.getOrDefault(key(bootId, command), StepTimes.AgentSteps.NONE);
    if (known.fetched().isEmpty()) {
      byCommand.put(
          key(bootId, command), new StepTimes.AgentSteps(Optional.of(clock.instant()), known.go()));
    }
  }

  synchronized void askedGo(String bootId, CommandId command) {
    StepTimes.AgentSteps known =
        byCommand.getOrDefault(key(bootId, command), StepTimes.AgentSteps.NONE);
    byCommand.put(
        key(bootId, command),
        new StepTimes.AgentSteps(known.fetched(), Optional.of(clock.instant())));
  }

  synchronized StepTimes.AgentSteps of(String bootId, CommandId command) {
    return Optional.ofNullable(byCommand.get(key(bootId, command)))
        .orElse(StepTimes.AgentSteps.NONE);
  }

  private static String key(String bootId, CommandId command) {
    return bootId + " " + command;
  }
}
