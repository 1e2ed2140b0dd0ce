package dev.okayd.channel.stream;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A list of part numbers, in ascending order.
 *
 * @param ranges ascending, with gaps in between; empty for no part
 */
record PartList(List<Range> ranges) {
  static final int HIGHEST = 9999;

  static final PartList NONE = new PartList(List.of());

  /** All parts, for a message of unknown length. */
  static final PartList ALL = new PartList(List.of(new Range(1, HIGHEST)));

  private static final String NONE_TEXT = "-";
  private static final int LONGEST = 76;
  private static final Pattern TEXT =
      Pattern.compile("[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?(,[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?)*");

  PartList {
    ranges = List.copyOf(ranges);
  }

  /** A range of parts, inclusive. */
  record Range(int first, int last) {
    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }

    private static Range parse(String text) {
      String[] ends = text.split("-", 2);
      int first = Integer.parseInt(ends[0]);
      return new Range(first, ends.length == 1 ? first : Integer.parseInt(ends[1]));
    }
  }

  /** The parts whose bits are set. */
  static PartList of(BitSet parts) {
    List<Range> ranges = new ArrayList<>();
    for (int first = parts.nextSetBit(0); first >= 0; ) {
      int end = parts.nextClearBit(first);
      ranges.add(new Range(first, end - 1));
      first = parts.nextSetBit(end);
    }
    return new PartList(ranges);
  }

  static Optional<PartList> parse(String text) {
    if (text.equals(NONE_TEXT)) {
      return Optional.of(NONE);
    }
    if (text.length() > LONGEST || !TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    List<Range> ranges = new ArrayList<>();
    int before = 0;
    for (String range : text.split(",", -1)) {
      Range parsed = Range.parse(range);
      if (parsed.first() <= before || parsed.last() < parsed.first()) {
        return Optional.empty();
      }
      before = parsed.last();
      ranges.add(parsed);
    }
    return Optional.of(new PartList(ranges));
  }

  /** The listed parts of a message with this number of parts. */
  IntStream upTo(int parts) {
    return ranges.stream()
        .flatMapToInt(range -> IntStream.rangeClosed(range.first(), Math.min(range.last(), parts)));
  }

  /** The text in a line: as many ranges as fit. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Range range : ranges) {
      String next = (text.isEmpty() ? "" : ",") + range;
      if (text.length() + next.length() > LONGEST) {
        break;
      }
      text.append(next);
    }
    return text.isEmpty() ? NONE_TEXT : text.toString();
  }
}
