package dev.okayd.guest.platform;

import dev.okayd.plan.planner.Planner;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.store.Store;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Provides the platforms that okayd ships, those of the operator, and the planner. */
class PlatformBeans {

  /** okayd reads the files before it opens the store, so that an invalid file stops the start. */
  @Produces
  @Singleton
  @Startup(Store.STARTUP_PRIORITY - 3)
  Platforms platforms(PlatformsConfig config) {
    Platforms shipped = Platforms.shipped();
    return config.directory().map(shipped::with).orElse(shipped);
  }

  @Produces
  @Singleton
  Planner planner(Platforms platforms) {
    return new Planner(platforms);
  }
}
