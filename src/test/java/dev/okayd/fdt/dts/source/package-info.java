@NullMarked
package dev.okayd.fdt.dts.source;

import org.jspecify.annotations.NullMarked;
