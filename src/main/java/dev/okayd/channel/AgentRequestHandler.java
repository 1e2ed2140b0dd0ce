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
 * Answers agents on channels that transport only a path and a body. Status, JSON and problems are
 * those of the same request over HTTP.
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
   * Answers a request: {@code commands} as soon as there is a command, all others at once. Never
   * fails: a refusal becomes a problem document. Cancelling ends the wait. Both the call and the
   * subscription need a thread that may block.
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
              "An agent may request session, hello, commands, go or reports, not \"%s\""
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

  /** Parameters of agents contain no escapes. */
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

  /** The answer to a failed request, or to one that its channel rejects. */
  public AgentAnswer refusal(Throwable failure) {
    Problem problem = ProblemFactory.of(failure);
    return new AgentAnswer(problem.status(), write(problem));
  }

  private String write(Object body) {
    try {
      return mapper.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The answer cannot be serialized", e);
    }
  }
}
