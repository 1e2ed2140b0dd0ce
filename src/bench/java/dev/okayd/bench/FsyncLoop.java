package dev.okayd.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** The minimal cost of durability: writes records to a preallocated file, and syncs it. */
final class FsyncLoop {
  private static final int FILE_BYTES = 4 << 20;

  private FsyncLoop() {}

  /** Records per second, with a number of records of a size for each sync. */
  static double recordsPerSecond(int batch, int recordBytes, int seconds) throws IOException {
    Path path = Files.createTempFile(Path.of("target"), "bench-fsync", "");
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(FILE_BYTES));
      file.force(true);
      ByteBuffer records = ByteBuffer.allocate(batch * recordBytes);
      long begin = System.nanoTime();
      long end = begin + TimeUnit.SECONDS.toNanos(seconds);
      long written = 0;
      while (System.nanoTime() < end) {
        file.write(
            records.clear(), written * recordBytes % (FILE_BYTES - (long) batch * recordBytes));
        file.force(false);
        written += batch;
      }
      return written / ((System.nanoTime() - begin) / 1e9);
    } finally {
      Files.delete(path);
    }
  }
}
