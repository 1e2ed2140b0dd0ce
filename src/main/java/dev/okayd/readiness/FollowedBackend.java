package dev.okayd.readiness;

import dev.okayd.error.OkaydException;
import dev.okayd.store.StoreOutage;
import dev.okayd.xenstore.Connectivity;
import dev.okayd.xenstore.Domains;
import dev.okayd.xenstore.Watch;
import dev.okayd.xenstore.Xenstore;
import dev.okayd.xenstore.XenstoreException;
import dev.okayd.xenstore.XenstoreLost;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A backend whose key in the xenstore is followed, also to another domid of its domain. */
final class FollowedBackend implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FollowedBackend.class);

  private final String name;
  private final XenstoreKey key;
  private final Xenstore xenstore;
  private final XenstoreIntake intake;
  private final Clock clock;

  private Optional<Integer> domid = Optional.empty();
  private Optional<Watch> watch = Optional.empty();
  private Heartbeat heartbeat = Heartbeat.unseen();

  /** Why the last look came to nothing; said once. */
  private Optional<String> obstacle = Optional.of("nobody has looked yet");

  private boolean closed;

  FollowedBackend(
      String name, XenstoreKey key, Xenstore xenstore, XenstoreIntake intake, Clock clock) {
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
      Instant readAt = clock.instant();
      followDomain(new Domains(xenstore).find(key.domain()));
      boolean taken =
          intake.take(
              name,
              key,
              domid.isPresent() ? verdict(domid.get(), readAt) : XenstoreVerdict.absent(readAt));
      obstacle = taken ? Optional.empty() : Optional.of("the reading was stale");
    } catch (XenstoreException | OkaydException e) {
      hindered(e);
    }
  }

  private XenstoreVerdict verdict(int found, Instant readAt) throws XenstoreException {
    XenstoreReading reading =
        xenstore.inTransaction(
            nodes -> XenstoreReading.of(nodes, found, Domains.pathOf(found), key));
    long connection =
        xenstore.connectivity() instanceof Connectivity.Connected connected
            ? connected.number()
            : 0;
    Heartbeat before = heartbeat;
    heartbeat = before.seen(connection, reading.heartbeat());
    return XenstoreVerdict.of(key, reading, heartbeat.beatsAnewAfter(before), readAt);
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
    if (!(e instanceof XenstoreLost) && !StoreOutage.explains(e) && !why.equals(obstacle)) {
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
