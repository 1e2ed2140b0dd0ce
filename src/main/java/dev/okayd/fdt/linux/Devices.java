package dev.okayd.fdt.linux;

import dev.okayd.fdt.NodePath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the kernel has made of the nodes of its tree.
 *
 * @param byNode the devices
 * @param inUse nodes that have a device or are used without one ({@code OF_POPULATED})
 * @param buses nodes below which devices are made ({@code OF_POPULATED_BUS})
 */
record Devices(Map<NodePath, Device> byNode, Set<NodePath> inUse, Set<NodePath> buses) {

  Devices {
    byNode = Collections.unmodifiableMap(new LinkedHashMap<>(byNode));
    inUse = Collections.unmodifiableSet(new LinkedHashSet<>(inUse));
    buses = Collections.unmodifiableSet(new LinkedHashSet<>(buses));
  }
}
