package dev.okayd.attach.decide;

import dev.okayd.plan.spec.OnBackendLost;

/**
 * What is wanted of a device.
 *
 * @param intent by whoever said so, or to follow its backend
 * @param onBackendLost what becomes of it when its backend is lost
 * @param retry how long is waited, and how often is tried
 */
public record DesiredState(Intent intent, OnBackendLost onBackendLost, RetryPolicy retry) {

  boolean isAbsence() {
    return intent == Intent.DETACHED;
  }
}
