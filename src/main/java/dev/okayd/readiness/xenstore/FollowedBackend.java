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

/** Watches the xenstore key of a backend, and follows its domain to another domid. */
final class FollowedBackend implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(FollowedBackend.class);

  private final String name;
  private final XenstoreKey key;
  private final Xenstore xenstore;
  private final XenstoreIntake intake;
  private final SteadyClock clock;

  private Optional<Integer> domid = Optional.empty();
  private Optional<Watch> watch = Optional.empty();
  private Heartbeat heartbeat = Heartbeat.unobserved();

  /** Why the last read failed; logged once. */
  private Optional<String> problem = Optional.of("not read yet");

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

  /** Reads again if no watch covers the key or the last read failed. */
  synchronized void retryIfUnsettled() {
    if (problem.isPresent() || domid.isEmpty()) {
      refresh();
    }
  }

  /** Reads the current values from the xenstore. */
  synchronized void refresh() {
    if (closed) {
      return;
    }
    try {
      // before the first read, because the process may be paused between the reads
      Supplier<Instant> readAt = clock.mark();
      followDomain(new Domains(xenstore).find(key.domain()));
      boolean taken =
          intake.accept(
              name,
              key,
              domid.isPresent()
                  ? verdict(domid.get(), readAt)
                  : () -> XenstoreVerdict.absent(readAt.get()));
      problem = taken ? Optional.empty() : Optional.of("the reading was stale");
    } catch (XenstoreException | OkaydException e) {
      failed(e);
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
    heartbeat = before.observed(connection, reading.heartbeat());
    boolean hasAdvanced = heartbeat.hasAdvancedSince(before);
    return () -> XenstoreVerdict.of(key, reading, hasAdvanced, readAt.get());
  }

  private void followDomain(Optional<Integer> found) {
    if (found.equals(domid)) {
      return;
    }
    watch.ifPresent(Watch::close);
    domid = found;
    heartbeat = Heartbeat.unobserved();
    watch = found.map(id -> xenstore.watch(Domains.pathOf(id) + "/" + key.folder(), this::refresh));
  }

  private void failed(Exception e) {
    Optional<String> why = Optional.of(String.valueOf(e.getMessage()));
    if (!(e instanceof XenstoreDisconnectedException)
        && !StoreOutage.explains(e)
        && !why.equals(problem)) {
      LOG.warnf("Reading the xenstore for backend %s failed: %s", name, e.getMessage());
    }
    problem = why;
  }

  @Override
  public synchronized void close() {
    closed = true;
    watch.ifPresent(Watch::close);
  }
}
