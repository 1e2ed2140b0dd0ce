/**
 * Splits DTS source text into tokens (dtc's dtc-lexer.l), with included files, line markers,
 * numbers and escape sequences.
 */
@NullMarked
package dev.okayd.fdt.dts.lexer;

import org.jspecify.annotations.NullMarked;
