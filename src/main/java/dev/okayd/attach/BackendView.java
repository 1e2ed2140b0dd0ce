package dev.okayd.attach;

/**
 * What is to be known of a backend to decide about its devices.
 *
 * @param readiness what it says of itself
 * @param epoch which start of it says so; empty while it has not said anything
 */
public record BackendView(Readiness readiness, String epoch) {}
