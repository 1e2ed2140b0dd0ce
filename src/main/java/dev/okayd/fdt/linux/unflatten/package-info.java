/** Unflattens an overlay blob as the kernel does (drivers/of/fdt.c and the kernel's libfdt). */
@NullMarked
package dev.okayd.fdt.linux.unflatten;

import org.jspecify.annotations.NullMarked;
