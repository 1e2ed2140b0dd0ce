package dev.okayd.xenstore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Messages in the format of {@code xs_wire.h}: four words and a payload. The words have the byte
 * order of xenstored's machine; all architectures of Xen are little-endian.
 */
final class WireFormat {
  private static final int HEADER = 16;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  /** Received bytes that are not a complete message yet. */
  private final ByteBuffer received =
      ByteBuffer.allocate(2 * (HEADER + XenstoreMessage.MOST_PAYLOAD));

  /** The received bytes are not a message of xenstored, so the start of the next one is unknown. */
  static final class Garbled extends Exception {
    private static final long serialVersionUID = 1L;

    Garbled(String message) {
      super(message);
    }
  }

  /** The bytes of a message. */
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

  /** The buffer for received bytes; it always has room. */
  ByteBuffer room() {
    return received;
  }

  /** The next complete message, if there is one. */
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
            .orElseThrow(
                () -> new Garbled("xenstored sent a message of unknown type %d".formatted(type)));
    if (length < 0 || length > XenstoreMessage.MOST_PAYLOAD) {
      throw new Garbled(
          "xenstored sent a message of %s bytes; the largest has %d"
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
