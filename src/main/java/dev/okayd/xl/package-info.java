/**
 * Reads xl.cfg, the configuration of Xen's xl, as xl itself reads it, and converts its virtio-mmio
 * devices to a guest spec. Sources: tools/libs/util/libxlu_cfg_l.l, libxlu_cfg_y.y and
 * libxlu_disk_l.l for the syntax, tools/xl/xl_parse.c and tools/libs/light/libxl_arm.c for the
 * semantics.
 */
@NullMarked
package dev.okayd.xl;

import org.jspecify.annotations.NullMarked;
