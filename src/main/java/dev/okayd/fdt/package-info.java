/**
 * Flattened device trees: an immutable model, a reader that is as lenient as dtc or as strict as
 * the specification, a writer whose blobs equal dtc's, a DTS printer, libfdt's overlay merge, and
 * what properties mean: addresses, interrupts, status, phandles and aliases. Depends on nothing but
 * the JDK.
 *
 * <p>"Specification" in this package means the Devicetree Specification, chapter 5 (flattened
 * format) and chapter 2 (tree structure and property values).
 */
@NullMarked
package dev.okayd.fdt;

import org.jspecify.annotations.NullMarked;
