package dev.okayd.backend;

import java.time.Instant;
import java.util.Optional;

/**
 * A service that provides devices, and its last reported readiness.
 *
 * @param name unique; the source of its events
 * @param secret signs its events, in the format of Standard Webhooks
 * @param replayProtection of its events
 * @param statusUrl where okayd can read its last event again
 * @param xenstore where okayd reads its readiness instead of receiving events
 * @param version the log entry of the last change through the API
 * @param epoch its current start; empty before its first event
 * @param drain the drain in effect, if any
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

  /** A new backend, which has no version yet. */
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

  /** The effective readiness of all its devices at this time, including the drain. */
  public Readiness readiness(Instant now) {
    return readiness(epoch.flatMap(Epoch::general), now);
  }

  /** The effective readiness of a device at this time, given its record. */
  public Readiness readiness(Optional<ReadinessRecord> record, Instant now) {
    if (record.filter(s -> s.isExpired(now)).isPresent()) {
      // the backend may be gone; removing its devices can hang the guest, even in a drain
      return Readiness.UNKNOWN;
    }
    Readiness readiness = record.map(s -> s.at(now)).orElse(Readiness.UNKNOWN);
    return switch (readiness) {
      case READY, UNKNOWN -> drain.isPresent() ? Readiness.DRAINING : readiness;
      case DRAINING, LOST -> readiness;
    };
  }

  public Backend withSecret(String newSecret) {
    return new Backend(
        name, newSecret, replayProtection, statusUrl, xenstore, version, epoch, drain);
  }

  public Backend with(ReadinessSource readinessSource) {
    return new Backend(
        name,
        secret,
        readinessSource.replayProtection(),
        readinessSource.statusUrl(),
        readinessSource.xenstore(),
        version,
        epoch,
        drain);
  }

  public Backend withVersion(long newVersion) {
    return new Backend(
        name, secret, replayProtection, statusUrl, xenstore, newVersion, epoch, drain);
  }

  /**
   * How okayd learns its readiness.
   *
   * @param replayProtection of its events
   * @param statusUrl where okayd can read its last event again
   * @param xenstore where okayd reads its readiness instead
   */
  public record ReadinessSource(
      ReplayProtection replayProtection,
      Optional<String> statusUrl,
      Optional<XenstoreKey> xenstore) {

    /** Only by events that the backend posts. */
    public static ReadinessSource events(ReplayProtection replayProtection) {
      return new ReadinessSource(replayProtection, Optional.empty(), Optional.empty());
    }
  }

  /** This backend in another or the same epoch; a later epoch may end the drain. */
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

  /** Whether an event verified for one of the two is verified for the other. */
  public boolean isVerifiedAs(Backend other) {
    return secret.equals(other.secret) && replayProtection == other.replayProtection;
  }

  /** Leaves out the secret, because this text may be logged. */
  @Override
  public String toString() {
    return "Backend[name=" + name + ", epoch=" + epoch + ", drain=" + drain + "]";
  }
}
