package dev.okayd.platform.toolstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.okayd.platform.HypervisorLimit;
import dev.okayd.platform.Platform;
import dev.okayd.platform.catalog.Platforms;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HypervisorVersionTest {

  @Test
  void comparesNumbersAndNotLetters() {
    Stream<HypervisorVersion> unsorted =
        Stream.of("4.21", "5.0", "4.9", "4.17.3").map(HypervisorVersion::parse);

    List<String> sorted = unsorted.sorted().map(HypervisorVersion::toString).toList();

    assertThat(sorted).containsExactly("4.9", "4.17", "4.21", "5.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "4", "4.", ".17", "4,17", "v4.17", "-4.17", "4.17x", "12345.1", " 4.17"})
  void refusesOtherTextsThanTwoNumbers(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HypervisorVersion.parse(text))
        .withMessage("\"" + text + "\" is not a version; expected one such as \"4.17\", in quotes");
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
  void aLimitAppliesFromAFirstToALastVersion(
      String from, String until, String version, boolean holds, boolean always) {
    HypervisorLimit limit =
        new HypervisorLimit(
            HypervisorLimit.Kind.BACKENDS,
            8,
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(from).map(HypervisorVersion::parse),
            Optional.ofNullable(until).map(HypervisorVersion::parse),
            "it is so");

    assertThat(limit.holdsFor(HypervisorVersion.parse(version))).isEqualTo(holds);
    assertThat(limit.holdsAlways()).isEqualTo(always);
  }

  @Test
  void furtherVcpusReduceTheRoomInTheTree() {
    Platform platform = Platforms.shipped().find("xen-dom0less").orElseThrow();
    HypervisorLimit limit =
        platform
            .limits(HypervisorLimit.Kind.TREE_BYTES, Optional.of(HypervisorVersion.parse("4.17")))
            .get(0);

    assertThat(limit.forVcpus(1).left()).isEqualTo(limit.left());
    assertThat(limit.forVcpus(4).left()).isEqualTo(limit.left() - 3 * 108);
  }

  @Test
  void anUnknownVersionHasOnlyTheLimitsOfAllVersions() {
    Platform platform = Platforms.shipped().find("xen-dom0less").orElseThrow();

    List<HypervisorLimit> unknown =
        platform.limits(HypervisorLimit.Kind.TREE_BYTES, Optional.empty());
    List<HypervisorLimit> old =
        platform.limits(
            HypervisorLimit.Kind.TREE_BYTES, Optional.of(HypervisorVersion.parse("4.17.4")));
    List<HypervisorLimit> newer =
        platform.limits(
            HypervisorLimit.Kind.TREE_BYTES, Optional.of(HypervisorVersion.parse("4.20")));

    assertThat(unknown).isEmpty();
    assertThat(old).extracting(HypervisorLimit::left).containsExactly(4096L - 1100);
    assertThat(newer).extracting(HypervisorLimit::left).containsExactly((2L << 20) - 4096);
    assertThat(platform.limits(HypervisorLimit.Kind.BACKENDS, Optional.empty())).hasSize(1);
  }
}
