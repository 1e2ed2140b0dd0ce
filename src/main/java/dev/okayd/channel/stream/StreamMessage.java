package dev.okayd.channel.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.okayd.channel.stream.StreamLine.Part;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A message, which the protocol sends in parts.
 *
 * @param head the path of a request, or the status of an answer
 * @param body JSON; empty if there is none
 */
record StreamMessage(String head, String body) {
  /** The size of a part in bytes: 76 characters in base64. */
  static final int PART = 57;

  static StreamMessage of(byte[] bytes) {
    String[] parts = new String(bytes, UTF_8).split("\n", 2);
    return new StreamMessage(parts[0], parts.length > 1 ? parts[1] : "");
  }

  /** The number of parts of a message of this length. */
  static int count(int length) {
    return (length + PART - 1) / PART;
  }

  /** All parts of the message. */
  List<Part> parts(LineType type, StreamRequestId id) {
    byte[] bytes = (head + "\n" + body).getBytes(UTF_8);
    String digest = ShortDigest.of(bytes);
    return IntStream.rangeClosed(1, count(bytes.length))
        .mapToObj(
            number -> new Part(type, id, number, bytes.length, digest, payload(bytes, number)))
        .toList();
  }

  private static String payload(byte[] bytes, int number) {
    int from = (number - 1) * PART;
    byte[] part = Arrays.copyOfRange(bytes, from, Math.min(from + PART, bytes.length));
    return Base64.getEncoder().encodeToString(part);
  }
}
