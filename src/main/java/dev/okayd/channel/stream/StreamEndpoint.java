package dev.okayd.channel.stream;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/** The endpoint of a stream to a guest. */
sealed interface StreamEndpoint {

  /**
   * Waits for a stream and opens it. An interrupt of the thread ends the wait, and later reads and
   * writes of the stream.
   */
  StreamConnection open() throws IOException, InterruptedException;

  /**
   * Parses an endpoint.
   *
   * @throws IllegalStateException if it is invalid
   */
  static StreamEndpoint parse(String text) {
    String[] parts = text.split(":", 2);
    if (parts.length == 2 && parts[1].startsWith("/")) {
      Path path = Path.of(parts[1]);
      switch (parts[0]) {
        case "unix-listen" -> {
          return new UnixListen(path);
        }
        case "unix-connect" -> {
          return new UnixConnect(path);
        }
        case "tty" -> {
          return new Tty(path);
        }
        default -> {
          // unknown kind
        }
      }
    }
    throw new IllegalStateException(
        "okayd.stream has \"%s\"; unix-listen:, unix-connect: or tty: and an absolute path are expected"
            .formatted(text));
  }

  /** A UNIX socket that the hypervisor connects to. It accepts one connection at a time. */
  record UnixListen(Path path) implements StreamEndpoint {
    @Override
    public StreamConnection open() throws IOException {
      removeStale();
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(path));
        return StreamConnection.of(server.accept());
      } finally {
        removeStale();
      }
    }

    /** Removes the socket of a killed okayd. Any other file stays, and the bind fails. */
    private void removeStale() throws IOException {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .isOther()) {
        Files.delete(path);
      }
    }
  }

  /** A UNIX socket that the hypervisor listens on. */
  record UnixConnect(Path path) implements StreamEndpoint {
    @Override
    public StreamConnection open() throws IOException {
      return StreamConnection.of(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }
  }

  /** A serial port, or the other end of a pseudo-terminal. */
  record Tty(Path path) implements StreamEndpoint {
    private static final int STTY_SECONDS = 5;

    @Override
    public StreamConnection open() throws IOException, InterruptedException {
      makeRaw();
      // two channels: with one, a blocked read would block writes
      FileChannel in = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new StreamConnection(in, FileChannel.open(path, StandardOpenOption.WRITE));
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    /** Sets raw mode before the open, which could otherwise wait for a modem's carrier. */
    private void makeRaw() throws IOException, InterruptedException {
      Process stty =
          new ProcessBuilder("stty", "-F", path.toString(), "raw", "-echo", "clocal")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(STTY_SECONDS, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        throw new IOException("stty for %s did not end".formatted(path));
      }
      if (stty.exitValue() != 0) {
        throw new IOException("stty cannot make %s raw; a terminal is expected".formatted(path));
      }
    }
  }
}
