package dev.okayd.clock;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Provides the clock as a bean, so that tests can replace it. */
final class ClockProducer {
  @Produces
  @Singleton
  static SteadyClock steady() {
    return new SteadyClock(Clock.systemUTC(), System::nanoTime);
  }
}
