package dev.okayd.platform;

/**
 * The emulated UART of a guest.
 *
 * @param name such as {@code vpl011}
 * @param base first address
 * @param size in bytes
 * @param interrupt INTID
 */
public record Vuart(String name, HexNumber base, HexNumber size, int interrupt) {}
