package dev.okayd.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * What serves devices, and what it last said of itself.
 *
 * @param name unique; the source of its events
 * @param secret that it signs events with, as Standard Webhooks write it
 * @param replayProtection of its events
 * @param statusUrl where its last event can be read again
 * @param xenstore where its readiness is read instead of in events
 * @param version the log entry of the last change that somebody made to it
 * @param epoch the start of it that counts; empty before its first event
 * @param drain that it is drained, if it is
 */
public record Backend(
    String name,
    String secret,
    ReplayProtection replayProtection,
    Optional<String> statusUrl,
    Optional<XenstoreKey> xenstore,
    long version,
    Optional<Epoch> epoch,
    Optional<Drain> drain) {

  /** One that is new, and has no version yet. */
  public static Backend registered(String name, String secret) {
    return new Backend(
        name,
        secret,
        ReplayProtection.TIMESTAMP,
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty());
  }

  /** What it said of all its devices, as it is to be taken at a moment, its draining included. */
  public Readiness readiness(Instant now) {
    return readiness(epoch.flatMap(Epoch::general), now);
  }

  /** What is to be made at a moment of what it said of a device. */
  public Readiness readiness(Optional<ReadinessRecord> said, Instant now) {
    if (said.filter(s -> s.isExpired(now)).isPresent()) {
      // it may be gone, and to let devices of such a one go can hang the guest, drain or not
      return Readiness.UNKNOWN;
    }
    Readiness readiness = said.map(s -> s.at(now)).orElse(Readiness.UNKNOWN);
    return switch (readiness) {
      case READY, UNKNOWN -> drain.isPresent() ? Readiness.DRAINING : readiness;
      case DRAINING, LOST -> readiness;
    };
  }

  public Backend withSecret(String newSecret) {
    return new Backend(
        name, newSecret, replayProtection, statusUrl, xenstore, version, epoch, drain);
  }

  public Backend with(Heard heard) {
    return new Backend(
        name,
        secret,
        heard.replayProtection(),
        heard.statusUrl(),
        heard.xenstore(),
        version,
        epoch,
        drain);
  }

  public Backend withVersion(long newVersion) {
    return new Backend(
        name, secret, replayProtection, statusUrl, xenstore, newVersion, epoch, drain);
  }

  /**
   * How it is heard.
   *
   * @param replayProtection of its events
   * @param statusUrl where its last event can be read again
   * @param xenstore where its readiness is read instead
   */
  public record Heard(
      ReplayProtection replayProtection,
      Optional<String> statusUrl,
      Optional<XenstoreKey> xenstore) {

    /** By events alone. */
    public static Heard byEvents(ReplayProtection replayProtection) {
      return new Heard(replayProtection, Optional.empty(), Optional.empty());
    }
  }

  /** This backend in an epoch. */
  public Backend in(Epoch newEpoch) {
    Optional<String> present = epoch.map(Epoch::id);
    boolean same = present.equals(Optional.of(newEpoch.id()));
    return new Backend(
        name,
        secret,
        replayProtection,
        statusUrl,
        xenstore,
        version,
        Optional.of(newEpoch),
        drain.filter(d -> same || d.holdsIn(newEpoch.id(), present)));
  }

  public Backend drainedBy(Drain newDrain) {
    return new Backend(
        name, secret, replayProtection, statusUrl, xenstore, version, epoch, Optional.of(newDrain));
  }

  public Backend notDrained() {
    return new Backend(
        name, secret, replayProtection, statusUrl, xenstore, version, epoch, Optional.empty());
  }

  /** Whether what is verified for one of them is so for the other. */
  public boolean isVerifiedAs(Backend other) {
    return secret.equals(other.secret) && replayProtection == other.replayProtection;
  }

  /** Secrets stay out of logs. */
  @Override
  public String toString() {
    return "Backend[name=" + name + ", epoch=" + epoch + ", drain=" + drain + "]";
  }
}
