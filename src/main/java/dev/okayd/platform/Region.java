package dev.okayd.platform;

/**
 * A range of a guest's addresses that something else has.
 *
 * @param name what has it, for messages
 * @param base first address
 * @param size in bytes, not 0
 */
public record Region(String name, HexNumber base, HexNumber size) {}
