/**
 * Allocates slots to devices, PCI address windows to host bridges, and grants. Places the slot
 * window at the addresses of the spec.
 */
@NullMarked
package dev.okayd.plan.allocate;

import org.jspecify.annotations.NullMarked;
