/**
 * The checks of dtc, under dtc's names and in dtc's words: what its checks.c of version 1.8.1 says
 * of a tree that is well-formed, yet wrong or doubtful. One class for each family of checks, and
 * one table of them all, in the order in which dtc runs them.
 *
 * <p>dtc aborts on some wrong values, such as an {@code interrupt-parent} of two cells, reads
 * beyond the end of others, and lets sizes overflow. There a check takes the value for one that is
 * missing, and the size for what it is.
 */
@NullMarked
package dev.okayd.fdt.lint;

import org.jspecify.annotations.NullMarked;
