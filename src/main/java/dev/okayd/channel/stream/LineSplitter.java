package dev.okayd.channel.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds the lines in whatever comes, and keeps no more of it than one line may have. */
final class LineSplitter {
  private static final int ROOM = 2 * LineFormat.LONGEST;

  private final byte[] last = new byte[ROOM];
  private int length;

  /** The lines that end in these bytes, all of which are taken. */
  List<StreamLine> take(ByteBuffer bytes) {
    List<StreamLine> lines = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        LineFormat.read(text()).ifPresent(lines::add);
        length = 0;
      } else {
        add(next);
      }
    }
    return lines;
  }

  private void add(byte next) {
    if (length == ROOM) {
      System.arraycopy(last, ROOM - LineFormat.LONGEST, last, 0, LineFormat.LONGEST);
      length = LineFormat.LONGEST;
    }
    last[length++] = next;
  }

  /** From the last marker on. */
  private String text() {
    String text = new String(last, 0, length, ISO_8859_1);
    String line = text.substring(Math.max(0, text.lastIndexOf(LineFormat.MARKER)));
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
