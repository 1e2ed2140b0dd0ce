/**
 * The benchmarks that {@code src/bench/run} starts: each class named {@code …Bench} is one, its
 * main method measures, and the last line that it prints is the figure. What okayd does is measured
 * beside a named alternative in the same run, so that a figure means the same on any machine.
 */
@NullMarked
package dev.okayd.bench;

import org.jspecify.annotations.NullMarked;
