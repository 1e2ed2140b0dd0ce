package dev.okayd.fdt.linux.unflatten;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.enabling;
import static dev.okayd.fdt.linux.Trees.overlay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.OverlayDryRun;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.Hazard.Kind;
import dev.okayd.fdt.linux.prediction.Prediction;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnflatteningTest {
  private static final byte[] GOOD = enabling(DISK);
  private static final int NOP = 4;
  private static final int PROP = 3;

  private static Prediction predict(byte[] blob) {
    return booted().apply(blob).prediction();
  }

  private static byte[] with(int offset, int word) {
    byte[] blob = GOOD.clone();
    ByteBuffer.wrap(blob).putInt(offset, word);
    return blob;
  }

  private static int structure() {
    return ByteBuffer.wrap(GOOD).getInt(8);
  }

  /** The offset of the status property, which is the last one. */
  private static int status() {
    ByteBuffer blob = ByteBuffer.wrap(GOOD);
    int found = 0;
    for (int at = structure(); at < structure() + blob.getInt(36); at += Integer.BYTES) {
      found = blob.getInt(at) == PROP ? at : found;
    }
    return found;
  }

  @Test
  void refusesAnUnknownToken() {
    Prediction prediction = predict(with(status(), 7));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .containsExactly(
            "OF: fdt: Error -11 processing FDT", "OF: overlay: unable to unflatten overlay_fdt");
    assertThat(prediction.overlayId()).isEmpty();
  }

  @Test
  void refusesATruncatedStructure() {
    Prediction prediction = predict(with(36, 24));

    assertThat(prediction.kernelLog()).contains("OF: fdt: Error -8 processing FDT");
  }

  @Test
  void refusesAStructureThatDoesNotBeginWithTheRoot() {
    Prediction prediction = predict(with(structure(), NOP));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .containsExactly("OF: overlay: unable to unflatten overlay_fdt");
  }

  @Test
  void ignoresAPropertyWithoutName() {
    Prediction prediction = predict(with(status() + 8, 0xfff));

    assertThat(prediction.errno()).isEqualTo(Errno.OK);
    assertThat(prediction.created()).isEmpty();
    assertThat(prediction.kernelLog())
        .hasSize(2)
        .allMatch(line -> line.startsWith("OF: fdt: Cannot locate property at 0x"));
  }

  @ParameterizedTest
  @CsvSource({
    "-12, KERNEL_CRASH",
    "-8, UNDEFINED",
    "-1, UNDEFINED",
    "-13, ",
    "-2147483648, ",
    "100000, "
  })
  void refusesALengthThatWrapsAndPredictsTheHarmInLinux61(int length, @Nullable Kind hazard) {
    Prediction prediction = predict(with(status() + 4, length));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.hazards())
        .extracting(Hazard::kind)
        .isEqualTo(Stream.ofNullable(hazard).toList());
  }

  @Test
  void ignoresNodesThatAreTooDeep() {
    byte[] deep = overlay("/", "a { ".repeat(61) + "};".repeat(61));

    Prediction prediction = predict(deep);

    assertThat(prediction.errno()).isEqualTo(Errno.OK);
    assertThat(prediction.has(Kind.PARTLY_IGNORED)).isTrue();
    assertThat(predict(overlay("/", "a { ".repeat(60) + "};".repeat(60))).hazards()).isEmpty();
  }

  @Test
  void predictsTheResultForAnyDamagedBlob() {
    Random random = new Random(1);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          LiveTree live = booted();
          for (int i = 0; i < 20_000; i++) {
            byte[] blob = GOOD.clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
              blob[random.nextInt(blob.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(10) == 0 ? random.nextInt(blob.length) : blob.length;
            OverlayDryRun outcome = live.applyOrRemove(Arrays.copyOf(blob, length));
            assertThat(outcome.prediction().isRefused())
                .isEqualTo(!outcome.prediction().reason().isEmpty());
          }
        });
  }
}
