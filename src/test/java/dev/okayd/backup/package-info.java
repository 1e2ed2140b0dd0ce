@org.jspecify.annotations.NullMarked
package dev.okayd.backup;
