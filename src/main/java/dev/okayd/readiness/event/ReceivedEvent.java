package dev.okayd.readiness.event;

/**
 * A row of {@code readiness_event}.
 *
 * @param receivedAtMicros as the column has it
 */
public record ReceivedEvent(
    String id, String type, String epoch, long sequence, String effect, long receivedAtMicros) {}
