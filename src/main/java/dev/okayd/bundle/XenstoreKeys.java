package dev.okayd.bundle;

import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.platform.Daemon;
import java.util.Optional;

/**
 * The xenstore keys that a daemon reads for a device, in the format that libxl writes
 * (tools/libs/light/libxl_device.c, libxl_virtio.c, libxl_disk.c). The base of a {@code virtio}
 * device is hexadecimal, and that of a {@code virtio_disk} is decimal; each daemon reads only its
 * own format. {@code GUEST} and {@code BACKEND} are placeholders for domids.
 */
final class XenstoreKeys {
  private final String kind;
  private final BackendSpec backend;
  private final int number;
  private final TextTable keys = new TextTable();

  private XenstoreKeys(BackendSpec backend, int number) {
    this.kind = isDisk(backend) ? "virtio_disk" : "virtio";
    this.backend = backend;
    this.number = number;
  }

  /**
   * The keys of a device.
   *
   * @param number of the device in the guest
   * @param source of the device on the backend's side, if it is known
   */
  static String of(PlannedSlot planned, BackendSpec backend, int number, Optional<String> source) {
    XenstoreKeys keys = new XenstoreKeys(backend, number);
    keys.backendSide(planned, source);
    keys.frontendSide();
    return keys.keys.toString();
  }

  private static boolean isDisk(BackendSpec backend) {
    return backend.daemon().equals(Optional.of(Daemon.VIRTIO_DISK));
  }

  private String domid() {
    return backend.domid().map(String::valueOf).orElse("BACKEND");
  }

  private String backendPath() {
    return "/local/domain/%s/backend/%s/GUEST/%d".formatted(domid(), kind, number);
  }

  private String frontendPath() {
    return "/local/domain/GUEST/device/%s/%d".formatted(kind, number);
  }

  private void backendSide(PlannedSlot planned, Optional<String> source) {
    String path = backendPath();
    keys.row(path + "/frontend", frontendPath());
    keys.row(path + "/frontend-id", "GUEST");
    keys.row(path + "/online", "1");
    keys.row(path + "/state", "1");
    keys.row(path + "/transport", "mmio");
    long base = planned.slot().base().value();
    if (isDisk(backend)) {
      keys.row(path + "/base", Long.toUnsignedString(base));
      keys.row(path + "/params", source.orElse("SOURCE-OF-" + planned.device()));
      keys.row(path + "/mode", "w");
    } else {
      keys.row(path + "/base", planned.slot().base().toString());
      keys.row(path + "/type", XenstoreType.of(planned.type(), planned.virtioId(), backend));
    }
    keys.row(path + "/irq", String.valueOf(planned.slot().interrupt().intid()));
    keys.row(path + "/grant_usage", planned.grants().isPresent() ? "1" : "0");
  }

  private void frontendSide() {
    keys.row(frontendPath() + "/backend", backendPath());
    keys.row(frontendPath() + "/backend-id", domid());
    keys.row(frontendPath() + "/state", "1");
  }
}
