package dev.okayd.bundle;

import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import java.util.Optional;

/**
 * The name of a device type in xl and xenstore: {@code virtio,device} and the hexadecimal device ID
 * of the virtio specification, or no ID if it is unknown.
 */
final class XenstoreType {
  private XenstoreType() {}

  /** The type in the notation of a backend's daemon. */
  static String of(DeviceType type, Optional<Integer> otherId, BackendSpec backend) {
    // xen-vhost-frontend expects the decimal ID for file systems, and xl passes the text through
    int radix =
        type == DeviceType.FS && backend.daemon().equals(Optional.of(Daemon.XEN_VHOST_FRONTEND))
            ? 10
            : 16;
    return "virtio,device"
        + type.virtioId().or(() -> otherId).map(id -> Integer.toString(id, radix)).orElse("");
  }
}
