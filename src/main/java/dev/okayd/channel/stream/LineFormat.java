package dev.okayd.channel.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.okayd.channel.stream.StreamLine.Part;
import dev.okayd.channel.stream.StreamLine.Parts;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Formats and parses lines. */
final class LineFormat {
  static final String MARKER = "@okayd1 ";
  static final int LONGEST = 160;

  private static final Pattern PART =
      Pattern.compile(
          "@okayd1 ([qa]) ([0-9a-f]{8}) ([1-9][0-9]{0,8}) ([1-9][0-9]{0,3}) ([1-9][0-9]{0,7})"
              + " ([0-9a-f]{8}) ([A-Za-z0-9+/]{1,76}={0,2})");
  private static final Pattern PARTS =
      Pattern.compile("@okayd1 ([wm]) ([0-9a-f]{8}) ([1-9][0-9]{0,8}) ([-,0-9]{1,76})");

  private LineFormat() {}

  /** Formats a line, without the line end. */
  static String write(StreamLine line) {
    String text = MARKER + fields(line);
    return text + " " + ShortDigest.of(text.getBytes(ISO_8859_1));
  }

  private static String fields(StreamLine line) {
    String head = line.type().letter() + " " + line.id().link() + " " + line.id().number() + " ";
    if (line instanceof Part part) {
      return head
          + part.number()
          + " "
          + part.length()
          + " "
          + part.digest()
          + " "
          + part.payload();
    }
    return head + ((Parts) line).list();
  }

  /** Parses a text that begins with the marker; empty if it is not a valid line. */
  static Optional<StreamLine> read(String text) {
    int end = text.lastIndexOf(' ');
    if (text.length() > LONGEST || end < MARKER.length()) {
      return Optional.empty();
    }
    String checked = text.substring(0, end);
    return ShortDigest.of(checked.getBytes(ISO_8859_1)).equals(text.substring(end + 1))
        ? part(checked).or(() -> parts(checked))
        : Optional.empty();
  }

  private static Optional<StreamLine> part(String text) {
    Matcher fields = PART.matcher(text);
    return fields.matches()
        ? Optional.of(
            new Part(
                type(fields),
                id(fields),
                Integer.parseInt(fields.group(4)),
                Integer.parseInt(fields.group(5)),
                fields.group(6),
                fields.group(7)))
        : Optional.empty();
  }

  private static Optional<StreamLine> parts(String text) {
    Matcher fields = PARTS.matcher(text);
    return fields.matches()
        ? PartList.parse(fields.group(4)).map(list -> new Parts(type(fields), id(fields), list))
        : Optional.empty();
  }

  private static LineType type(Matcher fields) {
    char letter = fields.group(1).charAt(0);
    return Stream.of(LineType.values())
        .filter(type -> type.letter() == letter)
        .findFirst()
        .orElseThrow();
  }

  private static StreamRequestId id(Matcher fields) {
    return new StreamRequestId(fields.group(2), Integer.parseInt(fields.group(3)));
  }
}
