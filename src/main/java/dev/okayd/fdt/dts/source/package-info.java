/**
 * Source files, their includes, positions in them, the origin of nodes and properties, and the
 * diagnostics that name positions.
 */
@NullMarked
package dev.okayd.fdt.dts.source;

import org.jspecify.annotations.NullMarked;
