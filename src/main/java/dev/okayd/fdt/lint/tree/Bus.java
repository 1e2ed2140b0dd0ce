package dev.okayd.fdt.lint.tree;

/** The buses that dtc knows; each has its own format of unit addresses. */
public enum Bus {
  PCI,
  SIMPLE,
  I2C,
  SPI,
  /** A node with endpoints (the graph binding of video and audio devices). */
  GRAPH_PORT,
  /** A node with ports. */
  GRAPH_PORTS
}
