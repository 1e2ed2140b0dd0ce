package dev.okayd.platform;

/**
 * An interrupt that something else of the guest has.
 *
 * @param name what has it, for messages
 * @param interrupt INTID
 */
public record TakenInterrupt(String name, int interrupt) {}
