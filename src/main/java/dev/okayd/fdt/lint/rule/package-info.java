/** The checks themselves, one class for each family. */
@NullMarked
package dev.okayd.fdt.lint.rule;

import org.jspecify.annotations.NullMarked;
