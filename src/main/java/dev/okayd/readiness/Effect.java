package dev.okayd.readiness;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** What an event that was accepted does. */
enum Effect {
  /** It is what the backend says now. */
  @JsonProperty("recorded")
  RECORDED,
  /** It was received before. */
  @JsonProperty("repeated")
  REPEATED,
  /** A later event was received before it. */
  @JsonProperty("outdated")
  OUTDATED;

  /**
   * Which of two events counts: within an epoch the one of the higher sequence, else the one of the
   * later epoch.
   *
   * @param epochHeardBefore whether any event of the new event's epoch was accepted before
   */
  static Effect of(ReadinessEvent event, Optional<Backend.Said> present, boolean epochHeardBefore) {
    boolean counts =
        present
            .map(
                said ->
                    said.epoch().equals(event.epoch())
                        ? event.sequence() > said.sequence()
                        : Epochs.isLater(event, said, epochHeardBefore))
            .orElse(true);
    return counts ? RECORDED : OUTDATED;
  }
}
