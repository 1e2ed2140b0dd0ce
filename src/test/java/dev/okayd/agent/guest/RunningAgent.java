package dev.okayd.agent.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An agent that serves okayd, until it is closed. */
public final class RunningAgent implements AutoCloseable {
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

  /** Reads the log until a line has this text. */
  public void logs(String text) {
    String line;
    do {
      line = Patience.next(log, "\"" + text + "\" in the agent's log");
    } while (!line.contains(text));
  }

  /** The log since the last read. */
  public List<String> furtherLog() {
    List<String> lines = new ArrayList<>();
    log.drainTo(lines);
    return lines;
  }

  public long pid() {
    return process.pid();
  }

  /** Whether it is running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the agent when it has ended. */
  public void endsInto(BlockingQueue<RunningAgent> ended) {
    var unused = process.onExit().thenRun(() -> ended.add(this));
  }

  /** Its helper processes. */
  public List<ProcessHandle> helpers() {
    return process.descendants().toList();
  }

  public int end() {
    process.destroy();
    return Patience.exitStatus(process);
  }

  /** Kills only the agent's own process; its helpers survive. */
  public void kill() {
    process.destroyForcibly();
    Patience.exitStatus(process);
  }

  @Override
  public void close() {
    end();
  }
}
