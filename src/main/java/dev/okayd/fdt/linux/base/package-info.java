/**
 * Lookups in the live tree (drivers/of/base.c): nodes by path and phandle, property values as C
 * code reads them.
 */
@NullMarked
package dev.okayd.fdt.linux.base;

import org.jspecify.annotations.NullMarked;
