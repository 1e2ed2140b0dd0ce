package dev.okayd.fdt.dtb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtFormatException.Kind;
import dev.okayd.testing.Golden;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FdtReaderTest {
  private static final byte[] QEMU_VIRT = Golden.bytes("fdt/qemu-virt.dtb");

  /** A root node with a property "a" of value 1; the tests know the offsets of its tokens. */
  private static final byte[] SMALL =
      FdtWriter.write(DeviceTree.of(Node.of("", Property.cells("a", 1))));

  private static final int STRUCTURE = 56;

  @Test
  void readsTheOldestVersionOnlyLeniently() {
    byte[] version1 = Golden.bytes("fdt/version-1.dtb");

    DeviceTree tree = FdtReader.read(version1);

    assertThat(tree).isEqualTo(FdtReader.read(Golden.bytes("fdt/every-kind-of-value.dtb")));
    assertThat(
            catchThrowableOfType(
                    FdtFormatException.class,
                    () -> FdtReader.read(version1, Limits.DEFAULT, Strictness.STRICT))
                .kind())
        .isEqualTo(Kind.BAD_NAME);
  }

  @Test
  void readsTheTreeOfQemusVirtMachine() {
    DeviceTree tree = FdtReader.read(QEMU_VIRT);

    Node transport = tree.find(NodePath.parse("/virtio_mmio@a003e00")).orElseThrow();
    assertThat(transport.property("compatible").flatMap(Property::asString))
        .contains("virtio,mmio");
    assertThat(transport.property("interrupts").flatMap(Property::asCells).orElseThrow())
        .containsExactly(0, 47, 1);
    assertThat(tree.root().children()).hasSizeGreaterThan(40);
  }

  @Test
  void ignoresBytesAfterTheBlob() {
    byte[] padded = Arrays.copyOf(QEMU_VIRT, QEMU_VIRT.length + 1000);

    DeviceTree tree = FdtReader.read(padded);

    assertThat(tree).isEqualTo(FdtReader.read(QEMU_VIRT));
  }

  @Test
  void readsVersion16WhichHasNoStructureSize() {
    byte[] version16 = SMALL.clone();
    ByteBuffer.wrap(version16).putInt(20, 16).putInt(36, 0x7fff_ffff);

    DeviceTree tree = FdtReader.read(version16);

    assertThat(tree).isEqualTo(FdtReader.read(SMALL));
  }

  @Test
  void aLaterVersionHasTheFieldsOfVersion17() {
    byte[] later = SMALL.clone();
    ByteBuffer.wrap(later).putInt(20, 0x8000_0000).putInt(36, 0x7fff_ffff);

    FdtFormatException exception = exceptionOf(later, Limits.DEFAULT);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_LAYOUT);
    assertThat(exception.offset()).isEqualTo(36);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "this is a text and not a device tree, however long it may be"})
  void rejectsABlobThatIsNotADeviceTree(String text) {
    byte[] blob = text.getBytes(StandardCharsets.US_ASCII);

    FdtFormatException exception = exceptionOf(blob, Limits.DEFAULT);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_MAGIC);
  }

  @Test
  void rejectsEveryTruncationOfABlob() {
    for (int length = 4; length < QEMU_VIRT.length; length++) {
      byte[] truncated = Arrays.copyOf(QEMU_VIRT, length);

      FdtFormatException exception = exceptionOf(truncated, Limits.DEFAULT);

      assertThat(exception.kind()).as("truncated at %d", length).isEqualTo(Kind.TRUNCATED);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "totalsize smaller than the header,    4,         39, BAD_LAYOUT",
    "totalsize far beyond the blob,        4, 2147483647, TRUNCATED",
    "totalsize negative as a signed word,  4,         -1, TRUNCATED",
    "structure outside,                    8,    1000000, BAD_LAYOUT",
    "structure not aligned,                8,         57, BAD_LAYOUT",
    "strings outside,                     12,         -4, BAD_LAYOUT",
    "reservations inside the header,      16,          8, BAD_LAYOUT",
    "reservations not aligned,            16,         44, BAD_LAYOUT",
    "version of the future,               24,         18, UNSUPPORTED_VERSION",
    "version of the past,                 20,          3, UNSUPPORTED_VERSION",
    "strings longer than the blob,        32, 2147483647, BAD_LAYOUT",
    "structure longer than the blob,      36,         -1, BAD_LAYOUT",
    "reservations without an end,         16,         56, BAD_RESERVATIONS",
    "an unknown token,                    56,          7, BAD_STRUCTURE",
    "an end before any node,              56,          9, BAD_STRUCTURE",
    "a node's end before any node,        56,          2, BAD_STRUCTURE",
    "a root with a name,                  60, 1627389952, BAD_NAME",
    "a value longer than the structure,   68, 2147483647, BAD_STRUCTURE",
    "a value of negative length,          68,         -1, BAD_STRUCTURE",
    "a property name outside the strings, 72,          2, BAD_STRUCTURE",
    "an end inside a node,                80,          9, BAD_STRUCTURE",
    "no end token,                        84,          4, BAD_STRUCTURE"
  })
  void rejectsABlobWithOneWrongWord(String what, int offset, int word, Kind kind) {
    byte[] blob = SMALL.clone();
    ByteBuffer.wrap(blob).putInt(offset, word);

    FdtFormatException exception = exceptionOf(blob, Limits.DEFAULT);

    assertThat(exception.kind()).as(what).isEqualTo(kind);
  }

  @Test
  void anErrorNamesTheByteAndTheNode() {
    DeviceTree tree =
        DeviceTree.of(Node.of("").withChild(Node.of("bus").withChild(Node.of("device@1"))));
    byte[] blob = FdtWriter.write(tree);
    int nameOfDevice = STRUCTURE + 20;
    blob[nameOfDevice] = '!';

    FdtFormatException exception = exceptionOf(blob, Limits.DEFAULT);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_NAME);
    assertThat(exception.offset()).isEqualTo(nameOfDevice);
    assertThat(exception.path()).isEqualTo("/bus");
    assertThat(exception)
        .hasMessageStartingWith("\"!evice@1\" is not a node name; a node name has characters of ")
        .hasMessageEndingWith(" (at byte 76, in node /bus)");
  }

  @Test
  void rejectsABlobThatExceedsTheLimits() {
    Limits limits = new Limits(7418, 3, 60, 300);

    assertThat(exceptionOf(QEMU_VIRT, new Limits(7417, 64, 10_000, 10_000)).kind())
        .isEqualTo(Kind.OVER_LIMIT);
    assertThat(exceptionOf(nested(4), limits)).hasMessageContaining("deeper than 3");
    assertThat(exceptionOf(wide(60), limits)).hasMessageContaining("more than 60 nodes");
    assertThat(FdtReader.read(nested(3), limits)).isNotNull();
    assertThat(FdtReader.read(wide(59), limits)).isNotNull();
  }

  @Test
  void rejectsDuplicateNamesOfNodesAndProperties() {
    Node duplicateNodes =
        new Node("", java.util.List.of(), java.util.List.of(Node.of("a"), Node.of("a")));
    Node duplicateProperties = Node.of("", Property.empty("p"), Property.cells("p", 1));

    assertThat(exceptionOf(FdtWriter.write(DeviceTree.of(duplicateNodes)), Limits.DEFAULT).kind())
        .isEqualTo(Kind.BAD_NAME);
    assertThat(
            exceptionOf(FdtWriter.write(DeviceTree.of(duplicateProperties)), Limits.DEFAULT).kind())
        .isEqualTo(Kind.BAD_NAME);
  }

  @Test
  void readsOrRejectsMutatedBlobs() {
    Random random = new Random(20261123);
    int read = 0;
    int rejected = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] blob = QEMU_VIRT.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        blob[random.nextInt(blob.length)] = (byte) random.nextInt();
      }
      try {
        FdtReader.read(blob);
        read++;
      } catch (FdtFormatException e) {
        rejected++;
      }
    }
    assertThat(read).isPositive();
    assertThat(rejected).isPositive();
  }

  @Test
  void aPropertyIsEmptyInAWrongFormat() {
    assertThat(Property.strings("p", "a", "b").asStrings().orElseThrow()).containsExactly("a", "b");
    assertThat(Property.strings("p", "a", "b").asString()).isEmpty();
    assertThat(Property.bytes("p", new byte[] {1, 2, 3}).asCells()).isEmpty();
    assertThat(Property.bytes("p", new byte[] {'a'}).asString()).isEmpty();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> NodePath.parse("not/absolute"));
  }

  private static FdtFormatException exceptionOf(byte[] blob, Limits limits) {
    FdtFormatException exception =
        catchThrowableOfType(FdtFormatException.class, () -> FdtReader.read(blob, limits));
    assertThat(exception).as("the blob was read").isNotNull();
    return exception;
  }

  private static byte[] nested(int depth) {
    Node node = Node.of("n");
    for (int i = 0; i < depth - 2; i++) {
      node = Node.of("n").withChild(node);
    }
    return FdtWriter.write(DeviceTree.of(Node.of("").withChild(node)));
  }

  private static byte[] wide(int children) {
    Node root = Node.of("");
    for (int i = 0; i < children; i++) {
      root = root.withChild(Node.of("n" + i));
    }
    return FdtWriter.write(DeviceTree.of(root));
  }
}
