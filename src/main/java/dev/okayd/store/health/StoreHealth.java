package dev.okayd.store.health;

import dev.okayd.error.OkaydException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Down while the last write failed. A load balancer then sends no more requests, so no request
 * would detect a recovery. The check therefore tries a write itself.
 */
@Readiness
@ApplicationScoped
class StoreHealth implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(StoreHealth.class);
  private static final long BETWEEN_TRIES = Duration.ofSeconds(1).toNanos();

  private final WriteProbe store;
  private final AtomicLong tried = new AtomicLong(System.nanoTime() - BETWEEN_TRIES);

  StoreHealth(WriteProbe store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse call() {
    if (store.writeFailure().isPresent() && isTimeToTry()) {
      tryToWrite();
    }
    Optional<String> writeFailure = store.writeFailure();
    var answer = HealthCheckResponse.named("store").status(writeFailure.isEmpty());
    writeFailure.ifPresent(reason -> answer.withData("reason", reason));
    return answer.build();
  }

  private boolean isTimeToTry() {
    long now = System.nanoTime();
    long before = tried.get();
    return now - before >= BETWEEN_TRIES && tried.compareAndSet(before, now);
  }

  private void tryToWrite() {
    try {
      store.tryToWrite();
    } catch (OkaydException e) {
      LOG.debugf("The store still cannot be written: %s", e.getMessage());
    }
  }
}
