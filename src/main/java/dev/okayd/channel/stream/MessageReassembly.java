package dev.okayd.channel.stream;

import dev.okayd.channel.stream.StreamLine.Part;
import java.util.Base64;
import java.util.BitSet;
import java.util.Optional;

/** A message under reassembly. */
final class MessageReassembly {
  private final String digest;
  private final byte[] bytes;
  private final BitSet missing = new BitSet();

  /** Starts the message of a part, without the part itself. */
  MessageReassembly(Part part) {
    digest = part.digest();
    bytes = new byte[part.length()];
    missAll();
  }

  private void missAll() {
    missing.set(1, StreamMessage.count(bytes.length) + 1);
  }

  /** Adds a part, unless it belongs to another message. */
  void add(Part part) {
    if (part.length() == bytes.length
        && part.digest().equals(digest)
        && missing.get(part.number())) {
      bytes(part).ifPresent(payload -> put(part.number(), payload));
    }
  }

  private void put(int number, byte[] payload) {
    int from = (number - 1) * StreamMessage.PART;
    if (payload.length == Math.min(StreamMessage.PART, bytes.length - from)) {
      System.arraycopy(payload, 0, bytes, from, payload.length);
      missing.clear(number);
    }
  }

  private static Optional<byte[]> bytes(Part part) {
    try {
      return Optional.of(Base64.getDecoder().decode(part.payload()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  PartList missing() {
    return PartList.of(missing);
  }

  /** The complete message; if its digest is wrong, all parts count as missing again. */
  Optional<StreamMessage> message() {
    if (!missing.isEmpty()) {
      return Optional.empty();
    }
    if (!ShortDigest.of(bytes).equals(digest)) {
      missAll();
      return Optional.empty();
    }
    return Optional.of(StreamMessage.of(bytes));
  }
}
