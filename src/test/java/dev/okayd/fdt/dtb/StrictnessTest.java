package dev.okayd.fdt.dtb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtFormatException.Kind;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictnessTest {
  private static final byte[] THREE_BYTES = {1, 2, 3};
  private static final int OFF_STRUCT = 8;
  private static final int OFF_STRINGS = 12;
  private static final int TOTAL_SIZE = 4;
  private static final int SIZE_STRUCT = 36;

  static Stream<Arguments> looseBlobs() {
    return Stream.of(
        arguments(
            "a property after a child node",
            root().begin("bus").begin("a").end().property("p", THREE_BYTES).end().end(),
            Kind.BAD_STRUCTURE,
            "/bus"),
        arguments(
            "a node name of 32 characters",
            root().begin("n".repeat(32)).end().end(),
            Kind.BAD_NAME,
            "/"),
        arguments(
            "a node name that begins with a digit",
            root().begin("0n").end().end(),
            Kind.BAD_NAME,
            "/"),
        arguments("an empty unit address", root().begin("n@").end().end(), Kind.BAD_NAME, "/"),
        arguments(
            "a property name of 32 characters",
            root().property("p".repeat(32), THREE_BYTES).end(),
            Kind.BAD_NAME,
            "/"),
        arguments(
            "a property name with an asterisk",
            root().property("p*", THREE_BYTES).end(),
            Kind.BAD_NAME,
            "/"),
        arguments(
            "a property that repeats the node's name",
            root().begin("n@1").property(Property.strings("name", "n")).end().end(),
            Kind.BAD_NAME,
            "/n@1"),
        arguments(
            "padding of a name that is not zero",
            root().begin("n", 0xff).end().end(),
            Kind.BAD_PADDING,
            "/"),
        arguments(
            "padding of a value that is not zero",
            root().begin("n").property("p", THREE_BYTES, 0xff).end().end(),
            Kind.BAD_PADDING,
            "/n"),
        arguments(
            "reservations that overlap",
            new RawBlob().reservation(0x2000, 0x1000).reservation(0x1000, 0x1001).begin("").end(),
            Kind.BAD_RESERVATIONS,
            "/"),
        arguments(
            "a reservation of no size",
            new RawBlob().reservation(0x2000, 0).begin("").end(),
            Kind.BAD_RESERVATIONS,
            "/"));
  }

  private static RawBlob root() {
    return new RawBlob().begin("");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("looseBlobs")
  void onlyLenientModeReadsBlobsThatDtcReadsButTheSpecificationForbids(
      String what, RawBlob raw, Kind kind, String path) {
    byte[] blob = raw.token(FdtConstants.END).bytes();

    byte[] written = FdtWriter.write(FdtReader.read(blob));

    assertThat(strictExceptionOf(blob)).as(what).returns(kind, FdtFormatException::kind);
    assertThat(strictExceptionOf(blob)).returns(path, FdtFormatException::path);
    assertThat(written).isEqualTo(DtcTools.normalize(blob));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"qemu-virt", "shared-string-tails", "reservations", "every-kind-of-value"})
  void strictModeReadsTheBlobsOfDtc(String name) {
    byte[] blob = Golden.bytes("fdt/" + name + ".dtb");

    DeviceTree tree = strict(blob);

    assertThat(tree).isEqualTo(FdtReader.read(blob));
  }

  @Test
  void acceptsNopsBetweenAnyTwoTokens() {
    byte[] blob =
        new RawBlob()
            .token(FdtConstants.NOP)
            .begin("")
            .token(FdtConstants.NOP)
            .property("p", THREE_BYTES)
            .token(FdtConstants.NOP)
            .begin("n")
            .token(FdtConstants.NOP)
            .end()
            .token(FdtConstants.NOP)
            .end()
            .token(FdtConstants.NOP)
            .token(FdtConstants.END)
            .bytes();

    DeviceTree tree = strict(blob);

    assertThat(tree)
        .isEqualTo(
            DeviceTree.of(Node.of("", Property.bytes("p", THREE_BYTES)).withChild(Node.of("n"))));
  }

  @Test
  void strictModeRejectsOverlappingBlocks() {
    byte[] blob = small();
    // the name "a" is also the end of the value "\0\0\0a"
    int value = new RawBlob().structure() + 20;
    ByteBuffer.wrap(blob).putInt(value, 'a' << 8).putInt(OFF_STRINGS, value + 2);

    FdtFormatException exception = strictExceptionOf(blob);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_LAYOUT);
    assertThat(exception)
        .hasMessageContaining(
            "The strings block begins at byte 78 and overlaps the structure block");
    assertThat(FdtWriter.write(FdtReader.read(blob))).isEqualTo(DtcTools.normalize(blob));
  }

  @Test
  void strictModeRejectsNonZeroBytesBetweenAndAfterTheBlocks() {
    byte[] blob = Arrays.copyOf(small(), small().length + 8);
    ByteBuffer.wrap(blob).putInt(TOTAL_SIZE, blob.length);
    assertThat(strict(blob)).isNotNull();
    blob[blob.length - 1] = 1;

    FdtFormatException exception = strictExceptionOf(blob);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_PADDING);
    assertThat(exception.offset()).isEqualTo(blob.length - 1);
    assertThat(FdtWriter.write(FdtReader.read(blob))).isEqualTo(DtcTools.normalize(blob));
  }

  @Test
  void strictModeRejectsTokensAfterTheEndToken() {
    byte[] blob = root().end().token(FdtConstants.END).token(FdtConstants.NOP).bytes();

    FdtFormatException exception = strictExceptionOf(blob);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_STRUCTURE);
    assertThat(exception).hasMessageContaining("continues after its end token");
    assertThat(FdtWriter.write(FdtReader.read(blob))).isEqualTo(DtcTools.normalize(blob));
  }

  @Test
  void strictModeRequiresCompatibilityBackToVersion16() {
    byte[] blob = small();
    ByteBuffer.wrap(blob).putInt(24, 17);

    assertThat(strictExceptionOf(blob).kind()).isEqualTo(Kind.UNSUPPORTED_VERSION);
    assertThat(FdtWriter.write(FdtReader.read(blob))).isEqualTo(DtcTools.normalize(blob));
  }

  @Test
  void readsVersion16WithItsShorterHeader() {
    byte[] version17 = small();
    ByteBuffer version16 = ByteBuffer.allocate(version17.length);
    version16.put(version17).putInt(20, 16).putInt(OFF_STRUCT, SIZE_STRUCT);
    // the structure block is where version 17 has the size of the structure, then the reservations
    int structure = new RawBlob().structure();
    int length = ByteBuffer.wrap(version17).getInt(SIZE_STRUCT);
    version16.position(SIZE_STRUCT).put(version17, structure, length).putInt(0);
    version16.putLong(0).putLong(0);
    version16.putInt(16, SIZE_STRUCT + length + 4);
    byte[] blob = version16.array();

    DeviceTree tree = strict(blob);

    assertThat(tree).isEqualTo(FdtReader.read(version17));
    assertThat(FdtWriter.write(tree)).isEqualTo(DtcTools.normalize(blob));
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("badPhandles")
  void rejectsInvalidAndDuplicatePhandles(String what, RawBlob raw, String message) {
    byte[] blob = raw.token(FdtConstants.END).bytes();

    FdtFormatException exception =
        catchThrowableOfType(FdtFormatException.class, () -> FdtReader.read(blob));

    assertThat(exception).as(what).hasMessageContaining(message);
    assertThat(exception.kind()).isEqualTo(Kind.BAD_PHANDLE);
    assertThat(DtcTools.accepts(blob)).isFalse();
  }

  static Stream<Arguments> badPhandles() {
    String rule = "phandle must be a number of four bytes other than 0 and 0xffffffff";
    return Stream.of(
        arguments("three bytes", root().property("phandle", THREE_BYTES).end(), rule),
        arguments("zero", root().property(Property.cells("phandle", 0)).end(), rule),
        arguments("all ones", root().property(Property.cells("linux,phandle", -1)).end(), rule),
        arguments(
            "two numbers of one node",
            root()
                .property(Property.cells("phandle", 1))
                .property(Property.cells("linux,phandle", 2))
                .end(),
            "phandle and linux,phandle of a node must be the same number"),
        arguments(
            "one number of two nodes",
            root()
                .property(Property.cells("phandle", 1))
                .begin("n")
                .property(Property.cells("phandle", 1))
                .end()
                .end(),
            "Phandle 0x1 already belongs to an earlier node"));
  }

  @Test
  void rejectsANamePropertyThatDiffersFromTheNodeName() {
    byte[] blob =
        root()
            .begin("n@1")
            .property(Property.strings("name", "m"))
            .end()
            .end()
            .token(FdtConstants.END)
            .bytes();

    FdtFormatException exception =
        catchThrowableOfType(FdtFormatException.class, () -> FdtReader.read(blob));

    assertThat(exception)
        .hasMessageStartingWith("Property \"name\" is not \"n\", the name of the node");
    assertThat(DtcTools.accepts(blob)).isFalse();
  }

  private static byte[] small() {
    return root().property(Property.cells("a", 1)).end().token(FdtConstants.END).bytes();
  }

  private static DeviceTree strict(byte[] blob) {
    return FdtReader.read(blob, Limits.DEFAULT, Strictness.STRICT);
  }

  private static FdtFormatException strictExceptionOf(byte[] blob) {
    FdtFormatException exception =
        catchThrowableOfType(FdtFormatException.class, () -> strict(blob));
    assertThat(exception).as("the blob was read in strict mode").isNotNull();
    return exception;
  }
}
