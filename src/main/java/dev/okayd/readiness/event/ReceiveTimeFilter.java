package dev.okayd.readiness.event;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Clock;
import java.time.Instant;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Notes when a request with events starts to arrive; the timeline of an attachment starts there.
 */
@Singleton
class ReceiveTimeFilter {
  private static final String PROPERTY = ReceiveTimeFilter.class.getName();

  private final Clock clock;

  ReceiveTimeFilter(Clock clock) {
    this.clock = clock;
  }

  /** Runs as soon as the headers have arrived. */
  @ServerRequestFilter(preMatching = true, nonBlocking = true)
  void note(ContainerRequestContext request) {
    request.setProperty(PROPERTY, clock.instant());
  }

  /** When a request started to arrive. */
  Instant of(ContainerRequestContext request) {
    return request.getProperty(PROPERTY) instanceof Instant noted ? noted : clock.instant();
  }
}
