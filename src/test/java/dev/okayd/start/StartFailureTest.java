package dev.okayd.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.error.StartRefusedException;
import dev.okayd.platform.catalog.Platforms;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFailureTest {
  private static final SmallRyeConfig CONFIG =
      new SmallRyeConfigBuilder()
          .withSources(
              new PropertiesConfigSource(
                  Map.of("quarkus.http.host", "127.0.0.1", "quarkus.http.port", "8080"),
                  "test",
                  100))
          .build();

  @TempDir private Path directory = Path.of("");

  private static List<String> lines(Throwable cause) {
    return new StartFailure(CONFIG)
        .lines(new RuntimeException("Failed to start quarkus", new ExecutionException(cause)));
  }

  @Test
  void printsTheMessageOfARefusal() {
    assertThat(lines(new StartRefusedException("The store is locked. End the other okayd")))
        .containsExactly("The store is locked. End the other okayd");
  }

  @Test
  void namesThePortThatIsInUse() {
    BindException inUse = new BindException("Port already bound: 8080: Address already in use");

    assertThat(lines(inUse))
        .containsExactly(
            "okayd cannot listen on 127.0.0.1:8080: Address already in use. End the program that has the port,"
                + " or change quarkus.http.host or quarkus.http.port");
    assertThat(lines(new QuarkusBindException("127.0.0.1", 8080, inUse))).isEqualTo(lines(inUse));
  }

  @Test
  void namesTheHostAndThePortThatDoNotExist() {
    assertThat(lines(new UnknownHostException("127.0.0.1")))
        .containsExactly(
            "okayd cannot listen on 127.0.0.1:8080: there is no such host. Change quarkus.http.host");
    assertThat(lines(new IllegalArgumentException("port must be <= 65535")))
        .containsExactly(
            "quarkus.http.port is 8080; expected is a number from 0 to 65535. Change quarkus.http.port");
  }

  @Test
  void namesTheHttpsPortThatDoesNotExist() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(
                    Map.of("quarkus.http.port", "0", "quarkus.http.ssl-port", "99999"),
                    "test",
                    100))
            .build();

    assertThat(
            new StartFailure(config).lines(new IllegalArgumentException("port must be <= 65535")))
        .containsExactly(
            "quarkus.http.ssl-port is 99999; expected is a number from 0 to 65535. Change quarkus.http.ssl-port");
  }

  @Test
  void namesAFileThatIsMissing() {
    assertThat(lines(new NoSuchFileException("/nope.pem")))
        .containsExactly(
            "okayd needs the file /nope.pem: it is missing. Put it there, make it accessible,"
                + " or change the setting that names it");
  }

  @Test
  void printsALineForEachFaultOfAPlatformFile() throws IOException {
    Path file = Files.writeString(directory.resolve("mine.yaml"), "name: [\n");

    assertThat(lines(refused())).singleElement().asString().startsWith(file + " is not a platform");

    Files.writeString(file, "name: mine\n");
    assertThat(lines(refused())).hasSizeGreaterThan(1).allMatch(line -> !line.contains("\n"));
  }

  private RuntimeException refused() {
    try {
      return new IllegalStateException(
          "It is no refusal: " + Platforms.shipped().with(directory).names());
    } catch (RuntimeException e) {
      return e;
    }
  }

  @Test
  void namesSettingsOfQuarkusThatAreNotValid() {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withMapping(Port.class)
            .withSources(new PropertiesConfigSource(Map.of("listen.port", "abc"), "test", 100));
    RuntimeException failure = new IllegalStateException();
    try {
      failure = new IllegalStateException("It is valid: " + builder.build());
    } catch (RuntimeException e) {
      failure = e;
    }

    assertThat(lines(failure))
        .containsExactly(
            "listen.port is \"abc\": Expected an integer value, got \"abc\". Change it");
  }

  @io.smallrye.config.ConfigMapping(prefix = "listen")
  interface Port {
    int port();
  }

  @Test
  void hasNoLineForABug() {
    assertThat(lines(new NullPointerException("x"))).isEmpty();
  }
}
