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

  private final String text;

  Daemon(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
