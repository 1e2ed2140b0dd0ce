/**
 * Platforms as data: slots, interrupts, address map, device types, PCI host bridges and limits of a
 * hypervisor.
 */
@NullMarked
package dev.okayd.platform;

import org.jspecify.annotations.NullMarked;
