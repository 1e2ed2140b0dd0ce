/** Makes the tree that the guest boots, the overlay of each gate, and the warnings about a plan. */
@NullMarked
package dev.okayd.overlay;

import org.jspecify.annotations.NullMarked;
