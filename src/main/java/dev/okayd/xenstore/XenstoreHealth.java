package dev.okayd.xenstore;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Down while xenstored is lost. That is a matter of {@code /q/health} and {@code /q/health/well}
 * only: what does not go by the xenstore works, so requests need not go elsewhere.
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
