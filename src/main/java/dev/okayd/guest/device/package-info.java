/** Adds, replaces and removes single devices of a guest, unless a device may be live. */
@NullMarked
package dev.okayd.guest.device;

import org.jspecify.annotations.NullMarked;
