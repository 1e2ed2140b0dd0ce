package dev.okayd.agent.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A pseudo-terminal: a serial port to the agent, and a pair of streams to the test. */
public final class Terminal implements AutoCloseable {
  private final Process script;
  private final Path device;

  public Terminal() {
    try {
      script = new ProcessBuilder("script", "-qfc", "tty; exec sleep 300", "/dev/null").start();
      device = Path.of(firstLine(script.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  public Path device() {
    return device;
  }

  /** The agent's output. */
  InputStream in() {
    return script.getInputStream();
  }

  /** The next line of the agent's output; do not combine with other readers. */
  public String nextLine() throws IOException {
    return firstLine(in());
  }

  /** The agent's input. */
  OutputStream out() {
    return script.getOutputStream();
  }

  /** Another program prints this on the console. */
  public void says(String text) {
    try {
      out().write(text.getBytes(US_ASCII));
      out().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    script.descendants().forEach(ProcessHandle::destroy);
    script.destroy();
    try {
      if (!script.waitFor(10, TimeUnit.SECONDS)) {
        script.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
