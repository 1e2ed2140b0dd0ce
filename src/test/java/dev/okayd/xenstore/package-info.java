@org.jspecify.annotations.NullMarked
package dev.okayd.xenstore;
