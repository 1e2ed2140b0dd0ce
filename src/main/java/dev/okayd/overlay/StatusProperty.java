package dev.okayd.overlay;

import dev.okayd.fdt.Property;

/**
 * The property that gates a device (device tree specification, §2.3.4). Linux treats only "okay"
 * and "ok" as enabled.
 */
final class StatusProperty {
  static final Property OKAY = Property.strings("status", "okay");
  static final Property DISABLED = Property.strings("status", "disabled");

  private StatusProperty() {}
}
