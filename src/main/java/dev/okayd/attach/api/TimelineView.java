package dev.okayd.attach.api;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.attach.StepTimes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last transition of a device, step by step, as the API shows it. */
record TimelineView(
    String guest,
    String device,
    Phase phase,
    Optional<Long> totalMicros,
    List<Step> steps,
    Optional<Long> applyMicros) {

  /** One step, and its time. */
  record Step(StepName step, Instant at, long sinceFirstMicros, long sincePreviousMicros) {}

  /** Which step. */
  enum StepName {
    EVENT_RECEIVED("event-received"),
    EVENT_RECORDED("event-recorded"),
    DECIDED("decided"),
    FETCHED("fetched"),
    GO("go"),
    REPORTED("reported"),
    BOUND("bound");

    private final String word;

    StepName(String word) {
      this.word = word;
    }

    @JsonValue
    @Override
    public String toString() {
      return word;
    }
  }

  static TimelineView of(Attachment attachment) {
    List<Step> steps = steps(attachment.stepTimes());
    return new TimelineView(
        attachment.guest(),
        attachment.device(),
        attachment.phase(),
        steps.isEmpty()
            ? Optional.empty()
            : Optional.of(steps.get(steps.size() - 1).sinceFirstMicros()),
        steps,
        attachment.observed().applyMicros());
  }

  private static List<Step> steps(StepTimes times) {
    List<Step> steps = new ArrayList<>();
    add(steps, StepName.EVENT_RECEIVED, times.eventReceived());
    add(steps, StepName.EVENT_RECORDED, times.eventRecorded());
    add(steps, StepName.DECIDED, times.decided());
    add(steps, StepName.FETCHED, times.fetched());
    add(steps, StepName.GO, times.go());
    add(steps, StepName.REPORTED, times.reported());
    add(steps, StepName.BOUND, times.bound());
    return steps;
  }

  private static void add(List<Step> steps, StepName name, Optional<Instant> at) {
    at.ifPresent(
        time ->
            steps.add(
                new Step(
                    name,
                    time,
                    steps.isEmpty() ? 0 : ChronoUnit.MICROS.between(steps.get(0).at(), time),
                    steps.isEmpty()
                        ? 0
                        : ChronoUnit.MICROS.between(steps.get(steps.size() - 1).at(), time))));
  }
}
