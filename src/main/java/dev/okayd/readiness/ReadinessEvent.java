package dev.okayd.readiness;

import dev.okayd.attach.Readiness;
import java.time.Instant;
import java.util.Optional;

/**
 * A backend says something of itself.
 *
 * @param id unique for its source
 * @param source name of the backend
 * @param readiness what it says
 * @param epoch which start of the backend says so
 * @param sequence grows within an epoch
 * @param time when it happened, by the backend's clock, if it has one
 */
record ReadinessEvent(
    String id,
    String source,
    Readiness readiness,
    String epoch,
    long sequence,
    Optional<Instant> time) {}
