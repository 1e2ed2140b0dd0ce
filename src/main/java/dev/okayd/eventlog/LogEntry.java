package dev.okayd.eventlog;

import java.time.Instant;
import java.util.Map;

/**
 * One entry of the log.
 *
 * @param seq sequence number
 * @param at when
 * @param type such as {@code attachment.phase}
 * @param subject what the entry is about, such as {@code domu1/disk}
 * @param data further details
 */
public record LogEntry(
    long seq, Instant at, String type, String subject, Map<String, Object> data) {}
