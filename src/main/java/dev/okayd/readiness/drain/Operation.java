package dev.okayd.readiness.drain;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * Something that takes its time: the draining of a backend.
 *
 * @param id unique
 * @param backend that is drained
 * @param epoch of the backend when it began; empty before its first event
 * @param state how it stands
 * @param createdAt when it began
 * @param changedAt when it came into its state
 */
public record Operation(
    String id, String backend, String epoch, State state, Instant createdAt, Instant changedAt) {

  /** How it stands; the API has one word for all ways in which it can be cut short. */
  public enum State {
    RUNNING("running"),
    DRAINED("drained"),
    CALLED_OFF("cancelled"),
    BACKEND_RESTARTED("cancelled"),
    BACKEND_DELETED("cancelled"),
    /** A later version of okayd has brought it there. */
    @JsonEnumDefaultValue
    UNKNOWN("unknown");

    private final String word;

    State(String word) {
      this.word = word;
    }

    @JsonValue
    @Override
    public String toString() {
      return word;
    }
  }

  /** This operation in another state. */
  Operation in(State next, Instant now) {
    return new Operation(id, backend, epoch, next, createdAt, now);
  }
}
