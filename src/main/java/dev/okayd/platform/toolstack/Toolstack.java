package dev.okayd.platform.toolstack;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What starts the guests of a platform, and so which configuration okayd writes for it. */
public enum Toolstack {
  /** QEMU, by its command line. */
  @JsonProperty("qemu")
  QEMU,
  /** Xen's xl, by an xl.cfg. */
  @JsonProperty("xl")
  XL,
  /** Xen itself, by a {@code xen,domain} node of the host's tree. */
  @JsonProperty("dom0less")
  DOM0LESS,
  /** Something that okayd writes no configuration for. */
  @JsonProperty("none")
  NONE
}
