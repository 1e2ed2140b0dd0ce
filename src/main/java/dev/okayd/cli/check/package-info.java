/** The command check: predicts how Linux applies overlays. */
@NullMarked
package dev.okayd.cli.check;

import org.jspecify.annotations.NullMarked;
