package dev.okayd.plan;

import dev.okayd.platform.HexNumber;

/** Address ranges as messages and maps show them: first and last address. */
public final class Spans {
  private Spans() {}

  /** Such as {@code 0xa000000..0xa0001ff}. */
  public static String text(HexNumber base, long size) {
    return base + ".." + new HexNumber(base.value() + size - 1);
  }
}
