package dev.okayd.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.okayd.setting.Setting;
import dev.okayd.setting.SettingsCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OkaydSettingsTest {
  private static List<String> faults(Map<String, String> properties) {
    return new SettingsCheck(OkaydSettings.MAPPINGS)
        .faults(
            new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(properties, "okayd.properties", 100))
                .build());
  }

  @Test
  void listsEveryMapping() {
    List<String> found =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.okayd")
                .stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .map(JavaClass::getName)
                .toList();

    assertThat(OkaydSettings.MAPPINGS.stream().map(Class::getName))
        .containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void takesEveryDefault() {
    Map<String, String> defaults = new HashMap<>();
    OkaydSettings.MAPPINGS.stream()
        .flatMap(mapping -> Setting.of(mapping).stream())
        .forEach(
            setting ->
                setting.defaultValue().ifPresent(value -> defaults.put(setting.name(), value)));

    assertThat(defaults).hasSizeGreaterThan(20);
    assertThat(faults(defaults)).isEmpty();
  }

  @Test
  void takesTheShippedProperties() throws IOException {
    Properties shipped = new Properties();
    try (InputStream in = OkaydSettings.class.getResourceAsStream("/application.properties")) {
      shipped.load(in);
    }
    Map<String, String> properties = new HashMap<>();
    shipped.forEach((name, value) -> properties.put((String) name, (String) value));

    assertThat(properties).isNotEmpty();
    assertThat(faults(properties)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "okayd.agent.command-wait, 1s",
    "okayd.agent.command-wait, 59s",
    "okayd.agent.go-for, 1s",
    "okayd.stream.at, unix-listen:/run/okayd/{guest}.sock",
    "okayd.stream.guest.\"domu1\", tty:/dev/ttyS1",
    "okayd.xenstore.at, device:/dev/xen/xenbus",
    "okayd.xenstore.at, tcp:[::1]:65535",
    "okayd.xenstore.domains.\"domu1\", 7",
    "okayd.log.stream.window, 1",
    "okayd.store.url, jdbc:postgresql://host/okayd",
    "okayd.store.password, ''",
  })
  void takesValuesInRange(String name, String value) {
    assertThat(faults(Map.of(name, value))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "okayd.agent.command-wait, 61s",
    "okayd.agent.command-wait, 900ms",
    "okayd.agent.command-wait, 60s",
    "okayd.agent.reachable-for, 25s",
    "okayd.agent.go-for, 900ms",
    "okayd.attach.workers, 0",
    "okayd.attach.longest-retry, 999ms",
    "okayd.http.most-under-way, 0",
    "okayd.http.most-body-bytes, 0",
    "okayd.idempotency.keep, 0s",
    "okayd.log.keep, 0s",
    "okayd.log.keep-entries, 0",
    "okayd.log.stream.window, 0",
    "okayd.log.stream.heartbeat, 0s",
    "okayd.stream.window, 8",
    "okayd.stor, sqlite",
    "okayd.readiness.pull, -1s",
    "okayd.replica.dead-after, 4s",
    "okayd.replica.heartbeat, 3s",
    "okayd.store, mysql",
    "okayd.store, postgresql",
    "okayd.store.largest-batch, 0",
    "okayd.store.url, jdbc:mysql://host/okayd",
    "okayd.stream.at, unix-listen:/run/okayd.sock",
    "okayd.stream.at, unix-listen:{guest}.sock",
    "okayd.stream.guest.\"domu1\", /dev/ttyS1",
    "okayd.stream.guest.\"Dom U1\", tty:/dev/ttyS1",
    "okayd.xenstore.at, /run/xenstored/socket",
    "okayd.xenstore.at, tcp:localhost",
    "okayd.xenstore.at, tcp:localhost:0",
    "okayd.xenstore.at, tcp:localhost:65536",
  })
  void refusesValuesOutOfRange(String name, String value) {
    assertThat(faults(Map.of(name, value))).hasSize(1);
  }
}
