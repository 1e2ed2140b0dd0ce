/**
 * The hardware resources that the nodes of a tree claim: CPU address ranges (reg, ranges) and
 * interrupts.
 */
@NullMarked
package dev.okayd.fdt.resource;

import org.jspecify.annotations.NullMarked;
