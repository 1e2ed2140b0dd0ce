package dev.okayd.fdt.dtb;

/** The numbers of the flattened format (specification, §5.2 and §5.4). */
final class FdtConstants {
  static final int MAGIC = 0xd00dfeed;
  static final int VERSION = 17;
  static final int LAST_COMPATIBLE_VERSION = 16;

  /** Length of the header of version 17: ten 32-bit words. */
  static final int HEADER_SIZE = 40;

  /** Versions 3 and 16 lack the last word, {@code size_dt_struct}. */
  static final int HEADER_SIZE_3 = 36;

  /** Version 2 also lacks {@code size_dt_strings}. */
  static final int HEADER_SIZE_2 = 32;

  /** Version 1 also lacks {@code boot_cpuid_phys}. */
  static final int HEADER_SIZE_1 = 28;

  /**
   * In earlier versions the name of a node is its whole path, and a value of 8 or more bytes is
   * aligned to 8 (dtc's flattree.c, {@code FTF_FULLPATH} and {@code FTF_VARALIGN}).
   */
  static final int FIRST_WITH_NAMES = 16;

  static final int OLD_VALUE_ALIGNMENT = 8;

  static final int RESERVATION_ALIGNMENT = 8;

  /**
   * Tokens, names and values of the structure block are aligned to this, from the block's start.
   */
  static final int TOKEN_SIZE = 4;

  static final int RESERVATION_SIZE = 16;

  static final int BEGIN_NODE = 1;
  static final int END_NODE = 2;
  static final int PROP = 3;
  static final int NOP = 4;
  static final int END = 9;

  private FdtConstants() {}

  static int align(int offset, int alignment) {
    return (offset + alignment - 1) / alignment * alignment;
  }
}
