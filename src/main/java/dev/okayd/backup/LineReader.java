package dev.okayd.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads the lines of a stream, including their line ends. */
final class LineReader {
  /** Far longer than the row of a guest with the largest base tree. */
  private static final int LONGEST = 64 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int begin;
  private int end;
  private long number;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The number of the last line read; the first one is 1. */
  long number() {
    return number;
  }

  /** The next line; empty at the end. */
  Optional<byte[]> next() throws IOException {
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (fill()) {
      int next = endOfLine();
      line.write(buffer, begin, next - begin);
      begin = next;
      if (buffer[next - 1] == '\n') {
        return Optional.of(line.toByteArray());
      }
      if (line.size() > LONGEST) {
        throw new BackupFormatException(number, "the line is longer than any line of a backup");
      }
    }
    return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
  }

  private boolean fill() throws IOException {
    if (begin == end) {
      begin = 0;
      end = Math.max(0, in.read(buffer));
    }
    return begin < end;
  }

  private int endOfLine() {
    for (int i = begin; i < end; i++) {
      if (buffer[i] == '\n') {
        return i + 1;
      }
    }
    return end;
  }
}
