package dev.okayd.fdt.linux.unflatten;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.enabling;
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
  private static final byte[] GOOD = enabling(DISK);

  private static Prediction predict(byte[] blob) {
    return booted().apply(blob).prediction();
  }

  private static byte[] with(int offset, int word) {
    byte[] blob = GOOD.clone();
    ByteBuffer.wrap(blob).putInt(offset, word);
    return blob;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 39})
  void refusesABlobShorterThanTheHeader(int size) {
    Prediction prediction = predict(Arrays.copyOf(GOOD, size));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog()).containsExactly("OF: overlay: Invalid overlay_fdt header");
    assertThat(prediction.reason()).contains("it has " + size + " bytes");
    assertThat(prediction.overlayId()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0xd00dfeee, begins with d00dfeee",
    "20, 1, has version 1",
    "24, 18, compatible back to 18",
    "20, 15, has version 15, compatible back to 16",
    "4, 39, says that it has 39 bytes",
    "4, -1, says that it has 4294967295 bytes",
    "16, 39, memory reservation block",
    "16, 100000, memory reservation block",
    "8, 39, structure block",
    "36, 100000, structure block",
    "12, 100000, strings block",
    "32, -1, strings block"
  })
  void refusesAnInvalidHeader(int offset, String word, String reason) {
    Prediction prediction = predict(with(offset, (int) (long) Long.decode(word)));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog()).containsExactly("OF: overlay: Invalid overlay_fdt header");
    assertThat(prediction.reason()).contains(reason);
  }

  @Test
  void refusesATruncatedBlobWithoutALogLine() {
    Prediction prediction = predict(Arrays.copyOf(GOOD, GOOD.length - 1));

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog()).isEmpty();
    assertThat(prediction.reason()).contains("truncated");
  }

  @Test
  void warnsAboutBytesAfterTheTreeBecauseOkaydsModuleRefusesThem() {
    Prediction prediction = predict(Arrays.copyOf(GOOD, GOOD.length + 3));

    assertThat(prediction.errno()).isEqualTo(Errno.OK);
    assertThat(prediction.has(Hazard.Kind.PARTLY_IGNORED)).isTrue();
  }

  @Test
  void readsOlderVersions() {
    byte[] blob = with(20, 16);
    ByteBuffer.wrap(blob).putInt(36, 0);

    assertThat(predict(blob).created()).hasSize(1);
  }
}
