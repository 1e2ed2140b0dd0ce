package dev.okayd.plan;

import dev.okayd.fdt.NodePath;

/**
 * The node with {@code compatible = "xen,grant-dma"} to which {@code iommus} and {@code iommu-map}
 * refer. It must be in the boot tree: Linux registers the driver only if the boot tree has such a
 * node (drivers/xen/grant-dma-iommu.c).
 *
 * @param path of the node
 * @param phandle of the node
 */
public record GrantDmaNode(NodePath path, int phandle) {}
