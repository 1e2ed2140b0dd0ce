@NullMarked
package dev.okayd.fdt.linux.changeset;

import org.jspecify.annotations.NullMarked;
