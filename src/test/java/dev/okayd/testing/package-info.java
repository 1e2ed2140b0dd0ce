/**
 * What tests of several packages need: golden files and the independent tools that judge what okayd
 * writes.
 */
@org.jspecify.annotations.NullMarked
package dev.okayd.testing;
