package dev.okayd.platform.toolstack;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose xl reads an xl.cfg: the trees of Xen differ in where virtio-mmio devices are said. */
public enum XlDialect {
  /** {@code disk=} with specification=virtio, then {@code virtio=}; both have grant_usage. */
  @JsonProperty("upstream")
  UPSTREAM,
  /**
   * AMD's (Xilinx): {@code disk=} with specification=virtio, then {@code vif=} with
   * model=virtio-net; there is no grant_usage, for every node names its backend's domain.
   */
  @JsonProperty("amd")
  AMD,
  /**
   * EPAM's (xen-troops): as upstream, and entries of {@code virtio=} with transport=pci, bdf= and
   * backend_type=, which get no slot but a place behind a PCI host bridge that libxl makes.
   */
  @JsonProperty("epam")
  EPAM
}
