package dev.okayd.fdt;

/** What a node's {@code status} says of its device (specification, §2.3.4). */
public enum NodeStatus {
  /** Works: {@code okay}, which Linux also takes {@code ok} for, or no {@code status} at all. */
  OKAY,
  /** Does not work now, but might later, for example when it is switched on. */
  DISABLED,
  /** Works, but belongs to somebody else, such as the firmware. */
  RESERVED,
  /** Does not work, and is not expected to. */
  FAIL,
  /** The same, with a code of the device behind {@code fail-}, which the property has. */
  FAIL_SSS,
  /** A value that the specification does not have. */
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

  /** Whether Linux makes a device of the node ({@code of_device_is_available}). */
  public boolean isEnabled() {
    return this == OKAY;
  }
}
