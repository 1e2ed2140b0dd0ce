package dev.okayd.readiness.drain;

import dev.okayd.store.Store;
import dev.okayd.task.PeriodicTask;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** Detects the end of drains, also without a request, and lets requests wait for it. */
@ApplicationScoped
class DrainWatch {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Drains drains;
  private final PeriodicTask watch;

  DrainWatch(Drains drains) {
    this.drains = drains;
    this.watch = new PeriodicTask("drain-watch", drains::checkAll);
  }

  void start(@Observes @Priority(Store.STARTUP_PRIORITY + 1) StartupEvent event) {
    watch.start(PAUSE);
  }

  /** Runs before the store closes. */
  void stop(@Observes ShutdownEvent event) {
    watch.stop();
  }

  /** An operation at its end, or its state after the wait. The wait occupies no thread. */
  Uni<OperationJson> await(String id, Duration wait) {
    OperationJson now = drains.get(id);
    if (now.state() != Operation.State.RUNNING || wait.compareTo(PAUSE) < 0) {
      return Uni.createFrom().item(now);
    }
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(PAUSE)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .flatMap(over -> await(id, wait.minus(PAUSE)));
  }
}
