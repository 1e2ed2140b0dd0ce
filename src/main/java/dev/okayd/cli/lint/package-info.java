/** Runs dtc's checks on one tree, for check --lint and compile: options, run and output. */
@NullMarked
package dev.okayd.cli.lint;

import org.jspecify.annotations.NullMarked;
