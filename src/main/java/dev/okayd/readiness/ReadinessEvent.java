package dev.okayd.readiness;

import dev.okayd.attach.Readiness;

/**
 * A backend says something of itself.
 *
 * @param id unique for its source
 * @param source name of the backend
 * @param readiness what it says
 * @param epoch which start of the backend says so
 * @param sequence grows within an epoch
 */
record ReadinessEvent(String id, String source, Readiness readiness, String epoch, long sequence) {}
