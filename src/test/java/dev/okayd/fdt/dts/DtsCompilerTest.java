package dev.okayd.fdt.dts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.Diagnostic;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.dts.source.Includes;
import dev.okayd.fdt.dts.source.SourceFile;
import dev.okayd.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DtsCompilerTest {

  @ParameterizedTest
  @CsvSource({
    "labels-and-references, dts, dtb",
    "merged-definitions, dts, dtb",
    "values-and-expressions, dts, dtb",
    "labels-in-and-out, dtso, dtbo",
    "sugar-free, dtso, dtbo"
  })
  void writesTheSameBytesAsDtc(String name, String source, String blob) {
    String text = Golden.text("dts/" + name + "." + source);

    byte[] plain = FdtWriter.write(DtsCompiler.compile(name, text, Symbols.NONE));
    byte[] withSymbols = FdtWriter.write(DtsCompiler.compile(name, text, Symbols.ALL));

    assertThat(plain).isEqualTo(Golden.bytes("dts/" + name + "." + blob));
    assertThat(withSymbols).isEqualTo(Golden.bytes("dts/" + name + ".symbols." + blob));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"qemu-virt", "shared-string-tails", "reservations", "every-kind-of-value"})
  void compilesPrintedTreesToTheOriginalBytes(String name) {
    byte[] blob = Golden.bytes("fdt/" + name + ".dtb");
    String text = DtsPrinter.print(FdtReader.read(blob));

    DeviceTree tree = DtsCompiler.compile(name, text, Symbols.NONE);

    assertThat(FdtWriter.write(tree)).isEqualTo(blob);
  }

  @Test
  void readsIncludedFilesInPlace() {
    Map<String, String> files =
        Map.of(
            "common.dtsi", "/ { common; };",
            "node.dtsi", "included = \"here\";",
            "blob", "0123456789");
    String text =
        """
        /dts-v1/;
        /include/ "common.dtsi"
        / {
          whole = /incbin/("blob");
          part = /incbin/("blob", 2, (1 + 2));
          node { /include/ "node.dtsi" };
        };
        """;

    DeviceTree tree =
        DtsCompiler.compile(
            "main.dts",
            text.getBytes(StandardCharsets.UTF_8),
            (name, from) ->
                Optional.ofNullable(files.get(name))
                    .map(t -> new SourceFile(name, t.getBytes(StandardCharsets.UTF_8))),
            Symbols.NONE);

    assertThat(DtsPrinter.print(tree))
        .contains("common;")
        .contains("included = \"here\";")
        .contains("whole = [30 31 32 33 34 35 36 37 38 39];")
        .contains("part = [32 33 34];");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/ { };                                      | 1:1  | /dts-v1/ is expected here, not \"/\"",
        "/dts-v1/; / { a = <1> };                    | 1:23 | \";\" is expected here, not \"}\"",
        "/dts-v1/; / { a = 1; };                     | 1:19 | A value is expected here, not \"1\"",
        "/dts-v1/; / { a = <x>; };                   | 1:20 | \"x\" is not a value; if it is a macro, give --cpp, and -I DIR for the header that defines it",
        "/dts-v1/; / { a = \"text; };                | 1:19 | A string is not terminated",
        "/dts-v1/; / { /* a };                       | 1:15 | A comment is not terminated",
        "/dts-v1/; / { a = [0]; };                   | 1:20 | \"0\" is not allowed here",
        "/dts-v1/; / { a = <&b>; };                  | 1:20 | There is no node &b",
        "/dts-v1/; / { a = &{/b}; };                 | 1:19 | There is no node &{/b}",
        "/dts-v1/; / { }; &b { };                    | 1:18 | There is no node &b",
        "/dts-v1/; / { b { }; a; };                  | 1:22 | Properties must come before child nodes",
        "/dts-v1/; / { a; a; };                      | 1:18 | There is a second property \"a\" between these braces",
        "/dts-v1/; / { a { }; a { }; };              | 1:22 | There is a second node \"a\" between these braces",
        "/dts-v1/; / { l: a { }; l: b { }; };        | 1:28 | Label \"l\" of /b already belongs to /a",
        "/dts-v1/; / { a = /bits/ 7 <1>; };          | 1:26 | Elements have 8, 16, 32 or 64 bits, not 7",
        "/dts-v1/; / { a = <(1 / 0)>; };             | 1:23 | Division by zero",
        "/dts-v1/; / { a = <09>; };                  | 1:20 | \"09\" is not a number of at most 64 bits",
        "/dts-v1/; / { a = <(1>; };                  | 1:23 | a number is expected here, not \";\"",
        "/dts-v1/; / { a = <'ab'>; };                | 1:20 | Single quotes must hold exactly one character",
        "/dts-v1/; / { a = /incbin/(\"f\"); };       | 1:28 | File not found: \"f\"",
        "/dts-v1/; /include/ \"f\"                   | 1:21 | File not found: \"f\"",
        "/dts-v1/; / {                               | 1:14 | A property, a node or \"}\" is expected here, not the end of the text",
        "/dts-v1/; / { a { phandle = <1>; }; b { phandle = <1>; }; }; | 1:41 | Phandle 0x1 already belongs to another node"
      })
  void anErrorNamesThePlaceAndTheCause(String text, String place, String message) {
    DtsException exception =
        catchThrowableOfType(
            DtsException.class, () -> DtsCompiler.compile("f", text.strip(), Symbols.NONE));

    assertThat(exception).hasMessage("f:" + place + ": " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cell-overflow", "label-of-symbols", "own-symbols", "own-fixups"})
  void writesTheSameBytesAsDtc18(String name) {
    String text = Golden.text("dts-1.8/" + name + ".dts");

    byte[] blob = FdtWriter.write(DtsCompiler.compile(name, text, Symbols.NONE));

    assertThat(blob).isEqualTo(Golden.bytes("dts-1.8/" + name + ".dtb"));
    assertThat(FdtWriter.write(DtsCompiler.compile(name, text, Symbols.ALL)))
        .isEqualTo(Golden.bytes("dts-1.8/" + name + ".symbols.dtb"));
  }

  @Test
  void warnsAboutTruncatedNumbers() {
    byte[] text = Golden.bytes("dts-1.8/cell-overflow.dts");

    Compilation compilation =
        DtsCompiler.compilation("a.dts", text, Includes.NONE, Symbols.NONE, Limits.DEFAULT);

    assertThat(compilation.warnings())
        .map(Diagnostic::toString)
        .containsExactly(
            "a.dts:3:10: 0x100000000 does not fit into 32 bits; it is truncated to 0x0",
            "a.dts:4:10: 0xfffffffff0 does not fit into 32 bits; it is truncated to 0xfffffff0",
            "a.dts:5:16: 0x100 does not fit into 8 bits; it is truncated to 0x0",
            "a.dts:8:12: 0xfffffffeffffffff does not fit into 32 bits; it is truncated to 0xffffffff",
            "a.dts:9:12: 0xfffffffe00000000 does not fit into 32 bits; it is truncated to 0x0");
  }

  @Test
  void reportsAllErrorsOfATextOrAllErrorsOfATree() {
    String text = "/dts-v1/; / { a = <A B>, /bits/ 7 <(1 / 0)>; }; &b { };";
    String tree =
        """
        /dts-v1/;
        / {
          x = <&a>; y = &b; name = "?";
          z { w = <&c>; };
          l: n { phandle = <0>; p@1; };
          l: n# { };
        };
        """;

    assertThat(errors(text))
        .containsExactly(
            "1:20: \"A\" is not a value; if it is a macro, give --cpp, and -I DIR for the header that defines it",
            "1:22: \"B\" is not a value",
            "1:33: Elements have 8, 16, 32 or 64 bits, not 7",
            "1:39: Division by zero",
            "1:49: There is no node &b");
    assertThat(errors(tree))
        .containsExactly(
            "6:6: \"n#\" is not a node name; a node name has characters of 0-9a-zA-Z,._+- and optionally @ and an address",
            "3:21: Property \"name\" is not \"\", the name of the node",
            "5:25: \"p@1\" is not a property name; a property name has characters of 0-9a-zA-Z,._+*#?-",
            "6:6: Label \"l\" of /n# already belongs to /n",
            "5:10: phandle must be one cell, and neither 0 nor 0xffffffff",
            "3:8: There is no node &a",
            "3:17: There is no node &b",
            "4:12: There is no node &c");
  }

  private static List<String> errors(String text) {
    return catchThrowableOfType(
            DtsException.class, () -> DtsCompiler.compile("f", text, Symbols.NONE))
        .errors()
        .stream()
        .map(error -> error.toString().substring(2))
        .toList();
  }

  @Test
  void rejectsDeepNestingWithoutStackOverflow() {
    String nodes = "/dts-v1/; / " + "{ n ".repeat(100_000);
    String parentheses = "/dts-v1/; / { a = <" + "(".repeat(100_000);
    String signs = "/dts-v1/; / { a = <(" + "-".repeat(100_000);

    for (String text : new String[] {nodes, parentheses, signs}) {
      assertThat(
              catchThrowableOfType(
                  DtsException.class, () -> DtsCompiler.compile("f", text, Symbols.NONE)))
          .isNotNull();
    }
  }

  /** File names in a source are UTF-8, whatever the locale supports. */
  @Test
  void decodesFileNamesAsUtf8() {
    Includes includes =
        (name, from) ->
            name.equals("\u00fc.dtsi")
                ? Optional.of(new SourceFile(name, "/ { b; };".getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    byte[] text = "/dts-v1/;\n/include/ \"\u00fc.dtsi\"\n".getBytes(StandardCharsets.UTF_8);

    DeviceTree tree = DtsCompiler.compile("a.dts", text, includes, Symbols.NONE);

    assertThat(tree.root().property("b")).isPresent();
  }

  @Test
  void rejectsAFileThatIncludesItself() {
    DtsException exception =
        catchThrowableOfType(
            DtsException.class,
            () ->
                DtsCompiler.compile(
                    "f",
                    "/dts-v1/; /include/ \"g\"".getBytes(StandardCharsets.UTF_8),
                    (name, from) ->
                        Optional.of(
                            new SourceFile(
                                name, "/include/ \"g\"".getBytes(StandardCharsets.UTF_8))),
                    Symbols.NONE));

    assertThat(exception).hasMessageContaining("Includes are nested deeper than 200");
  }
}
