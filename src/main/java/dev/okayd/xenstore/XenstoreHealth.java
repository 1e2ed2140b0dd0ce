package dev.okayd.xenstore;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Down while the connection to xenstored is lost. Only {@code /q/health} and {@code /q/health/well}
 * report it: features without the xenstore still work, so okayd stays ready for requests.
 */
@Wellness
@ApplicationScoped
class XenstoreHealth implements HealthCheck {
  private final ConfiguredXenstore xenstore;

  XenstoreHealth(ConfiguredXenstore xenstore) {
    this.xenstore = xenstore;
  }

  @Override
  public HealthCheckResponse call() {
    var answer = HealthCheckResponse.named("xenstore");
    return xenstore.get().map(Xenstore::connectivity).orElse(new ConnectionState.Connected(0))
            instanceof ConnectionState.Lost lost
        ? answer.down().withData("reason", lost.why()).build()
        : answer.up().build();
  }
}
