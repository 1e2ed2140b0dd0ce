/**
 * Merges overlays into a base tree by libfdt's rules (fdt_overlay_apply), and writes the merged
 * blob in the bytes of fdtoverlay.
 */
@NullMarked
package dev.okayd.fdt.overlay;

import org.jspecify.annotations.NullMarked;
