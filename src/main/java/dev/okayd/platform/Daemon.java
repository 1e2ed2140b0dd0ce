package dev.okayd.platform;

import com.fasterxml.jackson.annotation.JsonProperty;

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
  XEN_VHOST_FRONTEND("xen-vhost-frontend");

  private static final long ALL_BUSES = 0x1000_0000;

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

  @Override
  public String toString() {
    return text;
  }
}
