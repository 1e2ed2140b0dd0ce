package dev.okayd.fdt.lint.tree;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dts.source.NodeOrigin;
import dev.okayd.fdt.dts.source.SourceSpan;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A node with the results of earlier checks. */
public final class CheckedNode {
  /** Stands for a number of cells that the node does not declare. */
  public static final int ABSENT = -1;

  private static final int DEFAULT_ADDRESS_CELLS = 2;
  private static final int DEFAULT_SIZE_CELLS = 1;

  private final Node node;
  private final NodeOrigin origin;
  private final @Nullable CheckedNode parent;
  private final String path;
  private final String baseName;
  private final String unitAddress;
  private final Map<String, CheckedProperty> properties = new LinkedHashMap<>();
  private final Map<String, CheckedNode> children = new LinkedHashMap<>();

  private int addressCells;
  private int sizeCells;
  private Optional<Bus> bus = Optional.empty();

  CheckedNode(Node root, NodeOrigin origin) {
    this(root, origin, null);
  }

  private CheckedNode(Node node, NodeOrigin origin, @Nullable CheckedNode parent) {
    this.node = node;
    this.origin = origin;
    this.parent = parent;
    this.path =
        parent == null ? "/" : (parent.parent == null ? "" : parent.path) + "/" + node.name();
    int at = node.name().indexOf('@');
    this.baseName = at < 0 ? node.name() : node.name().substring(0, at);
    this.unitAddress = at < 0 ? "" : node.name().substring(at + 1);
    for (Property property : node.properties()) {
      properties.put(
          property.name(), new CheckedProperty(property, origin.property(property.name())));
    }
    for (Node child : node.children()) {
      children.put(child.name(), new CheckedNode(child, origin.child(child.name()), this));
    }
  }

  public String name() {
    return node.name();
  }

  /** The name without its unit address. */
  public String baseName() {
    return baseName;
  }

  /** Empty if the name has none. */
  public String unitAddress() {
    return unitAddress;
  }

  public String path() {
    return path;
  }

  public Optional<CheckedNode> parent() {
    return Optional.ofNullable(parent);
  }

  public boolean isRoot() {
    return parent == null;
  }

  public Collection<CheckedNode> children() {
    return children.values();
  }

  /** Whether the node has or had children; those that the source text deleted count, as in dtc. */
  public boolean everHadChildren() {
    return !children.isEmpty() || origin.everHadChildren();
  }

  public Optional<CheckedNode> child(String childName) {
    return Optional.ofNullable(children.get(childName));
  }

  public Iterable<CheckedProperty> properties() {
    return properties.values();
  }

  public Optional<CheckedProperty> property(String propertyName) {
    return Optional.ofNullable(properties.get(propertyName));
  }

  public boolean has(String propertyName) {
    return properties.containsKey(propertyName);
  }

  /** The value of a property with one cell; empty if it is missing or is not one cell. */
  public OptionalInt cell(String propertyName) {
    return property(propertyName).map(CheckedProperty::onlyCell).orElseGet(OptionalInt::empty);
  }

  Optional<Integer> phandle() {
    return node.phandle();
  }

  /** The definitions of the node in a source text. */
  List<SourceSpan> definitions() {
    return origin.definitions();
  }

  public Optional<Bus> bus() {
    return bus;
  }

  public boolean isOn(Bus wanted) {
    return parent != null && parent.bus.filter(wanted::equals).isPresent();
  }

  public void setBus(Bus found) {
    bus = Optional.of(found);
  }

  /** Reads the numbers of cells that the node declares for its children. */
  public void readCells() {
    addressCells = cell("#address-cells").orElse(ABSENT);
    sizeCells = cell("#size-cells").orElse(ABSENT);
  }

  /** The declared {@code #address-cells}, or {@link #ABSENT}. */
  public int declaredAddressCells() {
    return addressCells;
  }

  /** The declared {@code #size-cells}, or {@link #ABSENT}. */
  public int declaredSizeCells() {
    return sizeCells;
  }

  /** {@code #address-cells}, or its default. */
  public int addressCells() {
    return addressCells == ABSENT ? DEFAULT_ADDRESS_CELLS : addressCells;
  }

  /** {@code #size-cells}, or its default. */
  public int sizeCells() {
    return sizeCells == ABSENT ? DEFAULT_SIZE_CELLS : sizeCells;
  }
}
