package dev.okayd.fdt.linux.unflatten;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.flip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.Prediction;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelFdtHeaderTest {
  private static final byte[] GOOD = flip(DISK);

  private static Prediction verdict(byte[] blob) {
    return booted().apply(blob).verdict();
  }

  private static byte[] with(int offset, int word) {
    byte[] blob = GOOD.clone();
    ByteBuffer.wrap(blob).putInt(offset, word);
    return blob;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 39})
  void aBlobHasAtLeastAHeader(int size) {
    Prediction verdict = verdict(Arrays.copyOf(GOOD, size));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog()).containsExactly("OF: overlay: Invalid overlay_fdt header");
    assertThat(verdict.reason()).contains("it has " + size + " bytes");
    assertThat(verdict.overlayId()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0xd00dfeee, begins with d00dfeee",
    "20, 1, of version 1",
    "24, 18, compatible back to 18",
    "20, 15, of version 15, compatible back to 16",
    "4, 39, says 39 bytes",
    "4, -1, says 4294967295 bytes",
    "16, 39, memory reservation block",
    "16, 100000, memory reservation block",
    "8, 39, structure block",
    "36, 100000, structure block",
    "12, 100000, strings block",
    "32, -1, strings block"
  })
  void theHeaderIsChecked(int offset, String word, String reason) {
    Prediction verdict = verdict(with(offset, (int) (long) Long.decode(word)));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog()).containsExactly("OF: overlay: Invalid overlay_fdt header");
    assertThat(verdict.reason()).contains(reason);
  }

  @Test
  void aBlobThatIsCutOffIsRefusedWithoutAWordInTheLog() {
    Prediction verdict = verdict(Arrays.copyOf(GOOD, GOOD.length - 1));

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog()).isEmpty();
    assertThat(verdict.reason()).contains("cut off");
  }

  @Test
  void bytesBehindTheTreeAreIgnoredAndOkaydsModuleRefusesThem() {
    Prediction verdict = verdict(Arrays.copyOf(GOOD, GOOD.length + 3));

    assertThat(verdict.errno()).isEqualTo(Errno.OK);
    assertThat(verdict.has(Hazard.Kind.PARTLY_IGNORED)).isTrue();
  }

  @Test
  void olderVersionsAreRead() {
    byte[] blob = with(20, 16);
    ByteBuffer.wrap(blob).putInt(36, 0);

    assertThat(verdict(blob).created()).hasSize(1);
  }
}
