package dev.okayd.fdt;

/** The {@code status} of a node (specification, §2.3.4). */
public enum NodeStatus {
  /**
   * The device works: {@code okay}, {@code ok} (accepted by Linux), or no {@code status} property.
   */
  OKAY,
  /** The device does not work now but may work later, for example after it is switched on. */
  DISABLED,
  /** The device works but belongs to other software, such as the firmware. */
  RESERVED,
  /** The device does not work and is not expected to. */
  FAIL,
  /** As {@link #FAIL}, with a device-specific code after {@code fail-}. */
  FAIL_SSS,
  /** A value that the specification does not define. */
  OTHER;

  private static final String STATUS = "status";
  private static final String FAIL_PREFIX = "fail-";

  /** The status of a node. */
  public static NodeStatus of(Node node) {
    return node.property(STATUS)
        .map(property -> property.asString().map(NodeStatus::of).orElse(OTHER))
        .orElse(OKAY);
  }

  private static NodeStatus of(String value) {
    return switch (value) {
      case "okay", "ok" -> OKAY;
      case "disabled" -> DISABLED;
      case "reserved" -> RESERVED;
      case "fail" -> FAIL;
      default -> value.startsWith(FAIL_PREFIX) ? FAIL_SSS : OTHER;
    };
  }

  /** Whether Linux creates a device for the node ({@code of_device_is_available}). */
  public boolean isEnabled() {
    return this == OKAY;
  }
}
