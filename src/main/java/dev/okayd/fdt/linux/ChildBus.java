package dev.okayd.fdt.linux;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Who makes devices of the children of a node whose driver is not known. */
public enum ChildBus {
  /** The I2C core, {@code of_i2c_notify} of drivers/i2c/i2c-core-of.c. */
  I2C("an I2C device", "the driver of %s has registered an I2C bus"),
  /** The SPI core, {@code of_spi_notify} of drivers/spi/spi.c. */
  SPI("an SPI device", "the driver of %s has registered an SPI bus"),
  /**
   * drivers/fpga/of-fpga-region.c populates the region, so that {@code of_platform_notify} makes
   * devices below it.
   */
  FPGA_REGION(
      "a platform device",
      "the fpga-region driver has bound %s; that driver programs the FPGA first, and may refuse the overlay"),
  /**
   * A driver that calls {@code of_platform_populate} for its node, as those of simple-pm-bus,
   * ti,sysc and many others do; {@code of_platform_notify} makes devices below it then.
   */
  PLATFORM("a platform device", "the driver of %s makes devices of its children");

  /** How bindings name them: i2c-controller.yaml, spi-controller.yaml. */
  private static final Pattern I2C_NAME = Pattern.compile("i2c(-.*)?");

  private static final Pattern SPI_NAME = Pattern.compile("(q|mi)?spi(-.*)?");
  private static final Pattern I2C_COMPATIBLE = Pattern.compile("(.*[,-])?i2c([-0-9].*)?");
  private static final Pattern SPI_COMPATIBLE = Pattern.compile("(.*[,-])?q?spi([-0-9].*)?");
  private static final Set<String> FPGA = Set.of("fpga-region");

  private final String device;
  private final String condition;

  ChildBus(String device, String condition) {
    this.device = device;
    this.condition = condition;
  }

  /** What the kernel makes of a child. */
  String device() {
    return device;
  }

  /** What has to be the case for it, in words. */
  String condition(NodePath parent) {
    return condition.formatted(parent);
  }

  static ChildBus of(Node parent) {
    if (Nodes.isCompatible(parent, FPGA)) {
      return FPGA_REGION;
    }
    String name = CStrings.stem(parent.name());
    if (I2C_NAME.matcher(name).matches() || hasCompatible(parent, I2C_COMPATIBLE)) {
      return I2C;
    }
    boolean spi = SPI_NAME.matcher(name).matches() || hasCompatible(parent, SPI_COMPATIBLE);
    return spi ? SPI : PLATFORM;
  }

  private static boolean hasCompatible(Node node, Pattern pattern) {
    return node.property("compatible").flatMap(Property::asStrings).orElse(List.of()).stream()
        .anyMatch(compatible -> pattern.matcher(compatible).matches());
  }
}
