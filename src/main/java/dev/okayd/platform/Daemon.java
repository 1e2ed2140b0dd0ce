package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * The program that serves a backend's devices. Each daemon reads base and interrupt in its own
 * notation.
 */
public enum Daemon {
  /** The hypervisor's own QEMU. */
  @JsonProperty("qemu")
  QEMU("qemu"),
  /** QEMU's {@code xenpvh} machine, attached to a guest of Xen. */
  @JsonProperty("qemu-xenpvh")
  QEMU_XENPVH("qemu-xenpvh"),
  /** xen-troops' virtio-disk. */
  @JsonProperty("virtio-disk")
  VIRTIO_DISK("virtio-disk"),
  /** vireshk's xen-vhost-frontend. */
  @JsonProperty("xen-vhost-frontend")
  XEN_VHOST_FRONTEND("xen-vhost-frontend"),
  /** Zephyr's driver {@code vhost_xen_mmio}, built into an image for a backend domain. */
  @JsonProperty("zephyr")
  ZEPHYR("zephyr");

  private static final long ECAM_SIZE_OF_256_BUSES = 0x1000_0000;

  private static final long PAGE = 0x1000;

  private final String text;

  Daemon(String text) {
    this.text = text;
  }

  /**
   * Whether the daemon can serve a PCI host bridge with a configuration space of this size. QEMU's
   * xenpvh machine supports only the size for 256 buses, and exits with any other size
   * (hw/xen/xen-pvh-common.c).
   */
  public boolean servesConfigurationSpace(HexNumber size) {
    return this != QEMU_XENPVH || size.value() == ECAM_SIZE_OF_256_BUSES;
  }

  /**
   * Whether the daemon identifies a guest only by the base address of a device. Two guests of one
   * backend must then not use the same base. Zephyr looks for the base of its own node in {@code
   * backend/virtio} and serves the first guest that has this base (drivers/vhost/vhost_xen_mmio.c).
   */
  public boolean identifiesGuestsByBase() {
    return this == ZEPHYR;
  }

  /**
   * The number of bytes that the daemon serves from the base of a device, for a slot of this size.
   * Xen allows the ranges of two ioreq servers to overlap and uses the latest server. Zephyr's
   * reg_size is XEN_PAGE_SIZE.
   */
  public long servedBytes(long slotSize) {
    return this == ZEPHYR ? Math.max(slotSize, PAGE) : slotSize;
  }

  /** Whether the daemon accesses a guest's memory only through grants. */
  public boolean needsGrants() {
    return this == ZEPHYR;
  }

  /** Whether the daemon has one ioreq server per device, instead of one per guest. */
  public boolean hasServerForEachDevice() {
    return this == ZEPHYR;
  }

  /** Whether the daemon looks for devices only below {@code backend/virtio}. */
  public boolean readsVirtioKeysAlone() {
    return this == ZEPHYR || this == XEN_VHOST_FRONTEND;
  }

  /**
   * Why the readiness that the daemon's own unit reports is wrong, if it is. For virtio-disk, see
   * xen-troops/virtio-disk: the unit's ExecStartPost; demu.c, which creates the ioreq server when a
   * guest's keys appear; xs_dev.c, which refuses a backend whose state is not 1, and writes the
   * state 2 (xenstore_connect_dom) before demu_initialize creates the ioreq server.
   */
  public Optional<String> falseReadiness() {
    return switch (this) {
      case VIRTIO_DISK ->
          Optional.of(
              "virtio-disk's unit writes drivers/virtio-disk/status = ready as soon as the program starts, before it serves"
                  + " any device. It does so again after a crash, although a restarted virtio-disk never serves a running guest again."
                  + " The state of a device below backend/virtio_disk is 2 before the ioreq server exists, and stays 2 after a crash."
                  + " Send \"ready\" as an event once the ioreq server of the guest exists");
      case QEMU, QEMU_XENPVH, XEN_VHOST_FRONTEND, ZEPHYR -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
