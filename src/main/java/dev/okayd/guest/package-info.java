/** Guests: their specs, plans, trees, overlays and boots. */
@NullMarked
package dev.okayd.guest;

import org.jspecify.annotations.NullMarked;
