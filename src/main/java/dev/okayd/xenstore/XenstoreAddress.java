package dev.okayd.xenstore;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of xenstored. */
public sealed interface XenstoreAddress {

  /** The form of an address. */
  String PATTERN =
      "(unix|device):(/.+)|tcp:([^/:\\[\\]]+|\\[[0-9a-fA-F:]+\\]):"
          + "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

  /** Xenstored's socket, in its own domain. */
  record Unix(Path path) implements XenstoreAddress {
    @Override
    public Transport open() throws IOException {
      return new SocketTransport(SocketChannel.open(UnixDomainSocketAddress.of(path)));
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /** The kernel's device, in any domain. */
  record Device(Path path) implements XenstoreAddress {
    @Override
    public Transport open() throws IOException {
      return new DeviceTransport(path);
    }

    @Override
    public String toString() {
      return "device:" + path;
    }
  }

  /** A relay that forwards TCP to xenstored's socket. */
  record Tcp(String host, int port) implements XenstoreAddress {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    @Override
    public Transport open() throws IOException {
      SocketChannel channel = SocketChannel.open();
      try {
        channel.socket().connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
        channel.socket().setTcpNoDelay(true);
        return new SocketTransport(channel);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    public String toString() {
      return "tcp:" + host + ":" + port;
    }
  }

  /** Opens a new connection. */
  Transport open() throws IOException;

  /**
   * Parses an address.
   *
   * @throws IllegalArgumentException if it is invalid
   */
  static XenstoreAddress parse(String text) {
    Matcher matcher = Pattern.compile(PATTERN).matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "okayd.xenstore.at is \"%s\"; unix:/run/xenstored/socket, device:/dev/xen/xenbus or tcp:host:port is expected"
              .formatted(text));
    }
    if (matcher.group(3) != null) {
      return new Tcp(matcher.group(3), Integer.parseInt(matcher.group(4)));
    }
    Path path = Path.of(matcher.group(2));
    return "unix".equals(matcher.group(1)) ? new Unix(path) : new Device(path);
  }
}
