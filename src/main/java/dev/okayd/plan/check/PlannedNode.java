package dev.okayd.plan.check;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.platform.SlotKind;
import java.util.List;

/**
 * What a planned node takes of the guest's addresses and interrupts.
 *
 * @param title for messages
 * @param path of the node
 * @param kind how it stands in the tree that the guest boots
 * @param compatible what the node has to be, if it is there already
 * @param ranges addresses; none of a bridge that the base tree has already
 * @param interrupts INTIDs
 */
record PlannedNode(
    String title,
    NodePath path,
    SlotKind kind,
    String compatible,
    List<AddressRange> ranges,
    List<Integer> interrupts) {}
