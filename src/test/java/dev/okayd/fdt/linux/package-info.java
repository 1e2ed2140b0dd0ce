@org.jspecify.annotations.NullMarked
package dev.okayd.fdt.linux;
