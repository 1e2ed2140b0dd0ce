/** The tables of guests, boots and former devices, and their part in a restore. */
@NullMarked
package dev.okayd.guest.store;

import org.jspecify.annotations.NullMarked;
