package dev.okayd.guest.platform;

import dev.okayd.plan.planner.Planner;
import dev.okayd.platform.catalog.Platforms;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The platforms that okayd brings along and those of the user, and the planner for them. */
class PlatformBeans {

  /** Read at the start, so that okayd refuses a file that is no platform then. */
  @Produces
  @Singleton
  @Startup
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
