package dev.okayd.attach.decide;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.okayd.attach.Reason;

/**
 * One of the facts that a decision is made from, for people and programs that want to know why.
 * {@link Conditions} says when each one has which status.
 *
 * @param type which fact
 * @param status whether it is so, as far as okayd knows
 * @param reason why, in one word
 * @param message why, in a sentence; of an unknown fact, what okayd awaits
 */
public record Condition(Type type, Status status, Reason reason, String message) {

  /** Which fact. */
  enum Type {
    WANTED("Wanted"),
    GUEST_PRESENT("GuestPresent"),
    PLAN_MATCHES("PlanMatches"),
    SLOT_FREE("SlotFree"),
    ORDERED("Ordered"),
    BACKEND_READY("BackendReady"),
    APPLIED("Applied"),
    BOUND("Bound");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    @JsonValue
    @Override
    public String toString() {
      return word;
    }
  }

  /** Whether a fact is so. */
  enum Status {
    TRUE("True"),
    FALSE("False"),
    /** Neither is known. */
    UNKNOWN("Unknown");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    @JsonValue
    @Override
    public String toString() {
      return word;
    }
  }

  static Condition isSo(Type type, Reason reason, String message) {
    return new Condition(type, Status.TRUE, reason, message);
  }

  static Condition isNotSo(Type type, Reason reason, String message) {
    return new Condition(type, Status.FALSE, reason, message);
  }

  static Condition isUnknown(Type type, Reason reason, String awaited) {
    return new Condition(type, Status.UNKNOWN, reason, awaited);
  }
}
