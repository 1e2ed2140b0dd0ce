package dev.okayd.fdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.linux.Errno;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.testing.DtcTools;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of fdtoverlay, and where okayd's are others (docs/dtc.md). */
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
  void keepsTheStringsOfTheBaseAndAddsThoseOfEachOverlay() {
    byte[] base = compiled("/ { zz-late; a = \"1234567\"; n { b = <1>; }; };");
    byte[] first =
        compiled("/ { f { target-path = \"/n\"; __overlay__ { late; new = <2>; }; }; };");
    byte[] second = compiled("/ { f { target-path = \"/\"; __overlay__ { newer = <3>; }; }; };");

    byte[] merged = merged(base, first, second);

    assertThat(merged).isEqualTo(FillBytes.zeroed(fdtoverlay(base, first, second)));
    assertThat(merged).isNotEqualTo(FdtWriter.write(FdtReader.read(merged)));
  }

  @Test
  void writesZeroesBehindAValueWhereLibfdtLeavesWhatWasThere() {
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
    // a NOP in the place of each word of the property
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
  void writesSymbolsThatLinuxFindsWhereThoseOfLibfdtAreNotFound() {
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
    return LiveTree.booted(FdtReader.read(base)).apply(overlay).verdict().errno();
  }
}
