package dev.okayd.attach;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * One of the facts that a decision is made from, for people and programs that want to know why.
 *
 * @param type which fact
 * @param status whether it is so
 * @param reason why, in one word
 * @param message why, in a sentence
 */
record Condition(Type type, boolean status, Reason reason, String message) {

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

  /** All of them, in the order in which they have to come true. */
  static List<Condition> of(Situation situation) {
    Attachment attachment = situation.attachment();
    Optional<Obstacle> ofGuest = situation.ofGuest();
    return List.of(
        new Condition(
            Type.WANTED,
            !situation.wish().isAbsence(),
            situation.wish().isAbsence() ? Reason.UNWANTED : Reason.PROVED,
            "The intent is " + situation.wish().intent()),
        unless(
            Type.GUEST_PRESENT,
            Obstacle.ofGuestsPresence(situation),
            "The guest's agent was heard of lately"),
        unless(
            Type.PLAN_MATCHES,
            Obstacle.ofPlan(situation),
            "The guest has booted the tree of its plan"),
        unless(
            Type.SLOT_FREE,
            ofGuest.filter(obstacle -> obstacle.reason() != Reason.AWAITS_DEVICE),
            "Nothing of the guest is in the way of the overlay"),
        unless(
            Type.ORDERED,
            ofGuest.filter(obstacle -> obstacle.reason() == Reason.AWAITS_DEVICE),
            "Every device that has to come first is bound"),
        unless(
            Type.BACKEND_READY,
            Obstacle.ofBackend(situation),
            "Backend \"%s\" is ready".formatted(situation.backendName())),
        new Condition(
            Type.APPLIED,
            attachment.isProvedLive(),
            attachment.isProvedLive() ? Reason.PROVED : attachment.reason(),
            attachment.isProvedLive()
                ? "The guest has shown the node enabled"
                : attachment.message()),
        new Condition(
            Type.BOUND,
            attachment.phase() == Phase.BOUND,
            attachment.reason(),
            attachment.message()));
  }

  private static Condition unless(Type type, Optional<Obstacle> obstacle, String otherwise) {
    return obstacle
        .map(found -> new Condition(type, false, found.reason(), found.message()))
        .orElseGet(() -> new Condition(type, true, Reason.PROVED, otherwise));
  }
}
