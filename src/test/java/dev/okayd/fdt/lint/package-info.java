@NullMarked
package dev.okayd.fdt.lint;

import org.jspecify.annotations.NullMarked;
