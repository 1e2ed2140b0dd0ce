package dev.okayd.eventlog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A client of server-sent events that follows the rules for browsers. */
final class EventSource implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An event; a comment has no name and no data. */
  record Event(String id, String name, String data, boolean comment) {
    long seq() {
      return Long.parseLong(id);
    }
  }

  private final InputStream body;
  private final BufferedReader lines;

  private EventSource(InputStream body) {
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  static HttpRequest.Builder request(int port, String query) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/stream" + query));
  }

  static HttpResponse<InputStream> answer(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static EventSource open(HttpRequest.Builder request) {
    HttpResponse<InputStream> response = answer(request.build());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(
          "The server answered the stream with status " + response.statusCode());
    }
    return new EventSource(response.body());
  }

  static EventSource open(int port, String query) {
    return open(request(port, query));
  }

  static EventSource resume(int port, long lastEventId) {
    return open(request(port, "").header("Last-Event-ID", Long.toString(lastEventId)));
  }

  /** The next event or comment; empty when the stream has ended. */
  Optional<Event> next() {
    String id = "";
    String name = "";
    String data = "";
    boolean comment = false;
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          return Optional.of(new Event(id, name, data, comment));
        }
        String value = line.substring(line.indexOf(':') + 1);
        switch (line.substring(0, line.indexOf(':'))) {
          case "id" -> id = value;
          case "event" -> name = value;
          case "data" -> data += value;
          case "" -> comment = true;
          default ->
              throw new IllegalStateException("Unexpected line of a stream: \"" + line + "\"");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next event. */
  Event nextEvent() {
    Event event = next().orElseThrow();
    return event.comment() ? nextEvent() : event;
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
