package dev.okayd.fdt.dtb;

import dev.okayd.fdt.Limits;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtFormatException.Kind;
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
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the structure block (specification, §5.4) with an explicit stack. As in the specification,
 * NOPs may occur between any two tokens; dtc rejects them outside of the root.
 */
final class StructureReader {
  private final ByteBuffer blob;
  private final FdtHeader header;
  private final Limits limits;
  private final Strictness strictness;
  private final DtbPhandleCheck phandles = new DtbPhandleCheck();
  private final Deque<OpenNode> open = new ArrayDeque<>();

  /** Names by offset: a tree has few names and very many properties. */
  private final Map<Integer, String> propertyNames = new HashMap<>();

  private int position;
  private int nodes;
  private int properties;

  StructureReader(ByteBuffer blob, FdtHeader header, Limits limits, Strictness strictness) {
    this.blob = blob;
    this.header = header;
    this.limits = limits;
    this.strictness = strictness;
    this.position = header.structure();
  }

  /** A node whose end token was not read yet. */
  private static final class OpenNode {
    final String name;
    final List<Property> properties = new ArrayList<>();
    final List<Node> children = new ArrayList<>();
    final Set<String> propertyNames = new HashSet<>();
    final Set<String> childNames = new HashSet<>();

    OpenNode(String name) {
      this.name = name;
    }

    /** The name without its unit address. */
    String baseName() {
      int at = name.indexOf('@');
      return at < 0 ? name : name.substring(0, at);
    }

    Node close() {
      return new Node(name, properties, children);
    }
  }

  /** The first offset after the end token; valid once the block was read. */
  int end() {
    return position;
  }

