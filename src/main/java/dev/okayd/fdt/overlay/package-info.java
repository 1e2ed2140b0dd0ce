/**
 * Merges overlays into a base tree by libfdt's rules (fdt_overlay_apply), and writes the merged
 * blob in fdtoverlay's bytes.
 */
@NullMarked
package dev.okayd.fdt.overlay;

import org.jspecify.annotations.NullMarked;
