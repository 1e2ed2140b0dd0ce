package dev.okayd.xenstore;

import java.util.List;

/**
 * One message of the protocol.
 *
 * @param type its type
 * @param request the number of the request; the answer has the same number
 * @param transaction the id of the transaction, 0 for none
 * @param payload bytes, each as the character with its value
 */
record XenstoreMessage(MessageType type, int request, int transaction, String payload) {
  /** {@code XENSTORE_PAYLOAD_MAX}. */
  static final int MOST_PAYLOAD = 4096;

  XenstoreMessage {
    if (payload.length() > MOST_PAYLOAD) {
      throw new IllegalArgumentException(
          "A xenstore message has at most %d bytes, not %d"
              .formatted(MOST_PAYLOAD, payload.length()));
    }
  }

  /** NUL-terminated texts, the format of most payloads. */
  static String terminated(List<String> texts) {
    StringBuilder payload = new StringBuilder();
    texts.forEach(text -> payload.append(requireNoNul(text)).append('\0'));
    return payload.toString();
  }

  private static String requireNoNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A xenstore path must not contain NUL: " + text);
    }
    return text;
  }

  /** The texts of a payload, with or without a NUL after the last one. */
  List<String> texts() {
    if (payload.isEmpty()) {
      return List.of();
    }
    String whole = payload.endsWith("\0") ? payload.substring(0, payload.length() - 1) : payload;
    return List.of(whole.split("\0", -1));
  }

  /** The first text of a payload. */
  String text() {
    return texts().isEmpty() ? "" : texts().get(0);
  }
}
