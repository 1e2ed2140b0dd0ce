package dev.okayd.fdt;

import dev.okayd.fdt.FdtFormatException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the structure block (specification, §5.4) with a stack of its own. */
final class StructureReader {
  /** Trees of the field go beyond the 31 characters of the specification; this only bounds work. */
  private static final int MAX_NAME_LENGTH = 255;

  /** As dtc's checks node_name_chars and node_name_format have it. */
  private static final Pattern NODE_NAME =
      Pattern.compile("[0-9a-zA-Z,._+-]+(@[0-9a-zA-Z,._+-]+)?");

  /** As dtc's check property_name_chars has it. */
  private static final Pattern PROPERTY_NAME = Pattern.compile("[0-9a-zA-Z,._+*#?-]+");

  private final ByteBuffer blob;
  private final FdtHeader header;
  private final Limits limits;
  private final Deque<OpenNode> open = new ArrayDeque<>();

  /** By offset: few names stand for very many properties. */
  private final Map<Integer, String> propertyNames = new HashMap<>();

  private int position;
  private int nodes;
  private int properties;

  StructureReader(ByteBuffer blob, FdtHeader header, Limits limits) {
    this.blob = blob;
    this.header = header;
    this.limits = limits;
    this.position = header.structure();
  }

  /** A node whose end is not read yet. */
  private static final class OpenNode {
    final String name;
    final List<Property> properties = new ArrayList<>();
    final List<Node> children = new ArrayList<>();
    final Set<String> propertyNames = new HashSet<>();
    final Set<String> childNames = new HashSet<>();

    OpenNode(String name) {
      this.name = name;
    }

    Node close() {
      return new Node(name, properties, children);
    }
  }

  Node read() {
    @Nullable Node root = null;
    while (true) {
      int at = position;
      int token = word();
      switch (token) {
        case Fdt.NOP -> {}
        case Fdt.BEGIN_NODE -> {
          if (root != null) {
            throw error(Kind.BAD_STRUCTURE, at, "There is a second root node");
          }
          begin(at);
        }
        case Fdt.PROP -> property(at);
        case Fdt.END_NODE -> {
          if (open.isEmpty()) {
            throw error(Kind.BAD_STRUCTURE, at, "A node ends that did not begin");
          }
          Node node = open.pop().close();
          if (open.isEmpty()) {
            root = node;
          } else {
            open.getFirst().children.add(node);
          }
        }
        case Fdt.END -> {
          if (root == null) {
            throw error(
                Kind.BAD_STRUCTURE, at, "The structure ends before its root node has ended");
          }
          return root;
        }
        default ->
            throw error(
                Kind.BAD_STRUCTURE, at, "0x%08x is no token of a device tree".formatted(token));
      }
    }
  }

  private void begin(int at) {
    if (open.size() == limits.depth()) {
      throw error(Kind.OVER_LIMIT, at, "Nodes are deeper than " + limits.depth());
    }
    if (++nodes > limits.nodes()) {
      throw error(Kind.OVER_LIMIT, at, "There are more than " + limits.nodes() + " nodes");
    }
    int nameAt = position;
    String name = string(position, header.structureEnd());
    position = nextToken(nameAt + name.length() + 1);
    if (open.isEmpty()) {
      if (!name.isEmpty()) {
        throw error(Kind.BAD_NAME, nameAt, "The root node has a name, \"" + printable(name) + "\"");
      }
    } else {
      if (!NODE_NAME.matcher(name).matches()) {
        throw error(Kind.BAD_NAME, nameAt, "\"" + printable(name) + "\" is no node name");
      }
      if (!open.getFirst().childNames.add(name)) {
        throw error(Kind.BAD_NAME, nameAt, "There is a second node \"" + name + "\"");
      }
    }
    open.push(new OpenNode(name));
  }

  private void property(int at) {
    if (open.isEmpty()) {
      throw error(Kind.BAD_STRUCTURE, at, "A property stands outside of any node");
    }
    OpenNode node = open.getFirst();
    if (!node.children.isEmpty()) {
      throw error(Kind.BAD_STRUCTURE, at, "A property stands behind a child node");
    }
    if (++properties > limits.properties()) {
      throw error(
          Kind.OVER_LIMIT, at, "There are more than " + limits.properties() + " properties");
    }
    int length = word();
    int nameOffset = word();
    if (nameOffset < 0 || nameOffset >= header.stringsEnd() - header.strings()) {
      throw error(Kind.BAD_STRUCTURE, at, "A property's name is outside the strings block");
    }
    if (length < 0 || length > header.structureEnd() - position) {
      throw error(Kind.BAD_STRUCTURE, at, "A property's value is longer than the structure");
    }
    String name = propertyNames.computeIfAbsent(nameOffset, offset -> propertyName(offset, at));
    if (!node.propertyNames.add(name)) {
      throw error(Kind.BAD_NAME, at, "There is a second property \"" + name + "\"");
    }
    byte[] value = new byte[length];
    blob.get(position, value);
    position = nextToken(position + length);
    node.properties.add(Property.bytes(name, value));
  }

  private String propertyName(int offset, int at) {
    String name = string(header.strings() + offset, header.stringsEnd());
    if (!PROPERTY_NAME.matcher(name).matches()) {
      throw error(Kind.BAD_NAME, at, "\"" + printable(name) + "\" is no property name");
    }
    return name;
  }

  private int word() {
    if (header.structureEnd() - position < Fdt.TOKEN_SIZE) {
      throw error(Kind.BAD_STRUCTURE, position, "The structure block ends without its end token");
    }
    int word = blob.getInt(position);
    position += Fdt.TOKEN_SIZE;
    return word;
  }

  /** The NUL-terminated bytes at an offset, each byte one character, so that lengths agree. */
  private String string(int start, int end) {
    int stop = Math.min(end, start + MAX_NAME_LENGTH + 1);
    for (int i = start; i < stop; i++) {
      if (blob.get(i) == 0) {
        byte[] bytes = new byte[i - start];
        blob.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
      }
    }
    throw error(
        Kind.BAD_NAME, start, "A name does not end within " + MAX_NAME_LENGTH + " characters");
  }

  private int nextToken(int offset) {
    // the block begins on a token's boundary of the blob, so alignment in either is the same
    return Fdt.align(offset, Fdt.TOKEN_SIZE);
  }

  private static String printable(String name) {
    return name.replaceAll("[^ -~]", "?");
  }

  private FdtFormatException error(Kind kind, int offset, String message) {
    String path =
        StreamSupport.stream(((Iterable<OpenNode>) open::descendingIterator).spliterator(), false)
            .skip(1)
            .map(node -> node.name)
            .collect(Collectors.joining("/", "/", ""));
    return new FdtFormatException(kind, offset, path, message);
  }
}
