/**
 * The devices that the kernel creates and destroys: population at boot, notifications about
 * changesets (drivers/of/platform.c), and hazards of drivers.
 */
@NullMarked
package dev.okayd.fdt.linux.device;

import org.jspecify.annotations.NullMarked;
