package dev.okayd.plan.check;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.platform.SlotKind;
import java.util.List;

/**
 * The addresses and interrupts of a planned node.
 *
 * @param title of the node in messages
 * @param path of the node
 * @param kind initial state of the node in the boot tree
 * @param compatible that the node must have, if the base tree has it already
 * @param ranges address ranges; empty for a bridge that the base tree has already
 * @param interrupts INTIDs
 */
record PlannedNode(
    String title,
    NodePath path,
    SlotKind kind,
    String compatible,
    List<AddressRange> ranges,
    List<Integer> interrupts) {}
