/** Reads the virtio devices of an xl.cfg (disk=, virtio=, vif=) and their backends. */
@NullMarked
package dev.okayd.xl.device;

import org.jspecify.annotations.NullMarked;
