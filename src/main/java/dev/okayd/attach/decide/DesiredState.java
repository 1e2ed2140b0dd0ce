package dev.okayd.attach.decide;

import dev.okayd.attach.Intent;
import dev.okayd.plan.spec.OnBackendLost;

/**
 * The desired state of a device.
 *
 * @param intent as set over the API; it follows the backend otherwise
 * @param onBackendLost what okayd does when the backend is lost
 * @param retry timeouts and number of attempts
 */
public record DesiredState(Intent intent, OnBackendLost onBackendLost, RetryPolicy retry) {

  boolean isDetach() {
    return intent == Intent.DETACHED;
  }
}
