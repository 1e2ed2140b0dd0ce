/** Resolves the phandles of an overlay against the live tree (drivers/of/resolver.c). */
@NullMarked
package dev.okayd.fdt.linux.resolver;

import org.jspecify.annotations.NullMarked;
