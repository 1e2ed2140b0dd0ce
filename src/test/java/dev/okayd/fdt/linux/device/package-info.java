@NullMarked
package dev.okayd.fdt.linux.device;

import org.jspecify.annotations.NullMarked;
