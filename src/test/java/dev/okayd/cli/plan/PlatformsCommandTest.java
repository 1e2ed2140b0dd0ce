package dev.okayd.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.cli.CommandLineRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformsCommandTest {
  @Test
  void listsThePlatforms() {
    CommandLineRun run = CommandLineRun.of("platforms");

    assertThat(run.exit()).isZero();
    assertThat(run.out().lines()).anyMatch(line -> line.matches("  xen-dom0less +Guests that .*"));
  }

  @ParameterizedTest
  @CsvSource({"4.18, virtio.grant_usage, yes", "4.18, nr_spis, no", "4.19, nr_spis, yes"})
  void showsWhichKeysAReleaseKnows(String release, String key, String known) {
    CommandLineRun run = CommandLineRun.of("platforms", "show", "xen", "--version", release);

    assertThat(run.exit()).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("  " + key.replace(".", "\\.") + " +" + known + " +4\\..*"));
  }

  @ParameterizedTest
  @CsvSource({"xen, abc, invalid-value", "nowhere, 4.18, unknown-platform"})
  void refusesUnknownPlatformsAndReleases(String platform, String release, String code) {
    CommandLineRun run = CommandLineRun.of("platforms", "show", platform, "--version", release);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).singleElement().asString().contains(code + ": ");
  }
}
