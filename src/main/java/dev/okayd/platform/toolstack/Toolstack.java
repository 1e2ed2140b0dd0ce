package dev.okayd.platform.toolstack;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The program that starts the guests of a platform. It determines which configuration okayd writes.
 */
public enum Toolstack {
  /** QEMU, with its command line. */
  @JsonProperty("qemu")
  QEMU,
  /** Xen's xl, with an xl.cfg. */
  @JsonProperty("xl")
  XL,
  /** Xen itself, with a {@code xen,domain} node in the host's tree. */
  @JsonProperty("dom0less")
  DOM0LESS,
  /** A program for which okayd writes no configuration. */
  @JsonProperty("none")
  NONE
}
