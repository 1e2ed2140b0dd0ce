/**
 * Reads and writes the flattened format (DTB, Devicetree Specification chapter 5), leniently as dtc
 * does or strictly as the specification demands.
 */
@NullMarked
package dev.okayd.fdt.dtb;

import org.jspecify.annotations.NullMarked;
