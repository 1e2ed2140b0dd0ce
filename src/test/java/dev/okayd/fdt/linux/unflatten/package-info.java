@NullMarked
package dev.okayd.fdt.linux.unflatten;

import org.jspecify.annotations.NullMarked;
