package dev.okayd.readiness;

import dev.okayd.attach.Readiness;
import java.time.Instant;
import java.util.Optional;

/**
 * What serves devices, and what it last said of itself.
 *
 * @param name unique; the source of its events
 * @param secret that it signs events with, as Standard Webhooks write it
 * @param replayProtection of its events
 * @param readiness what it says of itself
 * @param said which event said so; empty before the first
 */
record Backend(
    String name,
    String secret,
    ReplayProtection replayProtection,
    Readiness readiness,
    Optional<Said> said) {

  /**
   * The event that counts.
   *
   * @param epoch which start of the backend
   * @param sequence its place within the epoch
   * @param time when it happened, by the backend's clock, if it has one
   * @param at when it was received
   */
  record Said(String epoch, long sequence, Optional<Instant> time, Instant at) {}

  /** This backend with another secret. */
  Backend withSecret(String newSecret) {
    return new Backend(name, newSecret, replayProtection, readiness, said);
  }

  /** This backend with another protection from replays. */
  Backend withReplayProtection(ReplayProtection newProtection) {
    return new Backend(name, secret, newProtection, readiness, said);
  }

  /** This backend after an event that counts. */
  Backend after(ReadinessEvent event, Instant now) {
    return new Backend(
        name,
        secret,
        replayProtection,
        event.readiness(),
        Optional.of(new Said(event.epoch(), event.sequence(), event.time(), now)));
  }

  /** Secrets stay out of logs. */
  @Override
  public String toString() {
    return "Backend[name=" + name + ", readiness=" + readiness + ", said=" + said + "]";
  }
}
