package dev.okayd.eventlog;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened.
 *
 * @param seq its place in the order of all
 * @param at when
 * @param type such as {@code attachment.phase}
 * @param subject what it happened to, such as {@code domu1/disk}
 * @param data what else is to be known
 */
public record LogEntry(
    long seq, Instant at, String type, String subject, Map<String, Object> data) {}
