package dev.okayd.plan;

/**
 * Another guest and its plan.
 *
 * @param guest name of the guest
 * @param plan of the guest
 */
public record GuestPlan(String guest, Plan plan) {}