  Node read() {
    @Nullable Node root = null;
    while (true) {
      int at = position;
      int token = word();
      switch (token) {
        case FdtConstants.NOP -> {}
        case FdtConstants.BEGIN_NODE -> {
          if (root != null) {
            throw error(Kind.BAD_STRUCTURE, at, "There is a second root node");
          }
          begin(at);
        }
        case FdtConstants.PROP -> property(at);
        case FdtConstants.END_NODE -> {
          if (open.isEmpty()) {
            throw error(Kind.BAD_STRUCTURE, at, "An end token has no matching begin token");
          }
          Node node = open.pop().close();
          if (open.isEmpty()) {
            root = node;
          } else {
            open.getFirst().children.add(node);
          }
        }
        case FdtConstants.END -> {
          if (root == null) {
            throw error(
                Kind.BAD_STRUCTURE, at, "The structure ends before its root node has ended");
          }
          return root;
        }
        default ->
            throw error(
                Kind.BAD_STRUCTURE, at, "0x%08x is not a token of a device tree".formatted(token));
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
    String name = nodeName();
    if (open.isEmpty()) {
      if (!name.isEmpty()) {
        throw error(Kind.BAD_NAME, nameAt, "The root node has a name, \"" + printable(name) + "\"");
      }
    } else {
      if (!strictness.isNodeName(name)) {
        throw error(
            Kind.BAD_NAME,
            nameAt,
            "\"%s\" is not a node name; a node name has %s"
                .formatted(printable(name), strictness.nodeNameRule()));
      }
      if (!open.getFirst().childNames.add(name)) {
        throw error(Kind.BAD_NAME, nameAt, "There is a second node \"" + name + "\"");
      }
    }
    open.push(new OpenNode(name));
  }

  private String nodeName() {
    int at = position;
    int longest = header.isOld() ? limits.depth() * (Limits.NAME_LENGTH + 1) : Limits.NAME_LENGTH;
    String name = string(at, header.structureEnd(), longest);
    position = nextToken(at + name.length() + 1);
    return header.isOld() ? lastOfPath(name, at) : name;
  }

  /**
   * The last name of a path: before version 16, the name of a node is its whole path, and that of
   * the root is a slash.
   */
  private String lastOfPath(String name, int at) {
    String parent = open.size() < 2 ? "/" : path() + "/";
    if (open.isEmpty() && name.isEmpty()) {
      return name;
    }
    if (!name.startsWith(parent)) {
      throw error(
          Kind.BAD_NAME, at, "\"%s\" is not a path below %s".formatted(printable(name), parent));
    }
    return name.substring(parent.length());
  }

  private void property(int at) {
    if (open.isEmpty()) {
      throw error(Kind.BAD_STRUCTURE, at, "A property is outside of any node");
    }
    OpenNode node = open.getFirst();
    if (strictness == Strictness.STRICT && !node.children.isEmpty()) {
      throw error(Kind.BAD_STRUCTURE, at, "A property follows a child node");
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
    requireRoom(length, at);
    String name = propertyNames.computeIfAbsent(nameOffset, offset -> propertyName(offset, at));
    if (!node.propertyNames.add(name)) {
      throw error(Kind.BAD_NAME, at, "There is a second property \"" + name + "\"");
    }
    if (header.isOld() && length >= FdtConstants.OLD_VALUE_ALIGNMENT) {
      position =
          header.structure()
              + FdtConstants.align(position - header.structure(), FdtConstants.OLD_VALUE_ALIGNMENT);
      requireRoom(length, at);
    }
    byte[] value = new byte[length];
    blob.get(position, value);
    position = nextToken(position + length);
    add(Property.bytes(name, value), node, at);
  }

  private void requireRoom(int length, int at) {
    if (length < 0 || length > header.structureEnd() - position) {
      throw error(Kind.BAD_STRUCTURE, at, "A property's value is longer than the structure");
    }
  }

  private void add(Property property, OpenNode node, int at) {
    phandles
        .faultOf(property, node.properties)
        .ifPresent(
            fault -> {
              throw error(fault.kind(), at, fault.message());
            });
    if (property.name().equals("name")) {
      checkName(property, node, at);
    } else {
      node.properties.add(property);
    }
  }

  /**
   * Before version 16, blobs held the name of a node in a {@code name} property. It is redundant,
   * so the reader leaves it out, as dtc does (its check name_properties).
   */
  private void checkName(Property property, OpenNode node, int at) {
    if (strictness == Strictness.STRICT) {
      throw error(Kind.BAD_NAME, at, "Property \"name\" is deprecated and redundant");
    }
    if (!property.equals(Property.strings("name", node.baseName()))) {
      throw error(
          Kind.BAD_NAME,
          at,
          "Property \"name\" is not \"%s\", the name of the node"
              .formatted(printable(node.baseName())));
    }
  }

  private String propertyName(int offset, int at) {
    String name = string(header.strings() + offset, header.stringsEnd(), Limits.NAME_LENGTH);
    if (!strictness.isPropertyName(name)) {
      throw error(
          Kind.BAD_NAME,
          at,
          "\"%s\" is not a property name; a property name has %s"
              .formatted(printable(name), strictness.propertyNameRule()));
    }
    return name;
  }

  private int word() {
    if (header.structureEnd() - position < FdtConstants.TOKEN_SIZE) {
      throw error(Kind.BAD_STRUCTURE, position, "The structure block ends without its end token");
    }
    int word = blob.getInt(position);
    position += FdtConstants.TOKEN_SIZE;
    return word;
  }

  /**
   * The NUL-terminated bytes at an offset. Each byte is one character, so that the lengths are
   * equal.
   */
  private String string(int start, int end, int longest) {
    int stop = Math.min(end, start + longest + 1);
    for (int i = start; i < stop; i++) {
      if (blob.get(i) == 0) {
        byte[] bytes = new byte[i - start];
        blob.get(start, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
      }
    }
    throw error(Kind.BAD_NAME, start, "A name does not end within " + longest + " characters");
  }

  private int nextToken(int offset) {
    // the block is aligned in the blob, so aligning in either gives the same result
    int next = FdtConstants.align(offset, FdtConstants.TOKEN_SIZE);
    if (strictness == Strictness.STRICT) {
      StrictLayout.checkZero(blob, offset, Math.min(next, header.structureEnd()), path());
    }
    return next;
  }

  private static String printable(String name) {
    return name.replaceAll("[^ -~]", "?");
  }

  private FdtFormatException error(Kind kind, int offset, String message) {
    return new FdtFormatException(kind, offset, path(), message);
  }

  private String path() {
    return StreamSupport.stream(
            ((Iterable<OpenNode>) open::descendingIterator).spliterator(), false)
        .skip(1)
        .map(node -> node.name)
        .collect(Collectors.joining("/", "/", ""));
  }
}
