package dev.okayd.guest.api;

import dev.okayd.document.Names;
import dev.okayd.plan.spec.GuestSpec;
import java.util.Optional;

/**
 * Which guests are asked for.
 *
 * @param platform only those that run on it
 * @param backend only those of which it serves a device or a bridge
 */
record GuestFilter(Optional<String> platform, Optional<String> backend) {

  GuestFilter {
    backend.ifPresent(name -> Names.require("backend", name));
  }

  boolean wantsAll() {
    return platform.isEmpty() && backend.isEmpty();
  }

  boolean wants(GuestSpec spec) {
    return platform.filter(name -> !name.equals(spec.platform())).isEmpty()
        && backend.filter(name -> !isServedBy(spec, name)).isEmpty();
  }

  private static boolean isServedBy(GuestSpec spec, String backend) {
    return spec.devices().stream().anyMatch(device -> device.backend().equals(backend))
        || spec.bridges().stream().anyMatch(bridge -> bridge.backend().equals(backend));
  }
}
