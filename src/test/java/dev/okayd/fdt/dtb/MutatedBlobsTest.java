package dev.okayd.fdt.dtb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Generated;
import dev.okayd.fdt.Limits;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import dev.okayd.testing.tool.ToolRun;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class MutatedBlobsTest {
  private static final int COUNT = Generated.count(1_500);
  private static final int DTC_SECONDS = 5;

  private static final List<byte[]> BLOBS =
      List.of(
          Golden.bytes("fdt/qemu-virt.dtb"),
          Golden.bytes("fdt/every-kind-of-value.dtb"),
          Golden.bytes("fdt/reservations.dtb"),
          Golden.bytes("fdt/shared-string-tails.dtb"),
          Golden.bytes("overlay-merge/base.dtb"),
          Golden.bytes("overlay-merge/label-target.dtbo"),
          Golden.bytes("dts/labels-in-and-out.symbols.dtbo"));

  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger readStrictly = new AtomicInteger();
  private final AtomicInteger dtcCrashes = new AtomicInteger();

  @Test
  void areRejectedOrReadAsTheSameTreeAsByDtc() {
    Generated.each(COUNT, this::compareWithDtc);

    System.out.printf(
        "Mutations: %d, read: %s, also read strictly: %s, dtc crashes: %s%n",
        COUNT, read, readStrictly, dtcCrashes);
    assertThat(read.get()).isBetween(COUNT / 10, COUNT - COUNT / 10);
    assertThat(dtcCrashes.get()).isLessThanOrEqualTo(COUNT / 100 + 1);
  }

  private int compareWithDtc(SplittableRandom random) {
    byte[] blob = mutated(BLOBS.get(random.nextInt(BLOBS.size())).clone(), random);
    String hex = HexFormat.of().formatHex(blob);
    Optional<DeviceTree> lenient = read(blob, Strictness.LENIENT);
    Optional<DeviceTree> strict = read(blob, Strictness.STRICT);
    if (strict.isPresent()) {
      assertThat(lenient).as(hex).isEqualTo(strict);
      readStrictly.incrementAndGet();
    }
    lenient.ifPresent(tree -> compareWithDtc(tree, blob, hex));
    return 0;
  }

  private void compareWithDtc(DeviceTree tree, byte[] blob, String hex) {
    read.incrementAndGet();
    ToolRun dtc = DtcTools.dtc(blob, DTC_SECONDS, "-q", "-I", "dtb", "-O", "dtb");
    if (dtc.endedBySignal()) {
      dtcCrashes.incrementAndGet();
    } else if (!rejectsANopOutsideOfTheRoot(dtc)) {
      assertThat(FdtWriter.write(tree)).as(hex).isEqualTo(dtc.outputOr("dtc reading " + hex));
    }
  }

  /**
   * Whether dtc rejects a NOP outside of the root; the specification allows it, and libfdt reads
   * it.
   */
  private static boolean rejectsANopOutsideOfTheRoot(ToolRun dtc) {
    return dtc.messages().contains("doesn't end with FDT_END")
        || dtc.messages().contains("begins with 0x00000004");
  }

  private static Optional<DeviceTree> read(byte[] blob, Strictness strictness) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          try {
            return Optional.of(FdtReader.read(blob, Limits.DEFAULT, strictness));
          } catch (FdtFormatException e) {
            return Optional.empty();
          }
        });
  }

  private static byte[] mutated(byte[] blob, SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(blob, random.nextInt(blob.length));
      case 1 -> spliced(blob, random);
      case 2, 3, 4 -> words(blob, random);
      default -> bytes(blob, random);
    };
  }

  private static byte[] bytes(byte[] blob, SplittableRandom random) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      blob[random.nextInt(blob.length)] = (byte) random.nextInt();
    }
    return blob;
  }

  /** Replaces a word, often in the header, with a plausible one. */
  private static byte[] words(byte[] blob, SplittableRandom random) {
    int words = random.nextBoolean() ? FdtConstants.HEADER_SIZE / 4 : blob.length / 4;
    int[] candidates = {
      FdtConstants.BEGIN_NODE,
      FdtConstants.END_NODE,
      FdtConstants.PROP,
      FdtConstants.NOP,
      FdtConstants.END,
      0,
      -1,
      blob.length,
      16,
      40,
      56
    };
    int word =
        random.nextBoolean()
            ? candidates[random.nextInt(candidates.length)]
            : random.nextInt(2 * blob.length);
    ByteBuffer.wrap(blob).putInt(4 * random.nextInt(words), word);
    return blob;
  }

  /**
   * Copies a piece of the blob, or of another one, over a piece of it, often at word boundaries.
   */
  private static byte[] spliced(byte[] blob, SplittableRandom random) {
    byte[] other = BLOBS.get(random.nextInt(BLOBS.size()));
    int unit = random.nextBoolean() ? 4 : 1;
    int length = unit * random.nextInt(1, 16);
    int from = random.nextInt((other.length - length) / unit) * unit;
    int to = random.nextInt((blob.length - length) / unit) * unit;
    System.arraycopy(other, from, blob, to, length);
    return blob;
  }
}
