package dev.okayd.platform.toolstack;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The dialect of an xl.cfg. Forks of Xen configure virtio-mmio devices with different keys. */
public enum XlDialect {
  /** {@code disk=} with specification=virtio, then {@code virtio=}; both have grant_usage. */
  @JsonProperty("upstream")
  UPSTREAM,
  /**
   * AMD's (Xilinx): {@code disk=} with specification=virtio, then {@code vif=} with
   * model=virtio-net; there is no grant_usage, because every node names its backend's domain.
   */
  @JsonProperty("amd")
  AMD,
  /**
   * EPAM's (xen-troops): as upstream, and entries of {@code virtio=} with transport=pci, bdf= and
   * backend_type=. These devices get no slot; they are behind a PCI host bridge that libxl creates.
   */
  @JsonProperty("epam")
  EPAM
}
