package dev.okayd.plan;

/**
 * Another guest, and what it has.
 *
 * @param guest its name
 * @param plan of it
 */
public record GuestPlan(String guest, Plan plan) {}
