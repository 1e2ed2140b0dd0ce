/** The tree under check, and the findings on it. */
@NullMarked
package dev.okayd.fdt.lint.tree;

import org.jspecify.annotations.NullMarked;
