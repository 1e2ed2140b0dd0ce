package dev.okayd.fdt.dtb;

import dev.okayd.fdt.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The strings block as dtc lays it out: names in the order of their first use, each one shared with
 * any earlier place where the same characters end in a NUL, so also with the tail of a longer name
 * ({@code stringtable_insert} in dtc's flattree.c).
 *
 * <p>Every tail as long as a name can be is found by its hash in a table of offsets, whose keys are
 * the bytes of the block itself: tails kept as strings would take up to 255 times the memory of
 * their names. A hash goes from the last character to the first, so that of a tail continues that
 * of the next shorter one.
 */
public final class StringsBlock {
  private static final int FIRST_CAPACITY = 1 << 10;

  /** The multiplier of Knuth's MMIX generator. */
  private static final long MULTIPLIER = 6364136223846793005L;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;

  /** Offsets of tails, and where there is none, {@link #FREE}; open addressing. */
  private int[] offsets = freeTable(FIRST_CAPACITY);

  private int tails;

  private static final int FREE = -1;

  /** Of the tails of one name, by their lengths. */
  private final long[] hashes = new long[Limits.NAME_LENGTH + 1];

  /** Few names stand for very many properties. */
  private final Map<String, Integer> known = new HashMap<>();

  /** The offset of a name, which is added if it is not there yet. */
  public int offset(String name) {
    return known.computeIfAbsent(name, this::find);
  }

  private int find(String name) {
    byte[] wanted = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
    int tail = offsets[slot(wanted, 0, wanted.length, hash(wanted))];
    if (tail != FREE) {
      return tail;
    }
    int start = append(wanted);
    addTails(length - 1);
    return start;
  }

  /** A block that begins with another one, to which names are added. */
  public static StringsBlock startingWith(byte[] block) {
    StringsBlock strings = new StringsBlock();
    int unused = strings.append(block);
    strings.addTailsBefore(block.length);
    return strings;
  }

  private void addTailsBefore(int end) {
    for (int i = 0; i < end; i++) {
      if (bytes[i] == 0) {
        addTails(i);
      }
    }
  }

  /**
   * Knows all tails of what ends at a NUL from now on. A base may have more characters there than
   * any name.
   */
  private void addTails(int nul) {
    int start = nul;
    while (start > 0 && bytes[start - 1] != 0 && nul - start < Limits.NAME_LENGTH) {
      start--;
      hashes[nul - start] = hash(hashes[nul - start - 1], bytes[start]);
    }
    // longest first: where one tail is known, so are all shorter ones
    for (int from = start; from < nul; from++) {
      int slot = slot(bytes, from, nul + 1, hashes[nul - from]);
      if (offsets[slot] != FREE) {
        break;
      }
      offsets[slot] = from;
      tails++;
    }
    if (2 * tails >= offsets.length - 2 * Limits.NAME_LENGTH) {
      growTable(nul + 1);
    }
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

  /** Where in the table a tail with its NUL is, or would be. */
  private int slot(byte[] name, int from, int to, long hash) {
    int slot = (int) (hash & offsets.length - 1);
    while (offsets[slot] != FREE && !standsAt(offsets[slot], name, from, to)) {
      slot = slot + 1 & offsets.length - 1;
    }
    return slot;
  }

  private boolean standsAt(int offset, byte[] name, int from, int to) {
    int end = offset + to - from;
    return end <= length && Arrays.equals(bytes, offset, end, name, from, to);
  }

  /** Of a whole name, which has a NUL behind it. */
  private static long hash(byte[] name) {
    long hash = 0;
    for (int i = name.length - 2; i >= 0; i--) {
      hash = hash(hash, name[i]);
    }
    return hash;
  }

  private static long hash(long ofTail, byte before) {
    long hash = (ofTail ^ before) * MULTIPLIER;
    return hash ^ hash >>> 32;
  }

  /** Makes the table twice as large, with the tails of what comes before an end. */
  private void growTable(int end) {
    offsets = freeTable(2 * offsets.length);
    tails = 0;
    addTailsBefore(end);
  }

  private static int[] freeTable(int capacity) {
    int[] table = new int[capacity];
    Arrays.fill(table, FREE);
    return table;
  }
}
