package dev.okayd.fdt.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.testing.tool.DtcTools;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks that the compiler and the reader enforce, so that no accepted tree fails them. */
class EnforcedChecksTest {

  @ParameterizedTest
  @CsvSource({
    "duplicate_node_names, 'a { }; a { };'",
    "duplicate_property_names, 'a; a;'",
    "node_name_chars, 'a#b { };'",
    "node_name_format, 'a@1@2 { };'",
    "node_name_not_empty, '@1 { };'",
    "property_name_chars, 'a@b;'",
    "name_is_string, 'n { name = <1>; };'",
    "name_properties, 'n { name = \"m\"; };'",
    "duplicate_label, 'l: a { }; l: b { };'",
    "explicit_phandles, 'n { phandle = <0>; };'",
    "phandle_references, 'p = <&gone>;'",
    "path_references, 'p = &gone;'"
  })
  void areErrorsForDtcAndForTheCompiler(String check, String body) {
    String text = "/dts-v1/;\n/ { " + body + " };\n";

    assertThat(Checks.named(check).enforced()).isTrue();
    assertThatExceptionOfType(DtsException.class)
        .isThrownBy(() -> DtsCompiler.compile("f", text, Symbols.NONE));
    if (DtcChecks.isUnchanged(check)) {
      assertThat(DtcTools.compiling(text).messages()).contains("ERROR (" + check + "): ");
    }
  }

  /** The thirteenth check, omit_unused_nodes, removes unreferenced nodes and cannot fail. */
  @Test
  void areTheTwelveAboveAndOneThatCannotFail() {
    List<String> enforced = Checks.ALL.stream().filter(Check::enforced).map(Check::name).toList();

    assertThat(enforced).hasSize(13).contains("omit_unused_nodes");
  }
}
