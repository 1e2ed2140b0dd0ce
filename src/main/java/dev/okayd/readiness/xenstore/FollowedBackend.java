package dev.okayd.readiness.xenstore;

import dev.okayd.backend.XenstoreKey;
import dev.okayd.clock.SteadyClock;
import dev.okayd.error.OkaydException;
import dev.okayd.error.StoreOutage;
import dev.okayd.xenstore.ConnectionState;
import dev.okayd.xenstore.Domains;
import dev.okayd.xenstore.Watch;
import dev.okayd.xenstore.Xenstore;
import dev.okayd.xenstore.XenstoreDisconnectedException;
import dev.okayd.xenstore.XenstoreException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A backend whose key in the xenstore is followed, also to another domid of its domain. */
final class FollowedBackend implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FollowedBackend.class);

  private final String name;
  private final XenstoreKey key;
  private final Xenstore xenstore;
  private final XenstoreIntake intake;
  private final SteadyClock clock;

  private Optional<Integer> domid = Optional.empty();
  private Optional<Watch> watch = Optional.empty();
  private Heartbeat heartbeat = Heartbeat.unseen();

  /** Why the last look came to nothing; said once. */
  private Optional<String> obstacle = Optional.of("nobody has looked yet");

  private boolean closed;

  FollowedBackend(
      String name, XenstoreKey key, Xenstore xenstore, XenstoreIntake intake, SteadyClock clock) {
    this.clock = clock;
    this.name = name;
    this.key = key;
    this.xenstore = xenstore;
    this.intake = intake;
  }

  XenstoreKey key() {
    return key;
  }

  /** Looks again where no watch would tell, or where the last look came to nothing. */
  synchronized void lookUnlessSettled() {
    if (obstacle.isPresent() || domid.isEmpty()) {
      look();
    }
  }

  /** Looks what the xenstore has of it now. */
  synchronized void look() {
    if (closed) {
      return;
    }
    try {
      // before anything is read: on the way everything may stand still
      Supplier<Instant> readAt = clock.mark();
      followDomain(new Domains(xenstore).find(key.domain()));
      boolean taken =
          intake.take(
              name,
              key,
              domid.isPresent()
                  ? verdict(domid.get(), readAt)
                  : () -> XenstoreVerdict.absent(readAt.get()));
      obstacle = taken ? Optional.empty() : Optional.of("the reading was stale");
    } catch (XenstoreException | OkaydException e) {
      hindered(e);
    }
  }

  private Supplier<XenstoreVerdict> verdict(int found, Supplier<Instant> readAt)
      throws XenstoreException {
    XenstoreReading reading =
        xenstore.inTransaction(
            nodes -> XenstoreReading.of(nodes, found, Domains.pathOf(found), key));
    long connection =
        xenstore.connectivity() instanceof ConnectionState.Connected connected
            ? connected.number()
            : 0;
    Heartbeat before = heartbeat;
    heartbeat = before.seen(connection, reading.heartbeat());
    boolean beatsAnew = heartbeat.beatsAnewAfter(before);
    return () -> XenstoreVerdict.of(key, reading, beatsAnew, readAt.get());
  }

  private void followDomain(Optional<Integer> found) {
    if (found.equals(domid)) {
      return;
    }
    watch.ifPresent(Watch::close);
    domid = found;
    heartbeat = Heartbeat.unseen();
    watch = found.map(id -> xenstore.watch(Domains.pathOf(id) + "/" + key.folder(), this::look));
  }

  private void hindered(Exception e) {
    Optional<String> why = Optional.of(String.valueOf(e.getMessage()));
    if (!(e instanceof XenstoreDisconnectedException)
        && !StoreOutage.explains(e)
        && !why.equals(obstacle)) {
      LOG.warnf("The xenstore cannot be read for backend %s: %s", name, e.getMessage());
    }
    obstacle = why;
  }

  @Override
  public synchronized void close() {
    closed = true;
    watch.ifPresent(Watch::close);
  }
}
