package dev.okayd.testing.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A vhost-user daemon without a device: it answers QEMU's requests during the creation of one
 * (QEMU's docs/interop/vhost-user.rst), and serves no I/O.
 */
public final class VhostUserDaemon implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int IS_REPLY = 1 | 1 << 2; // of version 1
  private static final long FEATURES = 1L << 32 | 1L << 30 | 1; // VERSION_1, PROTOCOL_FEATURES, i2c
  private static final long PROTOCOL_FEATURES = 1L << 9; // CONFIG
  private static final int GET_FEATURES = 1;
  private static final int GET_PROTOCOL_FEATURES = 15;
  private static final int GET_CONFIG = 24;

  private final ServerSocketChannel listener;
  private final Set<Integer> requests = ConcurrentHashMap.newKeySet();

  private VhostUserDaemon(ServerSocketChannel listener) {
    this.listener = listener;
  }

  /** Listens at a path, and serves one machine. */
  public static VhostUserDaemon at(Path socket) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    VhostUserDaemon daemon = new VhostUserDaemon(listener.bind(UnixDomainSocketAddress.of(socket)));
    Thread thread = new Thread(daemon::serve, "vhost-user");
    thread.setDaemon(true);
    thread.start();
    return daemon;
  }

  private void serve() {
    try (SocketChannel machine = listener.accept()) {
      while (true) {
        ByteBuffer header = read(machine, HEADER);
        int request = header.getInt();
        requests.add(request);
        ByteBuffer payload = read(machine, header.getInt(2 * Integer.BYTES));
        switch (request) {
          case GET_FEATURES -> answer(machine, request, number(FEATURES));
          case GET_PROTOCOL_FEATURES -> answer(machine, request, number(PROTOCOL_FEATURES));
          case GET_CONFIG -> answer(machine, request, payload);
          default -> {
            // no answer is requested
          }
        }
      }
    } catch (IOException e) {
      // the machine is gone, or the test is over
    }
  }

  /** Whether a machine has requested the device. */
  public boolean wasAsked() {
    return requests.contains(GET_FEATURES);
  }

  private static ByteBuffer number(long value) {
    return allocate(Long.BYTES).putLong(value).flip();
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  private static ByteBuffer read(SocketChannel machine, int bytes) throws IOException {
    ByteBuffer buffer = allocate(bytes);
    while (buffer.hasRemaining()) {
      if (machine.read(buffer) < 0) {
        throw new IOException("closed");
      }
    }
    return buffer.flip();
  }

  private static void answer(SocketChannel machine, int request, ByteBuffer payload)
      throws IOException {
    ByteBuffer answer = allocate(HEADER + payload.remaining());
    answer.putInt(request).putInt(IS_REPLY).putInt(payload.remaining()).put(payload).flip();
    while (answer.hasRemaining()) {
      machine.write(answer);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
