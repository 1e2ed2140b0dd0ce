package dev.okayd.http;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The time of day, as a bean, so that tests can have another one. */
final class SystemClock {
  @Produces
  @Singleton
  static Clock clock() {
    return Clock.systemUTC();
  }
}
