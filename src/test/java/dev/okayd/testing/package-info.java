/**
 * Helpers for tests of several packages: golden files, and independent tools that check okayd's
 * output.
 */
@org.jspecify.annotations.NullMarked
package dev.okayd.testing;
