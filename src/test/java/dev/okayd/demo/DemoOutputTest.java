package dev.okayd.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoOutputTest {
  private final StringWriter out = new StringWriter();
  private final DemoOutput output = new DemoOutput(new PrintWriter(out));

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  @Test
  void stepsAreNumberedAndFurtherLinesAreAlignedWithTheText() {
    output.step("plan", "a %s", "guest");
    output.more("slot %d", 9);
    output.step("boot", "it boots");

    assertThat(lines())
        .containsExactly(
            "", " 1 plan       a guest", "              slot 9", "", " 2 boot       it boots");
  }

  @Test
  void aLongLineIsWrappedBetweenWords() {
    output.step("hello", "%s", "word ".repeat(40).strip());

    assertThat(lines()).hasSize(3).allMatch(line -> line.length() <= 115);
    assertThat(lines().get(1)).startsWith(" 1 hello      word").endsWith("word");
    assertThat(lines().get(2)).startsWith(" ".repeat(14) + "word").endsWith("word");
  }

  @Test
  void aTooLongWordIsNotSplit() {
    String word = "x".repeat(200);

    output.more("%s", word);

    assertThat(lines()).containsExactly(" ".repeat(14) + word);
  }
}
