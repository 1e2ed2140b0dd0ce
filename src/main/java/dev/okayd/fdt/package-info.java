/**
 * A device tree as an immutable model: trees, nodes, properties, paths, phandles, aliases, status,
 * the limits on a tree's size, and a printer of DTS source text. Depends on the JDK alone.
 *
 * <p>"Specification" here and in the packages below means the Devicetree Specification, chapter 2
 * (tree structure and property values) and chapter 5 (flattened format).
 */
@NullMarked
package dev.okayd.fdt;

import org.jspecify.annotations.NullMarked;
