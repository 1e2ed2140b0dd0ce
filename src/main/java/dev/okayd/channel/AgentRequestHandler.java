package dev.okayd.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.document.DocumentReader;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.http.Problem;
import dev.okayd.http.ProblemFactory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers agents on channels that carry no more than a path and a body: with the status, the JSON
 * and the problems that the same request gets over HTTP.
 */
@ApplicationScoped
public class AgentRequestHandler {
  static final String DEFAULT_WAIT = "25";

  private final AgentProtocol protocol;
  private final ObjectMapper mapper;
  private final DocumentReader documents;

  AgentRequestHandler(AgentProtocol protocol, ObjectMapper mapper) {
    this.protocol = protocol;
    this.mapper = mapper;
    this.documents = new DocumentReader(mapper);
  }

  /**
   * The answer, which for {@code commands} comes as soon as there is a command and for all else at
   * once. Never fails: what is refused is answered with a problem. Cancelling it ends the wait. To
   * be called, not only subscribed to, on a thread that may block.
   */
  public Uni<AgentAnswer> answer(AgentRequest request) {
    try {
      return serve(request).onFailure().recoverWithItem(this::refusal);
    } catch (RuntimeException e) {
      return Uni.createFrom().item(refusal(e));
    }
  }

  private Uni<AgentAnswer> serve(AgentRequest request) {
    Agent agent = request.agent();
    String[] parts = request.path().split("\\?", 2);
    return switch (parts[0]) {
      case "session" -> now(json(protocol.session(agent)));
      case "hello" -> now(json(protocol.hello(agent, read(request, Hello.class))));
      case "go" -> now(json(protocol.go(agent, read(request, AgentProtocol.GoRequest.class))));
      case "reports" -> {
        protocol.report(agent, read(request, CommandReport.class));
        yield now(AgentAnswer.nothing());
      }
      case "commands" -> next(agent, parts.length > 1 ? parts[1] : "");
      default ->
          throw new OkaydException(
              ErrorCode.NO_SUCH_RESOURCE,
              "An agent asks for session, hello, commands, go or reports, and not for \"%s\""
                  .formatted(parts[0]));
    };
  }

  private Uni<AgentAnswer> next(Agent agent, String query) {
    int wait = number(parameter(query, "wait").orElse(DEFAULT_WAIT));
    return protocol
        .next(
            agent,
            parameter(query, "bootId"),
            wait,
            parameter(query, "uptimeMillis").map(AgentRequestHandler::longNumber))
        .map(command -> command.map(this::json).orElseGet(AgentAnswer::nothing));
  }

  private static Uni<AgentAnswer> now(AgentAnswer answer) {
    return Uni.createFrom().item(answer);
  }

  /** What agents put into a query needs no escaping. */
  private static Optional<String> parameter(String query, String name) {
    return Arrays.stream(query.split("&"))
        .filter(parameter -> parameter.startsWith(name + "="))
        .map(parameter -> parameter.substring(name.length() + 1))
        .findFirst();
  }

  private static long longNumber(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ProblemFactory.notANumber();
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ProblemFactory.notANumber();
    }
  }

  private <T> @Nullable T read(AgentRequest request, Class<T> type) {
    return request.body().isEmpty() ? null : documents.read(request.body(), type).orElse(null);
  }

  private AgentAnswer json(Object body) {
    return AgentAnswer.ok(write(body));
  }

  /** What is answered to a request that failed, or that its channel does not take. */
  public AgentAnswer refusal(Throwable failure) {
    Problem problem = ProblemFactory.of(failure);
    return new AgentAnswer(problem.status(), write(problem));
  }

  private String write(Object body) {
    try {
      return mapper.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer of okayd's own cannot be written", e);
    }
  }
}
