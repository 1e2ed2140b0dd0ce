/**
 * Compiles DTS source text to the same device trees, and so to the same bytes, as dtc. The compiler
 * reads files ({@code source}), splits them into tokens ({@code lexer}) and builds the source tree
 * ({@code parser}); the classes here then check that tree, resolve its references and generate
 * {@code __symbols__}, {@code __fixups__} and {@code __local_fixups__}.
 */
@NullMarked
package dev.okayd.fdt.dts;

import org.jspecify.annotations.NullMarked;
