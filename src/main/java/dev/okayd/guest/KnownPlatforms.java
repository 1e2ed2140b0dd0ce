package dev.okayd.guest;

import dev.okayd.plan.Planner;
import dev.okayd.platform.Platforms;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The planner, for the platforms that okayd brings along and those of the user. */
class KnownPlatforms {

  /** Made at the start: a file that is no platform is to be seen then, and not by a guest. */
  @Produces
  @Singleton
  @Startup
  Planner planner(PlatformsConfig config) {
    Platforms shipped = Platforms.shipped();
    return new Planner(config.directory().map(shipped::with).orElse(shipped));
  }
}
