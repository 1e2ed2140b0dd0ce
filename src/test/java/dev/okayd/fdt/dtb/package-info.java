@NullMarked
package dev.okayd.fdt.dtb;

import org.jspecify.annotations.NullMarked;
