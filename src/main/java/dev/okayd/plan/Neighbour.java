package dev.okayd.plan;

/**
 * Another guest, and what it has.
 *
 * @param guest its name
 * @param plan of it
 */
public record Neighbour(String guest, Plan plan) {}
