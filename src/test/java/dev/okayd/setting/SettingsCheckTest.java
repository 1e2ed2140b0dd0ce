package dev.okayd.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {
  enum Kind {
    SMALL,
    VERY_LARGE
  }

  @ConfigMapping(prefix = "okayd.tank")
  @FormerPrefix("okayd.vessel")
  interface Tank {
    @WithParentName
    @WithDefault("small")
    Kind kind();

    @WithDefault("3")
    @CountRange(most = 5)
    int pipes();

    @CountRange(most = Long.MAX_VALUE)
    OptionalLong litres();

    @WithDefault("2s")
    @DurationRange(least = "1s", most = "1m")
    Duration fillTime();

    @WithDefault("6s")
    @DurationRange(least = "1s", most = "1m")
    @LongerThan(value = "fill-time", times = 2)
    Duration drainTime();

    @WithDefault("false")
    boolean lid();

    @WithDefault("here")
    Path place();

    @NeededWith(setting = "okayd.tank", value = "very-large")
    @TextForm(pattern = "[a-z]+", expected = "a word of small letters")
    Optional<String> owner();

    @TextForm(pattern = "[0-9]+", expected = "digits")
    Map<String, String> codes();

    @Secret
    @TextForm(pattern = "[a-z]+", expected = "a word of small letters")
    Optional<String> key();
  }

  @ConfigMapping(prefix = "okayd.bad")
  interface WithoutRange {
    int count();
  }

  private static List<String> faults(Map<String, String> properties) {
    return new SettingsCheck(List.of(Tank.class))
        .faults(
            new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withProfile("prod")
                .withSources(new PropertiesConfigSource(properties, "tank.properties", 100))
                .build());
  }

  private static List<String> faultsOfVariables(Map<String, String> variables) {
    return new SettingsCheck(List.of(Tank.class))
        .faults(
            new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(variables, 300))
                .build());
  }

  @Test
  void takesDefaults() {
    assertThat(faults(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "okayd.tank, very-large",
    "okayd.tank, small",
    "okayd.tank.pipes, 1",
    "okayd.tank.pipes, 5",
    "okayd.tank.litres, 9000000000",
    "okayd.tank.litres, ''",
    "okayd.tank.fill-time, 1s",
    "okayd.tank.fill-time, 1",
    "okayd.tank.drain-time, 1m",
    "okayd.tank.drain-time, PT1M",
    "okayd.tank.lid, yes",
    "okayd.tank.place, /x y/z",
    "okayd.tank.owner, anna",
    "okayd.tank.codes.\"a-b\", 07",
    "%dev.okayd.tank.pipes, 99",
    "okaydx.tank, 3",
    "other, 3"
  })
  void takesValuesInRange(String name, String value) {
    Map<String, String> properties = new HashMap<>(Map.of("okayd.tank.owner", "otto"));
    properties.put(name, value);

    assertThat(faults(properties)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "okayd.tank             | tiny   | okayd.tank is tiny; expected is small or very-large.",
        "okayd.tank             | SMALL  | okayd.tank is SMALL; expected is small or very-large.",
        "okayd.tank.pipes       | 0      | okayd.tank.pipes is 0; expected is a number from 1 to 5.",
        "okayd.tank.pipes       | 6      | okayd.tank.pipes is 6; expected is a number from 1 to 5.",
        "okayd.tank.pipes       | 1.0    | okayd.tank.pipes is 1.0; expected is a number from 1 to 5.",
        "okayd.tank.pipes       | ''     | okayd.tank.pipes is empty; expected is a number from 1 to 5.",
        "okayd.tank.pipes       | ${no}  | okayd.tank.pipes is \"${no}\", which refers to a property that is not set; expected is a number from 1 to 5.",
        "okayd.tank.litres      | -1     | okayd.tank.litres is -1; expected is a number of 1 or more.",
        "okayd.tank.fill-time   | 0s     | okayd.tank.fill-time is 0s; expected is a duration from 1s to 1m.",
        "okayd.tank.fill-time   | soon   | okayd.tank.fill-time is soon; expected is a duration from 1s to 1m.",
        "okayd.tank.fill-time   | 999999999999999999d | okayd.tank.fill-time is 999999999999999999d; expected is a duration from 1s to 1m.",
        "okayd.tank.key         | S3cret | okayd.tank.key is a value that is not shown; expected is a word of small letters.",
        "okayd.tank.key         | S${no} | okayd.tank.key is a value that is not shown, which refers to a property that is not set; expected is a word of small letters.",
        "okayd.tank.codes.\"a\" | ''     | okayd.tank.codes.\"a\" is empty; expected is digits.",
        "okayd.tank.codes.a.b   | 7      | okayd.tank.codes.a.b has the key \"a.b\"; expected is the name of a guest in quotes, as in okayd.tank.codes.\"domu1\".",
        "okayd.tank.codes.\"A b\" | 7   | okayd.tank.codes.\"A b\" has the key \"A b\"; expected is the name of a guest in quotes, as in okayd.tank.codes.\"domu1\".",
        "okayd.tank.drain-time  | 2m     | okayd.tank.drain-time is 2m; expected is a duration from 1s to 1m.",
        "okayd.tank.lid         | maybe  | okayd.tank.lid is maybe; expected is true or false.",
        "okayd.tank.owner       | 12     | okayd.tank.owner is 12; expected is a word of small letters.",
        "okayd.tank.codes.\"a\" | x y    | okayd.tank.codes.\"a\" is \"x y\"; expected is digits.",
      })
  void refusesOtherValues(String name, String value, String message) {
    assertThat(faults(Map.of(name, value)))
        .containsExactly(message + " Change it in tank.properties");
  }

  @ParameterizedTest
  @CsvSource({
    "okayd.tank.pipe, okayd.tank.pipe is no setting of okayd; did you mean okayd.tank.pipes? Change it in",
    "okayd.tnk, okayd.tnk is no setting of okayd; did you mean okayd.tank? Change it in",
    "okayd.tanks.fillTime, okayd.tanks.fillTime is no setting of okayd; did you mean okayd.tank.fill-time? Change it in",
    "okayd.tank.code.\"a\", okayd.tank.code.\"a\" is no setting of okayd; did you mean okayd.tank.codes? Change it in",
    "%prod.okayd.tanq, okayd.tanq is no setting of okayd; did you mean okayd.tank? Change it in",
    "okayd.elsewhere, okayd.elsewhere is no setting of okayd. Remove it from",
    "okayd, okayd is no setting of okayd. Remove it from",
    "Okayd.Tank.Pipes, Okayd.Tank.Pipes is no setting of okayd; did you mean okayd.tank.pipes? Change it in",
    "OKAYD.TANK, OKAYD.TANK is no setting of okayd; did you mean okayd.tank? Change it in",
    "okayd.tank.codes, 'okayd.tank.codes needs the name of a guest, as in okayd.tank.codes.\"domu1\". Change it in'",
    "OKAYD_TANK_PIPES, OKAYD_TANK_PIPES is the name of an environment variable and has no effect here; the setting is okayd.tank.pipes. Rename it in",
    "\uFEFFokayd.tank, 'A byte order mark comes before okayd.tank, so the setting has no effect. Remove it from'",
    "okayd.vessel.pipes, okayd.vessel.pipes is now called okayd.tank.pipes. Rename it in",
  })
  void refusesUnknownNames(String name, String message) {
    assertThat(faults(Map.of(name, "3"))).containsExactly(message + " tank.properties");
  }

  @Test
  void namesAnExpressionThatRefersToItself() {
    assertThat(faults(Map.of("okayd.tank.place", "${okayd.tank.place}")))
        .singleElement()
        .asString()
        .startsWith("okayd.tank.place cannot be resolved: ");
  }

  @Test
  void comparesSettingsThatDependOnEachOther() {
    assertThat(faults(Map.of("okayd.tank.fill-time", "3s")))
        .containsExactly(
            "okayd.tank.drain-time is 6s; expected is a duration longer than 2 times okayd.tank.fill-time, which is 3s."
                + " Change one of the two");
    assertThat(faults(Map.of("okayd.tank", "very-large")))
        .containsExactly(
            "okayd.tank.owner is not set, and okayd.tank is very-large; expected is a word of small letters."
                + " Set okayd.tank.owner");
  }

  @Test
  void reportsEveryFault() {
    assertThat(faults(Map.of("okayd.tank.pipes", "0", "okayd.tank.lid", "x", "okayd.x", "")))
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "OKAYD_TANK_PIPES, okayd.tank.pipes is 99; expected is a number from 1 to 5. Change",
    "OKAYD_TANK_PIPE, OKAYD_TANK_PIPE is no setting of okayd; did you mean OKAYD_TANK_PIPES? Change",
    "OKAYD_TANK_UNHEARD_OF, OKAYD_TANK_UNHEARD_OF is no setting of okayd. Remove",
    "OKAYD_TANQ, OKAYD_TANQ is no setting of okayd; did you mean OKAYD_TANK? Change",
    "OKAYD_VESSEL_PIPES, OKAYD_VESSEL_PIPES is now called OKAYD_TANK_PIPES. Rename",
  })
  void refusesEnvironmentVariables(String name, String message) {
    assertThat(faultsOfVariables(Map.of(name, "99")))
        .containsExactly(message + " the environment variable " + name);
  }

  @ParameterizedTest
  @CsvSource({
    "OKAYD_REQUIRE_DTC",
    "OKAYD_SERVICE_HOST",
    "OKAYD_TANK_SERVICE_PORT_HTTP",
    "OKAYD_TANK_PORT",
    "OKAYD_TANK_PORT_8080_TCP_ADDR",
    "OKAYD_TANK_CODES__A_",
    "OKAYD_TANK_CODES_SERVICE_HOST",
    "OKAYD_TANK_CODES_PORT",
    "TANK",
  })
  void ignoresEnvironmentVariablesOfOtherPrograms(String name) {
    assertThat(faultsOfVariables(Map.of(name, "99"))).isEmpty();
  }

  @Test
  void takesAVariableOfTheActiveProfile() {
    assertThat(faultsOfVariables(Map.of("_PROD_OKAYD_TANK_FILL_TIME", "1s"))).isEmpty();
  }

  @Test
  void aSettingWithoutARangeIsABug() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new SettingsCheck(List.of(WithoutRange.class)))
        .withMessageContaining("count() has no range");
  }
}
