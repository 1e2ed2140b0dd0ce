/**
 * The checks of dtc 1.8.1 (checks.c) on trees that are well-formed but wrong or doubtful, with
 * dtc's names and messages: the table of all checks in dtc's order, and what runs them.
 *
 * <p>dtc aborts on some wrong values, such as an {@code interrupt-parent} of two cells, reads
 * beyond the end of others, and lets sizes overflow. Here a check treats such a value as missing
 * and computes such a size without overflow.
 */
@NullMarked
package dev.okayd.fdt.lint;

import org.jspecify.annotations.NullMarked;
