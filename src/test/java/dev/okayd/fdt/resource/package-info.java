@NullMarked
package dev.okayd.fdt.resource;

import org.jspecify.annotations.NullMarked;
