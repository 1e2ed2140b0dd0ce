package dev.okayd.fdt.dtb;

import dev.okayd.fdt.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The strings block in dtc's layout: names in the order of their first use. A name reuses an
 * earlier place with the same characters and a NUL, which can be the tail of a longer name ({@code
 * stringtable_insert} in dtc's flattree.c).
 *
 * <p>A hash table of offsets finds every tail up to the maximum length of a name. Its keys are the
 * bytes of the block itself, because tails kept as strings would take up to 255 times the memory of
 * their names. A hash is computed from the last character to the first, so the hash of a tail
 * extends the hash of the next shorter tail.
 */
public final class StringsBlock {
  private static final int FIRST_CAPACITY = 1 << 10;

  /** The multiplier of Knuth's MMIX generator. */
  private static final long MULTIPLIER = 6364136223846793005L;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;

  /** Offsets of tails, {@link #FREE} in empty slots; open addressing. */
  private int[] offsets = freeTable(FIRST_CAPACITY);

  private int tails;

  private static final int FREE = -1;

  /** Hashes of the tails of one name, by length. */
  private final long[] hashes = new long[Limits.NAME_LENGTH + 1];

  /** Offsets of known names: a tree has few names and very many properties. */
  private final Map<String, Integer> known = new HashMap<>();

  /** The offset of a name; adds the name if the block does not have it yet. */
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

  /** A block that begins with the given bytes; new names follow them. */
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
   * Adds all tails that end at this NUL to the table. A base block may have more characters there
   * than a name can have.
   */
  private void addTails(int nul) {
    int start = nul;
    while (start > 0 && bytes[start - 1] != 0 && nul - start < Limits.NAME_LENGTH) {
      start--;
      hashes[nul - start] = hash(hashes[nul - start - 1], bytes[start]);
    }
    // longest first: if the table has a tail, it has all shorter ones
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

  /** The slot of a tail with its NUL, or the free slot for it. */
  private int slot(byte[] name, int from, int to, long hash) {
    int slot = (int) (hash & offsets.length - 1);
    while (offsets[slot] != FREE && !matchesAt(offsets[slot], name, from, to)) {
      slot = slot + 1 & offsets.length - 1;
    }
    return slot;
  }

  private boolean matchesAt(int offset, byte[] name, int from, int to) {
    int end = offset + to - from;
    return end <= length && Arrays.equals(bytes, offset, end, name, from, to);
  }

  /** The hash of a whole name with a NUL at its end. */
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

  /** Doubles the table and adds the tails of all names before {@code end}. */
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
