package dev.okayd.plan;

import dev.okayd.fdt.NodePath;

/**
 * The node compatible with {@code xen,grant-dma} that {@code iommus} and {@code iommu-map} name. It
 * has to be in the boot tree: Linux registers its driver only if it finds one there
 * (drivers/xen/grant-dma-iommu.c).
 *
 * @param path of the node
 * @param phandle by which it is named
 */
public record GrantDmaNode(NodePath path, int phandle) {}
