package dev.okayd.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends requests to a running okayd. A refusal becomes a {@link ServiceRefusedException}. */
public final class ServiceClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI service;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  /** A client of the okayd at a URI. */
  public ServiceClient(URI service) {
    this.service = service;
  }

  /** The content of a resource. The caller closes it. */
  public InputStream get(String path) throws IOException {
    return send(request(path).GET());
  }

  /** Sends a POST, and returns the answer. */
  public JsonNode post(String path, String mediaType, BodyPublisher body) throws IOException {
    return send("POST", path, Map.of("Content-Type", mediaType), body);
  }

  /** Sends a request, and returns the answer; a missing node if it has no content. */
  public JsonNode send(String method, String path, Map<String, String> headers, BodyPublisher body)
      throws IOException {
    HttpRequest.Builder request = request(path).method(method, body);
    headers.forEach(request::header);
    try (InputStream answer = send(request)) {
      return MAPPER.readTree(answer);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(service.toString().replaceFirst("/+$", "") + path));
  }

  private InputStream send(HttpRequest.Builder request) throws IOException {
    HttpResponse<InputStream> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The request to okayd was interrupted");
    } catch (IOException e) {
      // the JDK's exception often has no message
      throw new IOException(
          "%s does not answer (%s); is okayd running there?".formatted(service, reason(e)), e);
    }
    if (response.statusCode() / 100 != 2) {
      try (InputStream body = response.body()) {
        throw refusal(response.statusCode(), body.readAllBytes());
      }
    }
    return response.body();
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static ServiceRefusedException refusal(int status, byte[] body) {
    List<String> lines = new ArrayList<>();
    try {
      JsonNode problem = MAPPER.readTree(body);
      if (problem.has("detail")) {
        JsonNode faults = problem.has("faults") ? problem.path("faults") : MAPPER.createArrayNode();
        lines.add(problem.path("code").asText() + ": " + problem.path("detail").asText());
        for (int i = 1; i < faults.size(); i++) {
          JsonNode fault = faults.path(i);
          lines.add(fault.path("code").asText() + ": " + fault.path("detail").asText());
        }
        return new ServiceRefusedException(lines);
      }
    } catch (IOException e) {
      // the answer of a proxy, not of okayd
      return new ServiceRefusedException(
          List.of("HTTP status " + status + ", not from okayd itself"));
    }
    return new ServiceRefusedException(List.of("HTTP status " + status));
  }
}
