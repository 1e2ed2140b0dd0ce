package dev.okayd.xenstore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Messages as the bytes of {@code xs_wire.h}: four words and a payload. The words are in the byte
 * order of the machine that xenstored runs on, and all that Xen runs on are little-endian.
 */
final class WireFormat {
  private static final int HEADER = 16;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  /** What came in and is no whole message yet. */
  private final ByteBuffer received =
      ByteBuffer.allocate(2 * (HEADER + XenstoreMessage.MOST_PAYLOAD));

  /** What came in cannot be a message of xenstored; where the next one begins, nobody knows. */
  static final class Garbled extends Exception {
    private static final long serialVersionUID = 1L;

    Garbled(String message) {
      super(message);
    }
  }

  /** A message as it is sent. */
  static ByteBuffer bytes(XenstoreMessage message) {
    byte[] payload = message.payload().getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(HEADER + payload.length)
        .order(ORDER)
        .putInt(message.type().code())
        .putInt(message.request())
        .putInt(message.transaction())
        .putInt(payload.length)
        .put(payload)
        .flip();
  }

  /** Where bytes that came in are put, in any portions; there is always room. */
  ByteBuffer room() {
    return received;
  }

  /** The next whole message, if there is one. */
  Optional<XenstoreMessage> next() throws Garbled {
    ByteBuffer there = received.duplicate().order(ORDER).flip();
    if (there.remaining() < HEADER) {
      return Optional.empty();
    }
    int type = there.getInt();
    int request = there.getInt();
    int transaction = there.getInt();
    int length = there.getInt();
    MessageType known =
        MessageType.of(type)
            .orElseThrow(() -> new Garbled("its message is of type %d".formatted(type)));
    if (length < 0 || length > XenstoreMessage.MOST_PAYLOAD) {
      throw new Garbled(
          "its message has %s bytes, %d are the most"
              .formatted(Integer.toUnsignedString(length), XenstoreMessage.MOST_PAYLOAD));
    }
    if (there.remaining() < length) {
      return Optional.empty();
    }
    byte[] payload = new byte[length];
    there.get(payload);
    received.flip().position(HEADER + length);
    received.compact();
    return Optional.of(
        new XenstoreMessage(
            known, request, transaction, new String(payload, StandardCharsets.ISO_8859_1)));
  }
}
