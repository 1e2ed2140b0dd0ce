package dev.okayd.fdt.dts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.SourcePosition;
import dev.okayd.testing.tool.DtcTools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares corner cases of the language with dtc. */
class DtsLanguageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // labels: the newest first; deleted ones keep their place
        "/ { l: m: a { }; }; / { n: o: a { }; };",
        "/ { a: n { }; }; /delete-node/ &a; / { n { }; };",
        "/ { a: n { }; }; /delete-node/ &a; / { b: n { }; a: m { }; };",
        "/ { a: n { }; }; b: &a { x; };",
        "/ { a: n { }; }; b: &{/n} { x; };",
        "/ { a: n { }; __symbols__ { z = \"/n\"; a = \"/q\"; }; };",
        // deleted nodes and properties return to their place
        "/ { p = <1>; q; a { }; b { }; }; / { /delete-property/ p; /delete-node/ a; }; / { p; a { }; };",
        "/ { p = <1>; /delete-property/ p; q; };",
        "/ { a { p; }; }; / { a { p = <1>; p = <2>; }; };",
        "/ { /delete-property/ p; /delete-node/ a; };",
        "/ { /delete-node/ a; }; / { a { p; }; };",
        // phandles
        "/ { a: n { phandle = <&a>; r; }; m { x = <&a>; }; };",
        "/ { a: n { linux,phandle = <7>; }; m { x = <&a>; phandle = <1>; }; b: o { y = <&b>; }; };",
        "/ { a: n { phandle = <7>; linux,phandle = <7>; }; };",
        // nodes that are left out, and their references
        "/ { /omit-if-no-ref/ a: n { x = <&b>; }; b: m { }; };",
        "/ { /omit-if-no-ref/ a: n { }; m { x = <&a>; }; };",
        "/ { /omit-if-no-ref/ a: n { }; m { x = &a; }; };",
        "/ { a: n { }; }; /omit-if-no-ref/ &a;",
        "/ { a: n { }; }; / { /omit-if-no-ref/ n { }; };",
        "/ { /omit-if-no-ref/ n { phandle = <1>; }; a: m { }; };",
        // a redundant name property
        "/ { n@1 { name = \"n\"; p; }; };",
        // values
        "/ { p = [l: 00 m: 1122 n:], l0: \"s\" l2:, <l3: 1 l4:>; };",
        "/ { p = <'\\'' '\\x41' 'a' '\\n'>; };",
        "/ { p = \"\\x1\\x123\\1\\1234\\q\\\\\\\"\"; };",
        "/ { p = <0x1U 1UL 1ULL 1LL 1L 017>; };",
        "/ { p = <(-1) (~0) (!5) (1 ? 2 ? 3 : 4 : 5) (1 << 64) (2 > 1 == 1)>; };",
        "/ { p = /bits/ 8 <(-1) 255>, /bits/ 16 <(-1)>, /bits/ 64 <(-1)>, <>, \"\"; };",
        "/ { p = &{/}, &{/n}; n { }; };",
        // names
        "/ { p = <0x10l: 5 1ULm: 0n:>; };",
        "/ { p = <0x10l: 5 1ULm: 0n:>; };",
        "/ { \\p; p*?#; 0n { }; n@ { }; \\n { }; };",
        // memory reservations and the boot CPU
        "l: /memreserve/ 0x1000 1; /memreserve/ 0x2000 (1 + 1); / { };",
        "/ { cpus { a { reg = <3>; }; b { reg = <2>; }; }; };",
        "/ { cpus { a { reg = <3>; }; b { reg = <2>; }; }; }; / { cpus { /delete-node/ a; }; };",
        "/ { cpus { a { reg = <0 3>; }; }; };",
        "/ { cpus { a { reg = &{/}, [01 02 03 04]; }; }; };",
        "/ { cpus { a { reg = <&{/}>; }; }; };",
        "/* c */ / { // line\n p /* = */ ; };",
        "#line 7 \"x.dts\"\n/ {\n# 8 \"y.dts\" 2\n p; };",
        "# 1 \"x.dts\" / { a = <1>; };\n/ { };",
        "# 1 \"x.dts\" 2 / { a = <1>; };",
        // labels of properties and of places in values
        "/ { l: x; }; / { l: x = <1>; };",
        "/ { l: l: x = m: <n: 1 o:> p:, q: [r: 00 s:]; };",
        "/ { l: x = m: <1>; }; / { /delete-property/ x; l: y; m: n { }; };",
        "/ { x = m: <1>; }; / { x = <2>; m: n { }; };"
      })
  void compilesAsDtcDoes(String text) {
    assertSame("/dts-v1/;\n" + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ { a { }; }; &{/a} { b; };",
        "/ { x: a { }; }; &x { b; }; l: &x { c; };",
        "&x { a { }; }; / { n { }; };",
        "&x { l: a { p = <&l>, <&y>; }; }; &y { q = <1 &y &l>; };",
        "&x { p; }; / { x: later { }; };",
        "/ { f { t = <&q>; }; __fixups__ { q = \"/x:y:0\"; }; };",
        "/ { __local_fixups__ { a { q = <0>; }; }; b: a { p = <&b>; q; }; };",
        "/ { /omit-if-no-ref/ n { p = <&q>; }; m { p = <&r &q>; }; };"
      })
  void compilesOverlaysAsDtcDoes(String text) {
    assertSame("/dts-v1/; /plugin/;\n" + text);
    assertSame("/dts-v1/; /plugin/; /dts-v1/; /plugin/;\n" + text);
  }

  private static void assertSame(String text) {
    for (Symbols symbols : Symbols.values()) {
      byte[] dtc =
          (symbols == Symbols.ALL ? DtcTools.compiling(text, "-@") : DtcTools.compiling(text))
              .outputOr("dtc");

      assertThat(FdtWriter.write(DtsCompiler.compile("f", text, symbols))).isEqualTo(dtc);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                                     | 1:11 | A node is expected here, not the end of the text",
        "l: / { };                            | 1:14 | A node is expected here, not \"/\"",
        "&l { };                              | 1:11 | There is no node &l",
        "/ { a: n { }; a: m { }; };           | 1:28 | Label \"a\" of /m already belongs to /n",
        "/ { a { }; lbl : b { }; };           | 1:26 | A label must have no space before its colon: write \"lbl:\", not \"lbl :\"",
        "lbl : / { };                         | 1:15 | A label must have no space before its colon: write \"lbl:\", not \"lbl :\"",
        "/ { p = <GIC_SPI 5 4>; };            | 1:20 | \"GIC_SPI\" is not a value; if it is a macro, give --cpp, and -I DIR for the header that defines it",
        "#include <dt-bindings/gpio/gpio.h>   | 1:11 | A node is expected here, not \"#include\"; if this source is written for a C preprocessor, give --cpp, and -I DIR for its headers",
        "/ { l: x; l: y; };                   | 1:24 | Label \"l\" of y in / already belongs to x in /",
        "/ { l: x; }; / { x; l: y; };         | 1:34 | Label \"l\" of y in / already belongs to x in /",
        "/ { x = <l: 1>; l: a { }; };         | 1:30 | Label \"l\" of /a already belongs to the value of x in /",
        "/ { x = l: <1>; a { y = l: <2>; }; };| 1:31 | Label \"l\" of the value of y in /a already belongs to the value of x in /",
        "/ { x = l: <1>, [l: 00]; };          | 1:15 | Label \"l\" of the value of x in / already belongs to the value of x in /",
        "/ { p = <1>; p = <2>; };             | 1:24 | There is a second property \"p\" between these braces",
        "/ { n { }; n { }; };                 | 1:22 | There is a second node \"n\" between these braces",
        "/ { n { }; /delete-node/ n; };       | 1:36 | There is a second node \"n\" between these braces",
        "/ { n@1@2 { }; };                    | 1:15 | \"n@1@2\" is not a node name; a node name has characters of 0-9a-zA-Z,._+- and optionally @ and an address",
        "/ { n# { }; };                       | 1:15 | \"n#\" is not a node name; a node name has characters of 0-9a-zA-Z,._+- and optionally @ and an address",
        "/ { p@1; };                          | 1:15 | \"p@1\" is not a property name; a property name has characters of 0-9a-zA-Z,._+*#?-",
        "/ { phandle = <0>; };                | 1:15 | phandle must be one cell, and neither 0 nor 0xffffffff",
        "/ { phandle = \"one\", \"two\"; };   | 1:15 | phandle must be one cell, and neither 0 nor 0xffffffff",
        "/ { a: n { phandle = <&b>; }; b: m { }; }; | 1:22 | phandle must not refer to another node",
        "/ { phandle = <1>; linux,phandle = <2>; }; | 1:30 | phandle and linux,phandle of a node must be the same number",
        "/ { n { name = \"m\"; }; };          | 1:19 | Property \"name\" is not \"n\", the name of the node",
        "/ { a: n { }; m { p = <&a>; }; }; /delete-node/ &a; | 1:34 | There is no node &a",
        "/ { p = <1u>; };                     | 1:20 | \"1u\" is not a number of at most 64 bits",
        "/ { p = <08>; };                     | 1:20 | \"08\" is not a number of at most 64 bits",
        "/ { p = /bits/ 7 <1>; };             | 1:26 | Elements have 8, 16, 32 or 64 bits, not 7",
        "/ { p = /bits/ 16 <&{/}>; };         | 1:30 | References are only allowed in arrays of 32-bit elements",
        "/ { p = <(1 / 0)>; };                | 1:23 | Division by zero",
        "/ { p = \"\\x\"; };                  | 1:22 | \\x must be followed by a hexadecimal digit",
        "/ { /omit-if-no-ref/ p; };           | 1:32 | A property, a node or \"}\" is expected here, not \"p\""
      })
  void rejectsSourcesThatDtcRejectsAndNamesThePlace(String text, String place, String message) {
    String source = "/dts-v1/; " + (text == null ? "" : text.strip());

    DtsException exception =
        catchThrowableOfType(
            DtsException.class, () -> DtsCompiler.compile("f", source, Symbols.NONE));

    assertThat(exception).hasMessage("f:" + place + ": " + message);
    assertThat(DtcTools.compiling(source).succeeded()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/ { }; /delete-node/ &{/};   | The root node cannot be deleted",
        "/memreserve/ 1 0; / { };     | A memory reservation of size 0 would end the list of reservations",
        "/ { /omit-if-no-ref/ n { l: m { }; }; o { p = <&l>; }; };"
            + "| &l is below a node that is left out because no other node refers to it"
      })
  void rejectsSourcesThatDtcCompilesToABrokenTree(String text, String message) {
    DtsException exception =
        catchThrowableOfType(
            DtsException.class, () -> DtsCompiler.compile("f", "/dts-v1/; " + text, Symbols.NONE));

    assertThat(exception).hasMessageEndingWith(": " + message);
  }

  @Test
  void rejectsConflictingHeadersAndMultilineStrings() {
    for (String text :
        new String[] {
          "/dts-v1/; /dts-v1/; /plugin/; / { };",
          "/dts-v1/; / { p = \"a\\\nb\"; };",
          "/dts-v1/;\n#line 5\n/ { };"
        }) {
      assertThat(
              catchThrowableOfType(
                  DtsException.class, () -> DtsCompiler.compile("f", text, Symbols.NONE)))
          .isNotNull();
      assertThat(DtcTools.compiling(text).succeeded()).isFalse();
    }
  }

  @Test
  void rejectsAPathBelowALabelAsTheTargetOfAnOverlay() {
    String text = "/dts-v1/; /plugin/; / { l: a { b { }; }; }; &{l/b} { p; };";

    DtsException exception =
        catchThrowableOfType(
            DtsException.class, () -> DtsCompiler.compile("f", text, Symbols.NONE));

    // dtc 1.7 and later reject it, too
    assertThat(exception)
        .hasMessage(
            "f:1:45: An overlay changes the node of a label or of a path from the root, not &{l/b}");
  }

  @Test
  void namesTheFileOfALineMarker() {
    String text = "/dts-v1/;\n# 7 \"board.dts\" 2\n/ {\n  p = <&gone>;\n};\n#line 1 \"f\"\n";

    DtsException exception =
        catchThrowableOfType(
            DtsException.class, () -> DtsCompiler.compile("f", text, Symbols.NONE));

    assertThat(exception.position()).isEqualTo(new SourcePosition("board.dts", 8, 8));
  }

  @Test
  void referencesCannotExceedTheDepthLimit() {
    StringBuilder text = new StringBuilder("/dts-v1/; / { l0: n { }; };");
    for (int i = 0; i < 100; i++) {
      text.append("&l%d { l%d: n { }; };".formatted(i, i + 1));
    }

    DtsException exception =
        catchThrowableOfType(
            DtsException.class, () -> DtsCompiler.compile("f", text.toString(), Symbols.NONE));

    assertThat(exception).hasMessageEndingWith("Nodes are deeper than 64");
  }
}
