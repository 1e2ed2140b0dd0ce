package dev.okayd.readiness.event;

/**
 * A row of {@code readiness_event}.
 *
 * @param receivedAtMicros the value of the column
 */
public record ReceivedEvent(
    String id, String type, String epoch, long sequence, String effect, long receivedAtMicros) {}
