/**
 * What okayd makes for a plan: the tree that the guest boots, and for each gated slot the overlay
 * that enables it.
 */
@NullMarked
package dev.okayd.overlay;

import org.jspecify.annotations.NullMarked;
