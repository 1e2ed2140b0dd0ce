package dev.okayd.agent.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate of 127.0.0.1, made by the JDK's keytool. */
public final class Certificate {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path store;

  private Certificate(Path store) {
    this.store = store;
  }

  public static Certificate in(Path directory) throws IOException, InterruptedException {
    Path store = directory.resolve("okayd.p12");
    keytool(
        store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=okayd", "-ext", "SAN=IP:127.0.0.1");
    return new Certificate(store);
  }

  /** The certificate as a file, for clients. */
  public void writeTo(Path pem) throws IOException, InterruptedException {
    keytool(store, "-exportcert", "-rfc", "-file", pem.toString());
  }

  /** The TLS context for a server. */
  public SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(Path store, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-alias",
            "okayd",
            "-keystore",
            store.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            new String(PASSWORD)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }
}
