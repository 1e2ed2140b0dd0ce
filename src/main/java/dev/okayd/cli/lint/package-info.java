/** Dtc's checks of one tree (check --lint, and the checks of compile): options, run and output. */
@NullMarked
package dev.okayd.cli.lint;

import org.jspecify.annotations.NullMarked;
