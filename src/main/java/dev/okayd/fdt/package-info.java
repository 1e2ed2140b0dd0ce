/**
 * Flattened device trees: an immutable model, a reader, a writer whose blobs equal dtc's, a DTS
 * printer and libfdt's overlay merge. Depends on nothing but the JDK.
 *
 * <p>"Specification" in this package means the Devicetree Specification, chapter 5 (flattened
 * format) and chapter 2 (tree structure and property values).
 */
@NullMarked
package dev.okayd.fdt;

import org.jspecify.annotations.NullMarked;
