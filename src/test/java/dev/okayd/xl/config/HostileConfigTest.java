package dev.okayd.xl.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.platform.Platform;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Golden;
import dev.okayd.xl.GateSelection;
import dev.okayd.xl.SpecYaml;
import dev.okayd.xl.XlImport;
import dev.okayd.xl.XlImportResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any file is imported, or refused with one-line messages, in bounded time. */
@Execution(ExecutionMode.CONCURRENT)
class HostileConfigTest {
  private static final Platform XEN = Platforms.shipped().find("xen").orElseThrow();
  private static final Platform AMD = Platforms.shipped().find("xen-amd").orElseThrow();

  private static final List<String> PIECES =
      List.of(
          "disk",
          "virtio",
          "vif",
          "name",
          "irqs",
          "iomem",
          "a",
          "=",
          "+=",
          "[",
          "]",
          ",",
          ";",
          "\n",
          " ",
          "\t",
          "#",
          "'",
          "\"",
          "\\",
          "type=virtio,device22",
          "transport=mmio",
          "backend=",
          "target=",
          "phy:",
          "xvda",
          "raw",
          "specification=virtio",
          "0x",
          "12",
          "-",
          "\r",
          "\0",
          "é",
          "\ud83d\ude00",
          "'/dev/a,raw,xvda,specification=virtio'",
          "grant_usage=");

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  private static void importOrRefuse(byte[] content) {
    for (Platform platform : List.of(XEN, AMD)) {
      try {
        XlImportResult imported =
            XlImport.read("xl.cfg", content, platform, new GateSelection.Only(Set.of()));
        assertThat(imported.notes()).allMatch(note -> isOneLine(note.toString()));
        assertThat(SpecYaml.of(imported.spec())).startsWith("platform: ");
      } catch (XlException e) {
        assertThat(e.errors()).isNotEmpty().allMatch(fault -> isOneLine(fault.toString()));
      }
    }
  }

  private static boolean isOneLine(String text) {
    return text.lines().count() == 1 && text.chars().noneMatch(Character::isISOControl);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomBytes(int seed) {
    byte[] content = new byte[new Random(seed).nextInt(400)];
    new Random(seed).nextBytes(content);

    importOrRefuse(content);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomTokens(int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }

    importOrRefuse(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aValidFileWithSomeBytesChanged(int seed) {
    Random random = new Random(seed);
    byte[] content = Golden.bytes("xl/android.cfg");
    for (int i = random.nextInt(4); i >= 0; i--) {
      content[random.nextInt(content.length)] =
          (byte)
              (random.nextBoolean()
                  ? random.nextInt(256)
                  : "=,'\"[];#\n".charAt(random.nextInt(9)));
    }

    importOrRefuse(content);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aTruncatedValidFile(int seed) {
    byte[] whole = Golden.bytes("xl/android.cfg");

    importOrRefuse(java.util.Arrays.copyOf(whole, new Random(seed).nextInt(whole.length)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "a=[",
        "a='",
        "a+='x'\n",
        "a+=[1]\n",
        "disk+=['/dev/a,raw,xvda,specification=virtio']\n",
        "disk+=['phy:']\n",
        "virtio+=['backend=é,type=virtio,device1,transport=mmio']\n",
        "a=[1,",
        "\\",
        "disk+=['vdev=,,,,,,,,,,,,,,,,,,,,,']\n",
        "irqs+=[1]\n",
        "x"
      })
  void aTokenRepeatedUpToTheFileLimit(String piece) {
    String text = piece.repeat((1 << 20) / piece.getBytes(StandardCharsets.UTF_8).length);

    Assertions.assertTimeout(
        Duration.ofSeconds(60), () -> importOrRefuse(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"disk = ['%s']", "virtio = ['%s']", "vif = ['%s']", "name = '%s'", "vcpus='%s'"})
  void aStringUpToTheFileLimit(String setting) {
    for (String piece : List.of("a", ",", " ", "type=virtio,", "phy:", "=", "0")) {
      String text = setting.formatted(piece.repeat(1_000_000 / piece.length()));

      Assertions.assertTimeout(
          Duration.ofSeconds(60), () -> importOrRefuse(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
