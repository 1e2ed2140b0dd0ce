package dev.okayd.bundle;

import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import java.util.Optional;

/**
 * What xl and xenstore call a type of device: {@code virtio,device} and the number of the virtio
 * specification in hexadecimal, or without a number if it is not known.
 */
final class XenstoreType {
  private XenstoreType() {}

  /** The type as the daemon of a backend knows it. */
  static String of(DeviceType type, Optional<Integer> otherId, BackendSpec backend) {
    // xen-vhost-frontend knows file systems by the decimal number, and xl hands on what it is given
    int radix =
        type == DeviceType.FS && backend.daemon().equals(Optional.of(Daemon.XEN_VHOST_FRONTEND))
            ? 10
            : 16;
    return "virtio,device"
        + type.virtioId().or(() -> otherId).map(id -> Integer.toString(id, radix)).orElse("");
  }
}
