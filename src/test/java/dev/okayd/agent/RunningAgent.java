package dev.okayd.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An agent that serves okayd, until it is closed. */
final class RunningAgent implements AutoCloseable {
  private final Process process;
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

  RunningAgent(Process process) {
    this.process = process;
    Thread reader = new Thread(this::readLog);
    reader.setDaemon(true);
    reader.start();
  }

  private void readLog() {
    try (BufferedReader lines = process.errorReader(UTF_8)) {
      lines.lines().forEach(log::add);
    } catch (IOException | UncheckedIOException e) {
      log.add("The log ended: " + e);
    }
  }

  /** Reads on in the log until there is such a line. */
  void logs(String text) {
    String line;
    do {
      line = Patience.next(log, "\"" + text + "\" in the agent's log");
    } while (!line.contains(text));
  }

  /** What it has logged since. */
  List<String> furtherLog() {
    List<String> lines = new ArrayList<>();
    log.drainTo(lines);
    return lines;
  }

  long pid() {
    return process.pid();
  }

  /** Whether it serves okayd still. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Puts the agent there once it has ended. */
  void endsInto(BlockingQueue<RunningAgent> ended) {
    var unused = process.onExit().thenRun(() -> ended.add(this));
  }

  /** The processes that do its work beside it. */
  List<ProcessHandle> helpers() {
    return process.descendants().toList();
  }

  int end() {
    process.destroy();
    return Patience.exitStatus(process);
  }

  /** The agent's own process alone; what it had beside itself lives on. */
  void kill() {
    process.destroyForcibly();
    Patience.exitStatus(process);
  }

  @Override
  public void close() {
    end();
  }
}
