package dev.okayd.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

  @Test
  void isComparedByNumbersAndNotByLetters() {
    Stream<Version> unsorted = Stream.of("4.21", "5.0", "4.9", "4.17.3").map(Version::parse);

    List<String> sorted = unsorted.sorted().map(Version::toString).toList();

    assertThat(sorted).containsExactly("4.9", "4.17", "4.21", "5.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "4", "4.", ".17", "4,17", "v4.17", "-4.17", "4.17x", "12345.1", " 4.17"})
  void isTwoNumbers(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Version.parse(text))
        .withMessage("\"" + text + "\" is no version; one like \"4.17\" is expected, in quotes");
  }

  @ParameterizedTest
  @CsvSource({
    "     ,      , 4.17, true , true",
    " 4.18,      , 4.17, false, false",
    " 4.18,      , 4.18, true , false",
    "     , 4.17 , 4.17, true , false",
    "     , 4.17 , 4.18, false, false",
    " 4.17, 4.19 , 4.9 , false, false",
    " 4.17, 4.19 , 4.18, true , false",
    " 4.17, 4.19 , 4.20, false, false",
  })
  void aLimitHoldsFromOneToAnother(
      String from, String until, String version, boolean holds, boolean always) {
    Limit limit =
        new Limit(
            Limit.Kind.BACKENDS,
            8,
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(from).map(Version::parse),
            Optional.ofNullable(until).map(Version::parse),
            "it is so");

    assertThat(limit.holdsFor(Version.parse(version))).isEqualTo(holds);
    assertThat(limit.holdsAlways()).isEqualTo(always);
  }

  @Test
  void nodesOfMoreCpusLeaveLessOfTheTree() {
    Platform platform = Platforms.shipped().find("xen-dom0less").orElseThrow();
    Limit limit = platform.limits(Limit.Kind.TREE_BYTES, Optional.of(Version.parse("4.17"))).get(0);

    assertThat(limit.forVcpus(1).left()).isEqualTo(limit.left());
    assertThat(limit.forVcpus(4).left()).isEqualTo(limit.left() - 3 * 108);
  }

  @Test
  void ofAnUnknownVersionOnlyTheLimitsOfAllVersionsHold() {
    Platform platform = Platforms.shipped().find("xen-dom0less").orElseThrow();

    List<Limit> unknown = platform.limits(Limit.Kind.TREE_BYTES, Optional.empty());
    List<Limit> old = platform.limits(Limit.Kind.TREE_BYTES, Optional.of(Version.parse("4.17.4")));
    List<Limit> newer = platform.limits(Limit.Kind.TREE_BYTES, Optional.of(Version.parse("4.20")));

    assertThat(unknown).isEmpty();
    assertThat(old).extracting(Limit::left).containsExactly(4096L - 1100);
    assertThat(newer).extracting(Limit::left).containsExactly((2L << 20) - 4096);
    assertThat(platform.limits(Limit.Kind.BACKENDS, Optional.empty())).hasSize(1);
  }
}
