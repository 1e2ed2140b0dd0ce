package dev.okayd.xenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relay that accepts connections with or without a xenstored behind it. */
class XenstoreRelayTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int REQUEST = 16 + "/\0".length();

  private final Logger logger = Logger.getLogger(Xenstore.class.getName());
  private final Lines lines = new Lines();

  private ServerSocket relay;
  private Xenstore xenstore;

  private static final class Lines extends Handler {
    private final List<String> all = new ArrayList<>();

    @Override
    public synchronized void publish(LogRecord line) {
      all.add(line.getLevel() + " " + line.getMessage());
    }

    synchronized long count(String words) {
      return all.stream().filter(line -> line.contains(words)).count();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void connect() throws IOException {
    logger.addHandler(lines);
    relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    xenstore = new Xenstore(new XenstoreAddress.Tcp("127.0.0.1", relay.getLocalPort()));
  }

  @AfterEach
  void end() throws IOException {
    logger.removeHandler(lines);
    xenstore.close();
    relay.close();
  }

  /** Accepts a connection and its first request. */
  private Socket accepted() throws IOException {
    Socket socket = relay.accept();
    assertThat(socket.getInputStream().readNBytes(REQUEST)).hasSize(REQUEST);
    return socket;
  }

  @Test
  void isNotConnectedBeforeTheFirstAnswerAndLogsALossOnce() throws IOException {
    for (int connections = 0; connections < 3; connections++) {
      try (Socket silent = accepted()) {
        assertThat(silent.isConnected()).isTrue();
        assertThat(xenstore.connectivity()).isInstanceOf(ConnectionState.Lost.class);
      }
    }

    assertThat(lines.count("Connected to")).isZero();
    assertThat(lines.count("is lost")).isEqualTo(1);
  }

  @Test
  void isConnectedAfterAnyAnswerAndLogsTheNextLossOnce() throws IOException {
    try (Socket answering = accepted()) {
      byte[] refusal = new byte[16 + "EACCES\0".length()];
      refusal[0] = 16;
      refusal[4] = 1;
      refusal[12] = (byte) "EACCES\0".length();
      System.arraycopy("EACCES".getBytes(StandardCharsets.US_ASCII), 0, refusal, 16, 6);
      answering.getOutputStream().write(refusal);
      await()
          .atMost(SOON)
          .until(() -> xenstore.connectivity() instanceof ConnectionState.Connected);
    }
    await().atMost(SOON).until(() -> xenstore.connectivity() instanceof ConnectionState.Lost);
    for (int connections = 0; connections < 2; connections++) {
      accepted().close();
    }

    assertThat(lines.count("Connected to")).isEqualTo(1);
    assertThat(lines.count("is lost")).isEqualTo(1);
  }
}
