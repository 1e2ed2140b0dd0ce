/**
 * Parses tokens into the source tree with unresolved references (dtc's dtc-parser.y and
 * livetree.c).
 */
@NullMarked
package dev.okayd.fdt.dts.parser;

import org.jspecify.annotations.NullMarked;
