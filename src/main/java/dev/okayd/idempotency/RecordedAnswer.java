package dev.okayd.idempotency;

import java.util.Map;

/**
 * An answer as stored and replayed.
 *
 * @param status HTTP status
 * @param headers besides those of the body
 * @param body JSON
 */
record RecordedAnswer(int status, Map<String, String> headers, String body) {}
