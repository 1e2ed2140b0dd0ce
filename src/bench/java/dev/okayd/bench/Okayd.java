package dev.okayd.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the packaged jar, with its own store. */
final class Okayd implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("Listening on: http://127\\.0\\.0\\.1:(\\d+)");
  private static final long PATIENCE_MILLIS = 60_000;

  /** The offset of the number of commits in the header of SQLite's wal-index. */
  private static final int COMMITS_AT = 8;

  private final Process process;
  private final Path store;
  private final int port;

  private Okayd(Process process, Path store, int port) {
    this.process = process;
    this.store = store;
    this.port = port;
  }

  /** Starts one on an empty store, on the disk of the build. */
  static Okayd start(String... settings) throws IOException, InterruptedException {
    Path store = Files.createTempDirectory(Path.of("target"), "bench-store");
    Path log = store.resolve("okayd.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dquarkus.http.port=0",
                "-Dokayd.store.directory=" + store));
    command.addAll(List.of(settings));
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Okayd(process, store, port(process, log));
  }

  private static int port(Process process, Path log) throws IOException, InterruptedException {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (process.isAlive() && System.currentTimeMillis() < deadline) {
      Matcher matcher = LISTENING.matcher(Files.readString(log));
      if (matcher.find()) {
        return Integer.parseInt(matcher.group(1));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    process.destroyForcibly();
    throw new IllegalStateException("okayd did not start: " + Files.readString(log));
  }

  int port() {
    return port;
  }

  /** PUTs a JSON document. Returns the answer. */
  JsonNode put(String path, String json) throws IOException {
    try (Connection connection = new Connection(port)) {
      Connection.Answer answer =
          connection.ask(
              Connection.request("PUT", path, json, List.of("Content-Type: application/json")));
      if (answer.status() != 201) {
        throw new IllegalStateException("PUT " + path + " was answered with " + answer);
      }
      return new ObjectMapper().readTree(answer.body().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The number of commits so far, from SQLite's own count. */
  long commits() throws IOException {
    try (FileChannel index = FileChannel.open(store.resolve("okayd.db-shm"))) {
      ByteBuffer count = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
      index.read(count, COMMITS_AT);
      return Integer.toUnsignedLong(count.flip().getInt());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    for (String file : List.of("okayd.db", "okayd.db-shm", "okayd.db-wal")) {
      store.resolve(file).toFile().delete();
    }
  }
}
