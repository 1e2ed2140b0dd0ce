package dev.okayd.guest.api;

import dev.okayd.document.Names;
import dev.okayd.plan.spec.GuestSpec;
import java.util.Optional;

/**
 * A filter for the list of guests.
 *
 * @param platform selects guests of a platform
 * @param backend selects guests with a device or bridge of a backend
 */
record GuestFilter(Optional<String> platform, Optional<String> backend) {

  GuestFilter {
    backend.ifPresent(name -> Names.require("backend", name));
  }

  boolean matchesAll() {
    return platform.isEmpty() && backend.isEmpty();
  }

  boolean matches(GuestSpec spec) {
    return platform.filter(name -> !name.equals(spec.platform())).isEmpty()
        && backend.filter(name -> !isServedBy(spec, name)).isEmpty();
  }

  private static boolean isServedBy(GuestSpec spec, String backend) {
    return spec.devices().stream().anyMatch(device -> device.backend().equals(backend))
        || spec.bridges().stream().anyMatch(bridge -> bridge.backend().equals(backend));
  }
}
