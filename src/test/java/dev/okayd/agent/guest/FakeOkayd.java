package dev.okayd.agent.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.okayd.channel.AgentAnswer;
import dev.okayd.channel.stream.StreamEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** An okayd for one agent. */
public final class FakeOkayd implements AutoCloseable {
  public static final int GO_SECONDS = 5;
  private static final int COMMAND_WAIT_SECONDS = 3;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingDeque<String> commands = new LinkedBlockingDeque<>();
  private final Map<String, BlockingQueue<Request>> requests = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<Integer>> refusals = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<Runnable>> meanwhile = new ConcurrentHashMap<>();
  private final BlockingQueue<String> goAnswers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> sessionAnswers = new LinkedBlockingQueue<>();
  private final AtomicInteger sessions = new AtomicInteger();
  private final BlockingQueue<String> kinds = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private final String scheme;

  public FakeOkayd() {
    this(0);
  }

  public FakeOkayd(int port) {
    this(plain(port), "http");
  }

  /** An okayd with TLS and this certificate. */
  public static FakeOkayd over(SSLContext tls) {
    try {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new FakeOkayd(server, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer plain(int port) {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FakeOkayd(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/v1/guests/domu1/agent/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public static int freePort() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    int port = server.getAddress().getPort();
    server.stop(0);
    return port;
  }

  public String url() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers the next request of this kind with an error. */
  public void answers(String kind, int status) {
    refusals(kind).add(status);
  }

  /** Answers the next request for go with this; the default is go for {@link #GO_SECONDS}. */
  public void answersGo(String body) {
    goAnswers.add(body);
  }

  /** Answers the next request for a session with this; the default is the next number. */
  public void answersSession(String body) {
    sessionAnswers.add(body);
  }

  /** Runs an action between the next request of this kind and its answer. */
  public void meanwhile(String kind, Runnable event) {
    meanwhile.computeIfAbsent(kind, any -> new LinkedBlockingQueue<>()).add(event);
  }

  /** The kinds of all requests so far, in order. */
  public List<String> kinds() {
    return List.copyOf(kinds);
  }

  /** Sends this command, instead of an earlier one, until it accepts a report. */
  public void sends(String command) {
    commands.clear();
    commands.addFirst(command);
  }

  public Request next(String kind) {
    return Patience.next(requests(kind), "request for " + kind);
  }

  private BlockingQueue<Request> requests(String kind) {
    return requests.computeIfAbsent(kind, any -> new LinkedBlockingQueue<>());
  }

  private BlockingQueue<Integer> refusals(String kind) {
    return refusals.computeIfAbsent(kind, any -> new LinkedBlockingQueue<>());
  }

  /** Also serves an agent at the other end of this terminal. */
  public StreamEnd serves(Terminal terminal) {
    StreamEnd end =
        new StreamEnd(
            terminal.in(),
            terminal.out(),
            (path, body) -> {
              String[] parts = path.split("\\?", 2);
              return answer(parts[0], new Request(parts.length > 1 ? parts[1] : "", "", body));
            });
    end.start();
    return end;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String kind = Path.of(exchange.getRequestURI().getPath()).getFileName().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String query = exchange.getRequestURI().getQuery();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    AgentAnswer answer = answer(kind, new Request(query == null ? "" : query, authorization, body));
    byte[] bytes = answer.body().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private AgentAnswer answer(String kind, Request request) {
    Integer refusal = refusals(kind).poll();
    if (kind.equals("reports") && refusal == null) {
      commands.clear();
    }
    kinds.add(kind);
    requests(kind).add(request);
    Runnable event = meanwhile.getOrDefault(kind, new LinkedBlockingQueue<>()).poll();
    if (event != null) {
      event.run();
    }
    return refusal == null
        ? answerTo(kind, request)
        : new AgentAnswer(refusal, "{\"code\":\"some-code\",\"detail\":\"HTTP/1.1 200 OK\"}");
  }

  private AgentAnswer answerTo(String kind, Request request) {
    return switch (kind) {
      case "session" ->
          ok(
              Optional.ofNullable(sessionAnswers.poll())
                  .orElseGet(() -> "{\"session\":%d}".formatted(sessions.incrementAndGet())));
      case "hello" -> ok("{\"guest\":\"domu1\",\"waitSeconds\":7}");
      case "commands" -> nextCommand();
      case "go" ->
          ok(
              Optional.ofNullable(goAnswers.poll())
                  .orElseGet(
                      () ->
                          "{\"go\":\"%s\",\"goSeconds\":%d}"
                              .formatted(request.json().get("commandId").asText(), GO_SECONDS)));
      default -> new AgentAnswer(204, "");
    };
  }

  private AgentAnswer nextCommand() {
    try {
      String command = commands.pollFirst(COMMAND_WAIT_SECONDS, TimeUnit.SECONDS);
      if (command == null) {
        return new AgentAnswer(204, "");
      }
      commands.addFirst(command);
      return ok(command);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AgentAnswer(503, "");
    }
  }

  private static AgentAnswer ok(String body) {
    return new AgentAnswer(200, body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
