package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;
import java.util.Optional;

/**
 * A {@code status} property that an overlay sets, or that its removal restores.
 *
 * @param node the node of the property
 * @param before the old value; empty if the property did not exist
 * @param after the new value; empty if the property no longer exists
 */
public record StatusChange(NodePath node, Optional<String> before, Optional<String> after) {}
