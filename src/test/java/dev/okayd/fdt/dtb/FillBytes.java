package dev.okayd.fdt.dtb;

import java.nio.ByteBuffer;

/**
 * The padding between a value and the next token. libfdt keeps old bytes there when it changes a
 * tree; the specification requires zeroes.
 */
public final class FillBytes {
  private FillBytes() {}

  /** A copy of a version 17 blob with zeroes as padding. */
  public static byte[] zeroed(byte[] blob) {
    byte[] zeroed = blob.clone();
    ByteBuffer buffer = ByteBuffer.wrap(zeroed);
    int at = buffer.getInt(8);
    while (buffer.getInt(at) != 9) {
      int token = buffer.getInt(at);
      at += 4;
      if (token == 1) {
        while (zeroed[at] != 0) {
          at++;
        }
        at = (at + 4) / 4 * 4;
      } else if (token == 3) {
        int end = at + 8 + buffer.getInt(at);
        at = (end + 3) / 4 * 4;
        for (int i = end; i < at; i++) {
          zeroed[i] = 0;
        }
      }
    }
    return zeroed;
  }
}
