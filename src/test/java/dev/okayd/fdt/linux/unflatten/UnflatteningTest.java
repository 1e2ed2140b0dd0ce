package dev.okayd.fdt.linux.unflatten;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.flip;
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
  private static final byte[] GOOD = flip(DISK);
  private static final int NOP = 4;
  private static final int PROP = 3;

  private static Prediction verdict(byte[] blob) {
    return booted().apply(blob).verdict();
  }

  private static byte[] with(int offset, int word) {
    byte[] blob = GOOD.clone();
    ByteBuffer.wrap(blob).putInt(offset, word);
    return blob;
  }

  private static int structure() {
    return ByteBuffer.wrap(GOOD).getInt(8);
  }

  /** Where the status property begins, the last one. */
  private static int status() {
    ByteBuffer blob = ByteBuffer.wrap(GOOD);
    int found = 0;
    for (int at = structure(); at < structure() + blob.getInt(36); at += Integer.BYTES) {
      found = blob.getInt(at) == PROP ? at : found;
    }
    return found;
  }

  @Test
  void aTokenThatIsNoneIsRefused() {
    Prediction verdict = verdict(with(status(), 7));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog())
        .containsExactly(
            "OF: fdt: Error -11 processing FDT", "OF: overlay: unable to unflatten overlay_fdt");
    assertThat(verdict.overlayId()).isEmpty();
  }

  @Test
  void aStructureWithoutItsEndIsRefused() {
    Prediction verdict = verdict(with(36, 24));

    assertThat(verdict.kernelLog()).contains("OF: fdt: Error -8 processing FDT");
  }

  @Test
  void aStructureThatDoesNotBeginWithTheRootIsRefused() {
    Prediction verdict = verdict(with(structure(), NOP));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog()).containsExactly("OF: overlay: unable to unflatten overlay_fdt");
  }

  @Test
  void aPropertyWithoutANameIsLeftOut() {
    Prediction verdict = verdict(with(status() + 8, 0xfff));

    assertThat(verdict.errno()).isEqualTo(Errno.OK);
    assertThat(verdict.created()).isEmpty();
    assertThat(verdict.kernelLog())
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
  void aLengthThatWrapsIsRefusedAndLinux61MayNotSurviveIt(int length, @Nullable Kind hazard) {
    Prediction verdict = verdict(with(status() + 4, length));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.hazards())
        .extracting(Hazard::kind)
        .isEqualTo(Stream.ofNullable(hazard).toList());
  }

  @Test
  void nodesThatAreTooDeepAreLeftOut() {
    byte[] deep = overlay("/", "a { ".repeat(61) + "};".repeat(61));

    Prediction verdict = verdict(deep);

    assertThat(verdict.errno()).isEqualTo(Errno.OK);
    assertThat(verdict.has(Kind.PARTLY_IGNORED)).isTrue();
    assertThat(verdict(overlay("/", "a { ".repeat(60) + "};".repeat(60))).hazards()).isEmpty();
  }

  @Test
  void noDamageOfABlobIsTooMuch() {
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
            OverlayDryRun outcome = live.applyOrTakeOff(Arrays.copyOf(blob, length));
            assertThat(outcome.verdict().isRefused())
                .isEqualTo(!outcome.verdict().reason().isEmpty());
          }
        });
  }
}
