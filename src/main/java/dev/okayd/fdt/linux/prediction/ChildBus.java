package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.base.NodeProperties;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The part of the kernel that creates devices for the children of a node whose driver is unknown.
 */
public enum ChildBus {
  /** The I2C core, {@code of_i2c_notify} of drivers/i2c/i2c-core-of.c. */
  I2C("an I2C device", "the driver of %s has registered an I2C bus"),
  /** The SPI core, {@code of_spi_notify} of drivers/spi/spi.c. */
  SPI("an SPI device", "the driver of %s has registered an SPI bus"),
  /**
   * drivers/fpga/of-fpga-region.c populates the region, so {@code of_platform_notify} creates
   * devices below it.
   */
  FPGA_REGION(
      "a platform device",
      "the fpga-region driver has bound %s; that driver programs the FPGA first and may refuse the overlay"),
  /**
   * A driver that calls {@code of_platform_populate} for its node, as the drivers of simple-pm-bus,
   * ti,sysc and many others do. After that call, {@code of_platform_notify} creates devices below
   * the node.
   */
  PLATFORM("a platform device", "the driver of %s creates devices for its children");

  /**
   * Names of I2C buses below another bus: i2c-controller.yaml, i2c-mux.yaml, i2c-arb.yaml,
   * i2c-gate.yaml, google,cros-ec-i2c-tunnel.yaml.
   */
  private static final Pattern I2C_NAME =
      Pattern.compile("i2c(-([0-9]+|arb|bus|gate|tunnel[0-9]*))?");

  /**
   * Names of SPI buses below another bus: spi-controller.yaml. Flash devices are called spi-flash
   * or spi-nor and must not match.
   */
  private static final Pattern SPI_NAME = Pattern.compile("(q|mi)?spi(-[0-9]+)?");

  /**
   * Names of controllers that are not below another bus. A mux is not a bus; its channels, named
   * i2c@N, are.
   */
  private static final Pattern I2C_CONTROLLER_NAME = Pattern.compile("i2c(-(?!mux).*)?");

  private static final Pattern SPI_CONTROLLER_NAME = Pattern.compile("(q|mi)?spi(-.*)?");
  private static final Pattern I2C_COMPATIBLE = Pattern.compile("(.*[,-])?i2c(?!-mux)([-0-9].*)?");
  private static final Pattern SPI_COMPATIBLE = Pattern.compile("(.*[,-])?q?spi([-0-9].*)?");

  /** Client devices, even below an unrecognized controller such as {@code aspeed,ast2500-fmc}. */
  private static final Set<String> CLIENTS =
      Set.of("hid-over-i2c", "jedec,spi-nor", "mmc-spi-slot", "spi-nand");

  private static final Set<String> FPGA = Set.of("fpga-region");

  private final String device;
  private final String condition;

  ChildBus(String device, String condition) {
    this.device = device;
    this.condition = condition;
  }

  /** The kind of device that the kernel creates for a child. */
  public String device() {
    return device;
  }

  /** The condition under which the kernel creates it, in words. */
  String condition(NodePath parent) {
    return condition.formatted(parent);
  }

  /**
   * The kind of bus of a node.
   *
   * @param lineage the nodes from the root to the node
   */
  public static ChildBus of(List<Node> lineage) {
    int last = lineage.size() - 1;
    Node node = lineage.get(last);
    if (NodeProperties.isCompatible(node, FPGA)) {
      return FPGA_REGION;
    }
    boolean isBelowBus = lineage.subList(0, last).stream().anyMatch(ChildBus::isController);
    return isBelowBus || NodeProperties.isCompatible(node, CLIENTS)
        ? belowBus(node)
        : controller(node);
  }

  /** A client of a bus is itself a bus only if its name says so, whatever its compatible. */
  private static ChildBus belowBus(Node node) {
    String name = CStrings.baseName(node.name());
    if (I2C_NAME.matcher(name).matches()) {
      return I2C;
    }
    return SPI_NAME.matcher(name).matches() ? SPI : PLATFORM;
  }

  private static ChildBus controller(Node node) {
    String name = CStrings.baseName(node.name());
    if (I2C_CONTROLLER_NAME.matcher(name).matches() || hasCompatible(node, I2C_COMPATIBLE)) {
      return I2C;
    }
    boolean spi =
        SPI_CONTROLLER_NAME.matcher(name).matches() || hasCompatible(node, SPI_COMPATIBLE);
    return spi ? SPI : PLATFORM;
  }

  private static boolean isController(Node node) {
    return controller(node) != PLATFORM;
  }

  private static boolean hasCompatible(Node node, Pattern pattern) {
    return node.property("compatible").flatMap(Property::asStrings).orElse(List.of()).stream()
        .anyMatch(compatible -> pattern.matcher(compatible).matches());
  }
}
