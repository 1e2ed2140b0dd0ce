package dev.okayd.demo;

import dev.okayd.task.DaemonThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the output of a starting okayd to find its address, and continues so that okayd never
 * blocks on its output.
 */
final class StartupOutput {
  private static final Pattern ADDRESS = Pattern.compile("Listening on: (http://[0-9.:]+)");
  private static final long START_SECONDS = 60;
  private static final int LINES_TO_SHOW = 10;

  private final CompletableFuture<URI> address = new CompletableFuture<>();

  private StartupOutput() {}

  static StartupOutput of(Process process) {
    StartupOutput listening = new StartupOutput();
    DaemonThreads.create("output-of-okayd", () -> listening.read(process)).start();
    return listening;
  }

  private void read(Process process) {
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = ADDRESS.matcher(line);
        if (matcher.find()) {
          address.complete(URI.create(matcher.group(1)));
        }
        last.add(line);
        if (last.size() > LINES_TO_SHOW) {
          last.remove();
        }
      }
      address.completeExceptionally(
          new IOException("okayd ended before it listened:\n" + String.join("\n", last)));
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
  }

  /** Its address; waits until it listens. */
  URI address() throws IOException {
    try {
      return address.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why ? why : new IOException(e);
    } catch (TimeoutException e) {
      throw new IOException("okayd did not listen within " + START_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The start of okayd was interrupted");
    }
  }
}
