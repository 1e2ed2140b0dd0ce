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

/** A place where there is a stream to a guest. */
sealed interface StreamEndpoint {

  /**
   * Waits until there is a stream. Interrupting the thread ends that, and whatever it does with the
   * stream.
   */
  StreamConnection open() throws IOException, InterruptedException;

  /**
   * The place that a text names.
   *
   * @throws IllegalStateException if it names none
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
          // none of these
        }
      }
    }
    throw new IllegalStateException(
        "okayd.stream has \"%s\"; unix-listen:, unix-connect: or tty: and an absolute path are expected"
            .formatted(text));
  }

  /** A UNIX socket that the hypervisor connects to. Whoever is there keeps others out. */
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

    /** Of an okayd that was killed. Anything that is no socket is left alone, and refuses. */
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
      // two channels, as one of them would let nobody write while somebody reads
      FileChannel in = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new StreamConnection(in, FileChannel.open(path, StandardOpenOption.WRITE));
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    /** Before it is opened, which else would wait for a modem's carrier. */
    private void makeRaw() throws IOException, InterruptedException {
      Process stty =
          new ProcessBuilder("stty", "-F", path.toString(), "raw", "-echo", "clocal")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(STTY_SECONDS, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        throw new IOException("stty for %s does not end".formatted(path));
      }
      if (stty.exitValue() != 0) {
        throw new IOException("stty cannot make %s raw; a terminal is expected".formatted(path));
      }
    }
  }
}
