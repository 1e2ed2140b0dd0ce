package dev.okayd.fdt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The strings block as dtc lays it out: names in the order of their first use, each one shared with
 * any earlier place where the same characters end in a NUL, so also with the tail of a longer name
 * ({@code stringtable_insert} in dtc's flattree.c).
 *
 * <p>Every tail is found by its hash in a table of offsets, whose keys are the bytes of the block
 * itself: tails kept as strings would take up to 255 times the memory of their names.
 */
final class StringsBlock {
  private static final int FIRST_CAPACITY = 1 << 10;

  /** The multiplier of Knuth's MMIX generator. */
  private static final long MULTIPLIER = 6364136223846793005L;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;

  /** Offsets of tails, and where there is none, {@link #FREE}; open addressing. */
  private int[] offsets = freeTable(FIRST_CAPACITY);

  private int tails;

  private static final int FREE = -1;

  /** Few names stand for very many properties. */
  private final Map<String, Integer> known = new HashMap<>();

  /** The offset of a name, which is added if it is not there yet. */
  int offset(String name) {
    return known.computeIfAbsent(name, this::find);
  }

  private int find(String name) {
    byte[] wanted = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
    int tail = offsets[slot(wanted, 0, hash(wanted, 0))];
    if (tail != FREE) {
      return tail;
    }
    return add(wanted);
  }

  /** Appends a name, and knows all of its tails from now on. */
  private int add(byte[] name) {
    int start = append(name);
    // longest first: where one tail is known, so are all shorter ones
    for (int i = 0; i < name.length - 1; i++) {
      int slot = slot(name, i, hash(name, i));
      if (offsets[slot] != FREE) {
        break;
      }
      offsets[slot] = start + i;
      tails++;
      growTable();
    }
    return start;
  }

  /** A block that begins with another one, to which names are added. */
  static StringsBlock startingWith(byte[] block) {
    StringsBlock strings = new StringsBlock();
    int start = 0;
    for (int i = 0; i < block.length; i++) {
      if (block[i] == 0) {
        int unused = strings.add(Arrays.copyOfRange(block, start, i + 1));
        start = i + 1;
      }
    }
    // what has no end is no name, and keeps its place
    int unused = strings.append(Arrays.copyOfRange(block, start, block.length));
    return strings;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  private int append(byte[] name) {
    int start = length;
    if (length + name.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + name.length));
    }
    System.arraycopy(name, 0, bytes, start, name.length);
    length += name.length;
    return start;
  }

  /** Where in the table the tail of a name is, or would be. */
  private int slot(byte[] name, int from, long hash) {
    int slot = (int) (hash & offsets.length - 1);
    while (offsets[slot] != FREE && !standsAt(offsets[slot], name, from)) {
      slot = slot + 1 & offsets.length - 1;
    }
    return slot;
  }

  private boolean standsAt(int offset, byte[] name, int from) {
    int end = offset + name.length - from;
    return end <= length && Arrays.equals(bytes, offset, end, name, from, name.length);
  }

  /** Of the bytes up to the NUL. */
  private static long hash(byte[] name, int from) {
    long hash = 0;
    for (int i = from; name[i] != 0; i++) {
      hash = (hash ^ name[i]) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  private void growTable() {
    if (2 * tails < offsets.length) {
      return;
    }
    int[] old = offsets;
    offsets = freeTable(2 * old.length);
    for (int offset : old) {
      if (offset != FREE) {
        int slot = (int) (hash(bytes, offset) & offsets.length - 1);
        while (offsets[slot] != FREE) {
          slot = slot + 1 & offsets.length - 1;
        }
        offsets[slot] = offset;
      }
    }
  }

  private static int[] freeTable(int capacity) {
    int[] table = new int[capacity];
    Arrays.fill(table, FREE);
    return table;
  }
}
