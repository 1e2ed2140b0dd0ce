package dev.okayd.xl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.xl.config.XlValue.Atom;
import dev.okayd.xl.config.XlValue.Listed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XlConfigParserTest {

  private static Map<String, XlSetting> parse(String text) {
    return XlConfigParser.parse("xl.cfg", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String shown(String text) {
    return parse(text).values().stream()
        .map(setting -> setting.name() + "=" + shown(setting))
        .collect(Collectors.joining(" "));
  }

  private static String shown(XlSetting setting) {
    return setting.isList()
        ? setting.values().stream()
            .map(XlConfigParserTest::shown)
            .collect(Collectors.joining(",", "[", "]"))
        : setting.text();
  }

  private static String shown(XlValue value) {
    if (value instanceof Listed list) {
      return list.values().stream()
          .map(XlConfigParserTest::shown)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof Atom atom ? atom.text() : "";
  }

  @Test
  void readsStringsNumbersAndLists() {
    String text =
        """
        # a guest
        name = "DomU"   # its name
        vcpus=4; memory = 0x200
        on_crash = 'preserve'

        disk = [ 'a', "b",   # two disks
           'c' ,

        ]
        empty = [ ]
        nested = [ [ 1, 2 ], [], "x" ]
        """;

    assertThat(shown(text))
        .isEqualTo(
            "name=DomU vcpus=4 memory=0x200 on_crash=preserve disk=[a,b,c] empty=[] nested=[[1,2],[],x]");
  }

  @Test
  void usesTheLastAssignmentAndAddsToIt() {
    assertThat(shown("a=1\na=2\n")).isEqualTo("a=2");
    assertThat(shown("a='x'\na+='y'")).isEqualTo("a=xy");
    assertThat(shown("a=[1]\na+=[2,3]\na+=[]")).isEqualTo("a=[1,2,3]");
    assertThat(shown("a+=[1]")).isEqualTo("a=[1]");
    assertThat(shown("a=[1]\na+=[2]\na=[3]")).isEqualTo("a=[3]");
  }

  @Test
  void resolvesTheEscapesThatXlResolves() {
    assertThat(shown("a = '\\'\\\"\\\\\\t\\n'")).isEqualTo("a='\"\\\t\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a = | 1:4 | the end of the file",
        "a = b | 1:5 | not \"b\"",
        "a = 1 b = 2 | 1:7 | the end of the line or \";\" is expected here, not \"b\"",
        "A = 1 | 1:1 | lower-case",
        "a == 1 | 1:4 | not \"=\"",
        "a 1 | 1:3 | \"=\" or \"+=\"",
        "a = -1 | 1:5 | not \"-\"",
        "= 1 | 1:1 | not \"=\"",
        "a = 'x | 1:5 | does not end on its line; ' is expected",
        "a = \"x' | 1:5 | does not end on its line; \" is expected",
        "a = 'x\\ | 1:7 | the end of the line",
        "a = '\\x41' | 1:6 | xl accepts only the escapes",
        "a = '\\101' | 1:6 | xl accepts only the escapes",
        "a = [1 2] | 1:8 | of the list that begins in line 1 is expected here, not \"2\"",
        "a = [,] | 1:6 | not \",\"",
        "a = [1,,2] | 1:8 | not \",\"",
        "a = [1;2] | 1:7 | not \";\"",
        "a = [1 | 1:7 | not the end of the file",
        "a = ] | 1:5 | not \"]\"",
        "a = [1]; a += 'x' | 1:15 | a string is added to a, which is a list",
        "a = 1 # no line feed | 1:7 | end the file with a line feed"
      })
  void reportsPositionAndCause(String text, String place, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(XlException.class)
        .hasMessageStartingWith("xl.cfg:" + place + ": ")
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void refusesWindowsLineEndsAsXlDoes() {
    assertThatThrownBy(() -> parse("a = 1\r\nb = 2\r\n"))
        .isInstanceOf(XlException.class)
        .hasMessageContaining("xl.cfg:1:6: ")
        .hasMessageContaining("not \"\\x0d\"");
  }

  @Test
  void aStringMustEndOnItsLine() {
    assertThatThrownBy(() -> parse("a = 'x\n'\n"))
        .isInstanceOf(XlException.class)
        .hasMessageStartingWith("xl.cfg:1:5: A string begins here");
  }

  @Test
  void refusesDeepNestingWithoutAStackOverflow() {
    assertThat(shown("a = " + "[".repeat(16) + "]".repeat(16))).isNotEmpty();
    assertThatThrownBy(() -> parse("a = " + "[".repeat(500_000)))
        .isInstanceOf(XlException.class)
        .hasMessageContaining("16 levels");
  }

  @Test
  void refusesATooLargeFile() {
    assertThatThrownBy(() -> parse("#".repeat((1 << 20) + 1)))
        .isInstanceOf(XlException.class)
        .hasMessageContaining("1048577 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", ";;\n;", "   \t ", "# only this\n"})
  void aFileMayHaveNoSettings(String text) {
    assertThat(parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      quoteCharacter = '~',
      value = {
        "12,12",
        "0x1f,31",
        "010,8",
        "-3,-3",
        "0,0",
        "'0',-",
        "08,-",
        "0x,-",
        "1f,-",
        "~~,-",
        "99999999999999999999,-"
      })
  void readsNumbersAsCDoes(String text, @org.jspecify.annotations.Nullable Long number) {
    assertThat(CNumber.parse(text)).isEqualTo(Optional.ofNullable(number));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "0,0", "enabled,0", "1x,1", "0x10z,16", "true,0"})
  void readsALeadingNumberAsCDoes(String text, long number) {
    assertThat(CNumber.parseBeginning(text)).isEqualTo(number);
  }
}
