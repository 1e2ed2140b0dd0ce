/**
 * Builds an overlay's changeset from its fragments and applies or reverts it (drivers/of/overlay.c
 * and dynamic.c).
 */
@NullMarked
package dev.okayd.fdt.linux.changeset;

import org.jspecify.annotations.NullMarked;
