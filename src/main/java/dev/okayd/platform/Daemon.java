package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * The program that serves a backend's devices; each wants base and interrupt in its own notation.
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

  private static final long ALL_BUSES = 0x1000_0000;

  private static final long PAGE = 0x1000;

  private final String text;

  Daemon(String text) {
    this.text = text;
  }

  /**
   * Whether it can serve a PCI host bridge with a configuration space of this size. QEMU's xenpvh
   * machine ends itself when it is told another one than that of 256 buses
   * (hw/xen/xen-pvh-common.c).
   */
  public boolean servesConfigurationSpace(HexNumber size) {
    return this != QEMU_XENPVH || size.value() == ALL_BUSES;
  }

  /**
   * Whether it knows a guest by the base address of a device alone, so that no two guests of one
   * backend may have a device at the same one. Zephyr looks for the base of its own node in {@code
   * backend/virtio} and serves the first guest that has it (drivers/vhost/vhost_xen_mmio.c).
   */
  public boolean identifiesGuestsByBase() {
    return this == ZEPHYR;
  }

  /**
   * How many bytes it takes from the base of a device on, of a slot of this size. Xen lets ranges
   * of two servers overlap and asks the one that came last. Zephyr's reg_size is XEN_PAGE_SIZE.
   */
  public long servedBytes(long slotSize) {
    return this == ZEPHYR ? Math.max(slotSize, PAGE) : slotSize;
  }

  /** Whether it gets at a guest's memory by grants alone. */
  public boolean needsGrants() {
    return this == ZEPHYR;
  }

  /** Whether it has an ioreq server for each device, and not one for all of a guest. */
  public boolean hasServerForEachDevice() {
    return this == ZEPHYR;
  }

  /** Whether it looks for devices below {@code backend/virtio} alone. */
  public boolean readsVirtioKeysAlone() {
    return this == ZEPHYR || this == XEN_VHOST_FRONTEND;
  }

  /**
   * What is wrong with the readiness that the daemon's own unit says, if anything is. virtio-disk:
   * xen-troops/virtio-disk, ExecStartPost of its unit; demu.c, which makes the ioreq server when a
   * guest's keys appear; xs_dev.c, which refuses a backend whose state is not 1, and writes the
   * state 2 (xenstore_connect_dom) before demu_initialize makes the ioreq server.
   */
  public Optional<String> falseReadiness() {
    return switch (this) {
      case VIRTIO_DISK ->
          Optional.of(
              "virtio-disk's unit writes drivers/virtio-disk/status = ready as soon as the program has started, before it serves"
                  + " any device, and again after a crash, though it never serves a guest again that was running;"
                  + " the state of a device below backend/virtio_disk is 2 before there is an ioreq server, and stays 2 after a crash;"
                  + " say ready by events, once the guest has its ioreq server");
      case QEMU, QEMU_XENPVH, XEN_VHOST_FRONTEND, ZEPHYR -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
