package dev.okayd.overlay;

import dev.okayd.fdt.Property;

/**
 * The property that gates a device (specification, §2.3.4; Linux takes only "okay" and "ok" for
 * enabled).
 */
final class StatusProperty {
  static final Property OKAY = Property.strings("status", "okay");
  static final Property DISABLED = Property.strings("status", "disabled");

  private StatusProperty() {}
}
