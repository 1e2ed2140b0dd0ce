package dev.okayd.channel;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.http.RequestBody;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The five requests of an agent, the same on every channel. */
@ApplicationScoped
class AgentProtocol {
  private static final int LONGEST_WAIT_SECONDS = 60;
  private static final Pattern BOOT_ID = Pattern.compile("[0-9a-zA-Z-]{1,64}");

  private final AgentInbox inbox;
  private final CommandLongPolls waiting;
  private final AgentChannelConfig config;

  AgentProtocol(AgentInbox inbox, CommandLongPolls waiting, AgentChannelConfig config) {
    this.inbox = inbox;
    this.waiting = waiting;
    this.config = config;
  }

  /** The answer to a request for a session. */
  record Session(long session) {}

  Session session(Agent agent) {
    return new Session(inbox.session(agent));
  }

  /** The answer to HELLO. */
  record Welcome(String guest, long waitSeconds) {}

  Welcome hello(Agent agent, @Nullable Hello body) {
    Hello hello = RequestBody.require(body);
    requireBootId(hello.bootId());
    inbox.hello(agent, hello);
    return new Welcome(agent.guest(), config.commandWait().toSeconds());
  }

  /** The next command, as soon as there is one; empty if the wait ends first. */
  Uni<Optional<Command>> next(
      Agent agent, Optional<String> bootId, int waitSeconds, Optional<Long> uptimeMillis) {
    String boot = requireBootId(bootId.orElse(""));
    if (waitSeconds < 0 || waitSeconds > LONGEST_WAIT_SECONDS) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "wait=%d: 0 to %d seconds are expected".formatted(waitSeconds, LONGEST_WAIT_SECONDS));
    }
    return waiting.next(
        agent.guest(),
        Duration.ofSeconds(waitSeconds),
        () -> inbox.next(agent, boot, uptimeMillis),
        // the uptime belongs to the time of the request only
        () -> inbox.next(agent, boot, Optional.empty()));
  }

  /** The body of a request for go. */
  record GoRequest(String bootId, String commandId) {}

  GoAnswer go(Agent agent, @Nullable GoRequest body) {
    GoRequest request = RequestBody.require(body);
    return inbox.go(agent, requireBootId(request.bootId()), request.commandId());
  }

  void report(Agent agent, @Nullable CommandReport body) {
    inbox.report(agent, RequestBody.require(body));
  }

  private static String requireBootId(String bootId) {
    if (!BOOT_ID.matcher(bootId).matches()) {
      throw new OkaydException(
          ErrorCode.INVALID_PARAMETER,
          "bootId is Linux's boot id: 1 to 64 letters, digits and hyphens");
    }
    return bootId;
  }
}
