package dev.okayd.xenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireFormatTest {
  /** READ of "a/b", request 7, in transaction 3. */
  private static final String READ = "02000000070000000300000004000000612f6200";

  private final WireFormat format = new WireFormat();

  private void receive(String hex) {
    format.room().put(HexFormat.of().parseHex(hex));
  }

  private static String header(int type, int length) {
    return HexFormat.of()
        .formatHex(
            ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(type)
                .putInt(1)
                .putInt(0)
                .putInt(length)
                .array());
  }

  @Test
  void writesTheFourWordsAndThePayload() {
    XenstoreMessage message =
        new XenstoreMessage(MessageType.READ, 7, 3, XenstoreMessage.terminated(List.of("a/b")));

    byte[] bytes = new byte[20];
    WireFormat.bytes(message).get(bytes);

    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(READ);
  }

  @Test
  void readsAMessageThatArrivesByteByByte() throws Exception {
    for (int i = 0; i < READ.length() - 2; i += 2) {
      receive(READ.substring(i, i + 2));
      assertThat(format.next()).isEmpty();
    }
    receive(READ.substring(READ.length() - 2));

    assertThat(format.next()).contains(new XenstoreMessage(MessageType.READ, 7, 3, "a/b\0"));
    assertThat(format.next()).isEmpty();
  }

  @Test
  void readsTwoMessagesThatArriveTogether() throws Exception {
    receive(READ + READ);

    assertThat(format.next()).isPresent();
    assertThat(format.next()).isPresent();
    assertThat(format.next()).isEmpty();
  }

  @Test
  void readsTheLongestMessage() throws Exception {
    receive(header(2, XenstoreMessage.MOST_PAYLOAD));
    receive("61".repeat(XenstoreMessage.MOST_PAYLOAD));

    assertThat(format.next().orElseThrow().payload()).hasSize(XenstoreMessage.MOST_PAYLOAD);
  }

  @Test
  void rejectsAMessageAboveTheLargestSize() {
    receive(header(2, XenstoreMessage.MOST_PAYLOAD + 1));

    assertThatThrownBy(format::next)
        .isInstanceOf(WireFormat.Garbled.class)
        .hasMessageContaining("4097 bytes");
  }

  @Test
  void rejectsANegativeLength() {
    receive(header(2, -1));

    assertThatThrownBy(format::next).hasMessageContaining("4294967295 bytes");
  }

  @Test
  void rejectsAnUnknownType() {
    receive(header(99, 0));

    assertThatThrownBy(format::next).hasMessageContaining("type 99");
  }

  @Test
  void splitsAPayloadAtEachNul() {
    assertThat(new XenstoreMessage(MessageType.WATCH_EVENT, 0, 0, "a\0001\0").texts())
        .containsExactly("a", "1");
    assertThat(new XenstoreMessage(MessageType.DIRECTORY, 0, 0, "").texts()).isEmpty();
  }

  @Test
  void preservesEveryByteOfAValue() throws Exception {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      all.append(c);
    }
    XenstoreMessage message = new XenstoreMessage(MessageType.WRITE, 1, 0, all.toString());

    format.room().put(WireFormat.bytes(message));

    assertThat(format.next()).contains(message);
  }

  @Test
  void rejectsAPathWithANul() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> XenstoreMessage.terminated(List.of("a\0b")));
  }

  @Test
  void rejectsAPayloadAboveTheLargestSize() {
    String tooLong = "x".repeat(XenstoreMessage.MOST_PAYLOAD + 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new XenstoreMessage(MessageType.WRITE, 1, 0, tooLong))
        .withMessageContaining("not 4097");
  }
}
