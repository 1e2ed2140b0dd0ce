package dev.okayd.readiness.pull;

import dev.okayd.readiness.event.EventFormat;
import dev.okayd.readiness.event.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a status URL with a limit on time and size, without following redirects. */
final class StatusReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 64 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(TIMEOUT)
          .build();

  /** The last event of a backend, in the form in which the backend would post it. */
  static final class Status {
    private final byte[] body;
    private final Signature signature;

    private Status(byte[] body, Signature signature) {
      this.body = body;
      this.signature = signature;
    }

    byte[] body() {
      return body.clone();
    }

    Signature signature() {
      return signature;
    }
  }

  /** The URL gave no event; the message says why. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  Status read(String url) throws Unreadable {
    CompletableFuture<Status> reading =
        client
            .sendAsync(
                HttpRequest.newBuilder(URI.create(url))
                    .header("Accept", EventFormat.STRUCTURED)
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream())
            .thenApply(StatusReader::status);
    try {
      // the request timeout of HttpClient ends with the headers
      return reading.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Unreadable("it did not answer within " + TIMEOUT.toSeconds() + " seconds");
    } catch (ExecutionException e) {
      throw new Unreadable(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreadable("okayd is shutting down");
    } finally {
      reading.cancel(true);
    }
  }

  private static Status status(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IllegalStateException("it answered " + response.statusCode());
      }
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalStateException("it answered more than " + MAX_BYTES + " bytes");
      }
      return new Status(
          bytes,
          new Signature(
              response.headers().firstValue("webhook-id"),
              response.headers().firstValue("webhook-timestamp"),
              response.headers().firstValue("webhook-signature")));
    } catch (IOException e) {
      throw new IllegalStateException("its answer was incomplete: " + e.getMessage(), e);
    }
  }
}
