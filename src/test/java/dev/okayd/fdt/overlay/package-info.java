@NullMarked
package dev.okayd.fdt.overlay;

import org.jspecify.annotations.NullMarked;
