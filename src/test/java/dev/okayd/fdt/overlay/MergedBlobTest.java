package dev.okayd.fdt.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.Limits;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dtb.FillBytes;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.testing.tool.DtcTools;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares merged blobs with those of fdtoverlay; docs/dtc.md lists the differences. */
class MergedBlobTest {

  private static byte[] compiled(String text) {
    return FdtWriter.write(DtsCompiler.compile("f", "/dts-v1/; " + text, Symbols.NONE));
  }

  private static byte[] merged(byte[] base, byte[]... overlays) {
    MergedBlob merged = MergedBlob.of(base, Limits.DEFAULT);
    List.of(overlays).forEach(overlay -> merged.merge(FdtReader.read(overlay)));
    return merged.write();
  }

  private static byte[] fdtoverlay(byte[] base, byte[]... overlays) {
    return DtcTools.overlaying(base, overlays).outputOr("fdtoverlay");
  }

  @Test
  void keepsTheStringsOfTheBaseAndAppendsThoseOfEachOverlay() {
    byte[] base = compiled("/ { zz-late; a = \"1234567\"; n { b = <1>; }; };");
    byte[] first =
        compiled("/ { f { target-path = \"/n\"; __overlay__ { late; new = <2>; }; }; };");
    byte[] second = compiled("/ { f { target-path = \"/\"; __overlay__ { newer = <3>; }; }; };");

    byte[] merged = merged(base, first, second);

    assertThat(merged).isEqualTo(FillBytes.zeroed(fdtoverlay(base, first, second)));
    assertThat(merged).isNotEqualTo(FdtWriter.write(FdtReader.read(merged)));
  }

  @Test
  void sharesATailOfAnUnterminatedBaseString() {
    byte[] base = withStrings(compiled("/ { a; n { }; };"), "not-ended");
    byte[] overlay =
        compiled("/ { f { target-path = \"/n\"; __overlay__ { -new; ended-new; }; }; };");
    byte[] second = compiled("/ { f { target-path = \"/n\"; __overlay__ { new; }; }; };");

    assertThat(merged(base, overlay, second))
        .isEqualTo(FillBytes.zeroed(fdtoverlay(base, overlay, second)));
  }

  /** With 1 MiB of strings, hashing each tail from its start took hours. */
  @ParameterizedTest
  @MethodSource("unusedStrings")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void acceptsUnusedStringsOfAnyLength(String strings) {
    byte[] base = withStrings(compiled("/ { a; n { }; };"), strings);
    String longest = "x".repeat(Limits.NAME_LENGTH);
    byte[] overlay =
        compiled(
            "/ { f { target-path = \"/n\"; __overlay__ { xxx; %s; y%s; new; }; }; };"
                .formatted(longest, longest.substring(1)));

    assertThat(merged(base, overlay)).isEqualTo(FillBytes.zeroed(fdtoverlay(base, overlay)));
  }

  static List<Named<String>> unusedStrings() {
    int length = 1 << 20;
    String run = "x".repeat(length);
    String counted =
        IntStream.range(0, length / 256)
            .mapToObj(i -> "x".repeat(250) + "%05d\0".formatted(i))
            .collect(Collectors.joining());
    return List.of(
        Named.of("an unterminated run", run),
        Named.of("a run", run + "\0"),
        Named.of("NULs", "\0".repeat(length)),
        Named.of("one name many times", "x\0".repeat(length / 2)),
        Named.of("names of maximum length", counted));
  }

  /** The blob with characters after its names. */
  private static byte[] withStrings(byte[] blob, String strings) {
    byte[] more = strings.getBytes(StandardCharsets.ISO_8859_1);
    byte[] longer = Arrays.copyOf(blob, blob.length + more.length);
    System.arraycopy(more, 0, longer, blob.length, more.length);
    ByteBuffer header = ByteBuffer.wrap(longer);
    header.putInt(4, longer.length).putInt(32, header.getInt(32) + more.length);
    return longer;
  }

  @Test
  void padsValuesWithZeroesWhereLibfdtKeepsOldBytes() {
    byte[] base = compiled("/ { n { status = \"disabled\"; }; };");
    byte[] overlay =
        compiled("/ { f { target-path = \"/n\"; __overlay__ { status = \"okay\"; }; }; };");

    byte[] merged = merged(base, overlay);

    assertThat(fdtoverlay(base, overlay)).isNotEqualTo(merged).hasSameSizeAs(merged);
    assertThat(merged).isEqualTo(FillBytes.zeroed(fdtoverlay(base, overlay)));
  }

  @Test
  void leavesOutNopsOfTheBase() {
    byte[] base = compiled("/ { gone; n { }; };");
    // a NOP in place of each word of the property
    ByteBuffer.wrap(base).putInt(64, 4).putInt(68, 4).putInt(72, 4);
    byte[] overlay = compiled("/ { f { target-path = \"/n\"; __overlay__ { x; }; }; };");

    byte[] merged = merged(base, overlay);

    assertThat(fdtoverlay(base, overlay)).hasSize(merged.length + 12);
    assertThat(merged).isEqualTo(merged(withoutNops(base), overlay));
  }

  private static byte[] withoutNops(byte[] blob) {
    MergedBlob same = MergedBlob.of(blob, Limits.DEFAULT);
    return same.write();
  }

  @Test
  void writesSymbolsThatLinuxFindsUnlikeThoseOfLibfdt() {
    byte[] base = compiled("/ { a@0 { }; };");
    byte[] overlay =
        FdtWriter.write(
            DtsCompiler.compile(
                "f",
                "/dts-v1/; /plugin/; / { fragment@0 { target-path = \"/a\"; l0: __overlay__ { l: n { }; }; }; };",
                Symbols.ALL));
    byte[] user =
        FdtWriter.write(DtsCompiler.compile("f", "/dts-v1/; /plugin/; &l { p; };", Symbols.NONE));

    byte[] merged = merged(base, overlay);
    byte[] byFdtoverlay = fdtoverlay(base, overlay);

    assertThat(symbol(merged, "l")).isEqualTo("/a@0/n");
    assertThat(symbol(merged, "l0")).isEqualTo("/a@0");
    assertThat(symbol(byFdtoverlay, "l")).isEqualTo("/a/n");
    assertThat(symbol(byFdtoverlay, "l0")).isEqualTo("/a/");
    assertThat(errno(merged, user)).isEqualTo(Errno.OK);
    assertThat(errno(byFdtoverlay, user)).isNotEqualTo(Errno.OK);
  }

  private static String symbol(byte[] blob, String label) {
    return FdtReader.read(blob)
        .find(NodePath.parse("/__symbols__"))
        .flatMap(symbols -> symbols.property(label))
        .flatMap(Property::asString)
        .orElseThrow();
  }

  private static Errno errno(byte[] base, byte[] overlay) {
    return LiveTree.booted(FdtReader.read(base)).apply(overlay).prediction().errno();
  }
}
