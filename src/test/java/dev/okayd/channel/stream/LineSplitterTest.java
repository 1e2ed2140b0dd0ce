package dev.okayd.channel.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.channel.stream.StreamLine.Parts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {
  private static final StreamLine LINE =
      new Parts(LineType.WANTED, new StreamRequestId("0c3cce96", 7), PartList.ALL);
  private static final String TEXT = LineFormat.write(LINE);

  private final LineSplitter splitter = new LineSplitter();

  private List<StreamLine> take(String text) {
    return splitter.take(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s\n",
        "%s\r\n",
        "\n\n%s\n",
        "guest login: %s\n",
        "@okayd1 q 0c3c%s\n",
        "@okayd1 @okayd1 %s\n",
        "\0\u00ff\u001b[0m%s\n",
        "[    1.5] virtio_blk: ready\r\n%s\n"
      })
  void findsALineInWhatElseThereIs(String text) {
    assertThat(take(text.formatted(TEXT))).containsExactly(LINE);
  }

  @Test
  void findsALineInAnyFragmentation() {
    List<StreamLine> found = new ArrayList<>();
    for (char next : (TEXT + "\n").toCharArray()) {
      found.addAll(take(Character.toString(next)));
    }

    assertThat(found).containsExactly(LINE);
  }

  @Test
  void losesOnlyTheLineThatAKernelMessageInterrupts() {
    for (int at = 1; at < TEXT.length(); at++) {
      String torn =
          TEXT.substring(0, at) + "[    9.9] usb 1-1: new device\r\n" + TEXT.substring(at);

      assertThat(take(torn + "\n" + TEXT + "\n")).as("at %d", at).containsExactly(LINE);
    }
  }

  @Test
  void findsALineAfterAnyAmountOfNoiseWithoutALineEnd() {
    for (int length = 0; length < 1000; length++) {
      assertThat(take("x".repeat(length) + TEXT + "\n")).as("%d", length).containsExactly(LINE);
    }
    for (int block = 0; block < 1000; block++) {
      assertThat(take("@okayd1 ".repeat(1000))).isEmpty();
    }
    assertThat(take(TEXT + "\n")).containsExactly(LINE);
  }

  @Test
  void returnsNoLineBeforeItsEnd() {
    assertThat(take(TEXT)).isEmpty();
    assertThat(take("\n")).containsExactly(LINE);
  }
}
