package dev.okayd.channel.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds protocol lines in a byte stream, and buffers at most the length of one line. */
final class LineSplitter {
  private static final int ROOM = 2 * LineFormat.LONGEST;

  private final byte[] last = new byte[ROOM];
  private int length;

  /** Consumes the bytes, and returns the lines that end in them. */
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

  /** The text from the last marker on. */
  private String text() {
    String text = new String(last, 0, length, ISO_8859_1);
    String line = text.substring(Math.max(0, text.lastIndexOf(LineFormat.MARKER)));
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
