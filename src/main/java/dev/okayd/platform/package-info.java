/**
 * Platforms as data: where a hypervisor has room for virtio-mmio devices, and how their nodes look.
 */
@NullMarked
package dev.okayd.platform;

import org.jspecify.annotations.NullMarked;
