package dev.okayd.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the packaged jar, on a store that outlives it. */
public final class OkaydProcess implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final int port;

  private OkaydProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it on the store in a directory, and waits until it listens. */
  public static OkaydProcess start(Path directory) throws IOException {
    Path log = Files.createTempFile(directory, "okayd", ".log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Dquarkus.http.port=0",
                    "-Dokayd.store.directory=" + directory,
                    "-jar",
                    "target/quarkus-app/quarkus-run.jar"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int port =
        await()
            .atMost(Duration.ofSeconds(90))
            .until(
                () -> {
                  if (!process.isAlive()) {
                    throw new IllegalStateException("okayd ended: " + Files.readString(log));
                  }
                  return port(log);
                },
                Optional::isPresent)
            .orElseThrow();
    return new OkaydProcess(process, port);
  }

  private static Optional<Integer> port(Path log) throws IOException {
    Matcher matcher = LISTENING.matcher(Files.readString(log));
    return matcher.find() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
  }

  /** Its address. */
  public int port() {
    return port;
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
  }
}
