package dev.okayd.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs okayd as a child process on a temporary store, and deletes the store afterwards. The child
 * ends with this process, unless this process is killed.
 */
final class ChildService implements AutoCloseable {
  private static final long STOP_SECONDS = 10;

  private final Thread atExit = new Thread(this::end, "end-of-demo");
  private Optional<TemporaryDirectory> directory = Optional.empty();
  private Optional<Process> process = Optional.empty();
  private Optional<StartupOutput> listening = Optional.empty();
  private boolean ended;

  private ChildService() {}

  /** Starts it. */
  static ChildService start(Path jar) throws IOException {
    ChildService service = new ChildService();
    // before the child exists, so that the hook always covers it
    Runtime.getRuntime().addShutdownHook(service.atExit);
    try {
      service.begin(jar);
      return service;
    } catch (IOException e) {
      service.close();
      throw e;
    }
  }

  private synchronized void begin(Path jar) throws IOException {
    if (ended) {
      awaitEndOfThisProcess();
    }
    TemporaryDirectory made = TemporaryDirectory.make();
    directory = Optional.of(made);
    Process child = builder(jar, made.path()).start();
    process = Optional.of(child);
    listening = Optional.of(StartupOutput.of(child));
  }

  private static ProcessBuilder builder(Path jar, Path directory) {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.io.tmpdir=" + directory,
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=0",
                    "-Dokayd.store=sqlite",
                    "-Dokayd.store.directory=" + directory,
                    "-jar",
                    jar.toAbsolutePath().toString()))
            .directory(directory.toFile())
            .redirectErrorStream(true);
    // settings in the environment are for the user's own okayd
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("OKAYD_") || name.startsWith("QUARKUS_"));
    return builder;
  }

  /** Its process id. */
  synchronized long pid() {
    return process.orElseThrow().pid();
  }

  /** Its address; waits until it listens. */
  URI address() throws IOException {
    return startupOutput().address();
  }

  private synchronized StartupOutput startupOutput() {
    return listening.orElseThrow();
  }

  @Override
  public void close() {
    // before removing the hook, so that an end of this process meanwhile also cleans up
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // this process is shutting down; the end of okayd is then not an error
      awaitEndOfThisProcess();
    }
  }

  private static void awaitEndOfThisProcess() {
    new CompletableFuture<>().join();
  }

  private synchronized void end() {
    ended = true;
    process.ifPresent(ChildService::stop);
    try {
      if (directory.isPresent()) {
        directory.get().delete();
        directory = Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Process process) {
    process.destroy();
    process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }
}
