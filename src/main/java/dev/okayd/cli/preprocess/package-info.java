/** Runs the C preprocessor on a source text and reads its line markers. */
@NullMarked
package dev.okayd.cli.preprocess;

import org.jspecify.annotations.NullMarked;
