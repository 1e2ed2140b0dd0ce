/** The command check: predicts what Linux answers to overlays. */
@NullMarked
package dev.okayd.cli.check;

import org.jspecify.annotations.NullMarked;
