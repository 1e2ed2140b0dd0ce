/**
 * Allocates slots to devices, PCI address windows to host bridges, and grants; places the slot
 * window where the spec says.
 */
@NullMarked
package dev.okayd.plan.allocate;

import org.jspecify.annotations.NullMarked;
