package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.linux.prediction.Device;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The devices and populated nodes of a kernel.
 *
 * @param byNode the devices by their nodes
 * @param inUse nodes that have a device or that the kernel uses without one ({@code OF_POPULATED})
 * @param buses nodes below which the kernel creates devices ({@code OF_POPULATED_BUS})
 */
public record DeviceTable(Map<NodePath, Device> byNode, Set<NodePath> inUse, Set<NodePath> buses) {

  public DeviceTable {
    byNode = Collections.unmodifiableMap(new LinkedHashMap<>(byNode));
    inUse = Collections.unmodifiableSet(new LinkedHashSet<>(inUse));
    buses = Collections.unmodifiableSet(new LinkedHashSet<>(buses));
  }
}
