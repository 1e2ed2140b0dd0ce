package dev.okayd.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Writes a bundle as a tar.gz file. */
public final class TarGz {
  /** Readable by all users, writable by the owner. */
  private static final int MODE = 0100644;

  private TarGz() {}

  /**
   * The files in a directory, without owner and date, so that the same files always give the same
   * bytes.
   */
  public static byte[] of(String directory, Bundle bundle) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes, undated()))) {
      // the names of a guest and a device together can exceed the tar header
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(directory + "/" + file.getKey());
        entry.setSize(file.getValue().length);
        entry.setMode(MODE);
        entry.setModTime(0);
        entry.setIds(0, 0);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static GzipParameters undated() {
    GzipParameters parameters = new GzipParameters();
    parameters.setModificationTime(0);
    return parameters;
  }
}
