package dev.okayd.readiness.drain;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * A long-running operation: the drain of a backend.
 *
 * @param id unique
 * @param backend the drained backend
 * @param epoch the epoch that the request named; empty if it named none
 * @param state its current state
 * @param createdAt when it started
 * @param changedAt when its state last changed
 */
public record Operation(
    String id, String backend, String epoch, State state, Instant createdAt, Instant changedAt) {

  /** Its state. The API shows every cause of an early end as {@code cancelled}. */
  public enum State {
    RUNNING("running"),
    DRAINED("drained"),
    @JsonAlias("CALLED_OFF")
    CANCELLED("cancelled"),
    BACKEND_RESTARTED("cancelled"),
    BACKEND_DELETED("cancelled"),
    /** A state that a later version of okayd recorded. */
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
