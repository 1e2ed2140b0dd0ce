package dev.okayd.platform;

/**
 * An interrupt of the guest that slots must not use.
 *
 * @param name owner of the interrupt, for messages
 * @param interrupt INTID
 */
public record TakenInterrupt(String name, int interrupt) {}
