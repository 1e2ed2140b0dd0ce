package dev.okayd.channel.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.channel.stream.StreamLine.Part;
import dev.okayd.channel.stream.StreamLine.Parts;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFormatTest {
  private static final StreamRequestId ID = new StreamRequestId("0c3cce96", 1);
  private static final Part SESSION =
      new Part(LineType.REQUEST, ID, 1, 8, "e9d6e33f", "c2Vzc2lvbgo=");

  /** Made with sha256sum and base64 of BusyBox. */
  private static final String SESSION_LINE =
      "@okayd1 q 0c3cce96 1 1 8 e9d6e33f c2Vzc2lvbgo= 5f743bac";

  @Test
  void writesAPartAsTheAgentDoes() {
    assertThat(new StreamMessage("session", "").parts(LineType.REQUEST, ID))
        .containsExactly(SESSION);
    assertThat(LineFormat.write(SESSION)).isEqualTo(SESSION_LINE);
    assertThat(LineFormat.read(SESSION_LINE)).contains(SESSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "1", "1-9999", "2,4-7,9"})
  void readsTheListsThatItWrites(String list) {
    Parts line = new Parts(LineType.MISSING, ID, PartList.parse(list).orElseThrow());

    assertThat(LineFormat.write(line)).startsWith("@okayd1 m 0c3cce96 1 " + list + " ");
    assertThat(LineFormat.read(LineFormat.write(line))).contains(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "1-", "3-2", "2,2", "2,1", "1-10000", "1,,2", "--"})
  void takesNothingElseForAList(String list) {
    assertThat(PartList.parse(list)).isEmpty();
  }

  @Test
  void rejectsALineWithAnyChangedCharacter() {
    for (int at = 0; at < SESSION_LINE.length(); at++) {
      for (char other : "0a Z=\u00ff\0".toCharArray()) {
        StringBuilder damaged = new StringBuilder(SESSION_LINE);
        damaged.setCharAt(at, other);

        if (other != SESSION_LINE.charAt(at)) {
          assertThat(LineFormat.read(damaged.toString())).as(damaged.toString()).isEmpty();
        }
      }
    }
  }

  @Test
  void rejectsATruncatedLine() {
    assertThat(IntStream.range(0, SESSION_LINE.length()).mapToObj(SESSION_LINE::substring))
        .filteredOn(line -> !line.equals(SESSION_LINE))
        .allMatch(line -> LineFormat.read(line).isEmpty());
    assertThat(
            IntStream.range(0, SESSION_LINE.length())
                .mapToObj(end -> SESSION_LINE.substring(0, end)))
        .allMatch(line -> LineFormat.read(line).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@okayd1 q 0c3cce96 1 0 8 e9d6e33f c2Vzc2lvbgo=",
        "@okayd1 q 0C3CCE96 1 1 8 e9d6e33f c2Vzc2lvbgo=",
        "@okayd1 q 0c3cce96 1 1 8 e9d6e33f c2Vzc2lvbgo=  ",
        "@okayd1 q 0c3cce96 1 1 8 e9d6e33f",
        "@okayd1 x 0c3cce96 1 -",
        "@okayd2 m 0c3cce96 1 -"
      })
  void refusesALineOfAnotherFormThoughItsCheckIsRight(String text) {
    String line =
        text + " " + ShortDigest.of(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    assertThat(LineFormat.read(line)).isEmpty();
  }

  @Test
  void writesNoLineAboveTheLongestThatItReads() {
    Part longest =
        new Part(
            LineType.ANSWER,
            new StreamRequestId("ffffffff", 999_999_999),
            9999,
            99_999_999,
            "ffffffff",
            "A".repeat(76));

    assertThat(LineFormat.write(longest)).hasSizeLessThan(LineFormat.LONGEST);
    assertThat(LineFormat.read(LineFormat.write(longest))).contains(longest);
  }
}
