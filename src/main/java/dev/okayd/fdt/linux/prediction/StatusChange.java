package dev.okayd.fdt.linux.prediction;

import dev.okayd.fdt.NodePath;
import java.util.Optional;

/**
 * A {@code status} property that an overlay sets, or that its removal sets back.
 *
 * @param node whose it is
 * @param before its value, empty where there was none
 * @param after its value, empty where there is none any more
 */
public record StatusChange(NodePath node, Optional<String> before, Optional<String> after) {}
