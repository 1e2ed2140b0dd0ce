package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Json;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Go and no-go: the agent asks right before it acts, and does not act without go. */
class AgentGoTest extends AgentKit {
  private static final int TOO_LONG = FakeOkayd.GO_SECONDS;

  /** The applied overlays at each request for go. */
  private final List<List<String>> appliedWhenAsked = new CopyOnWriteArrayList<>();

  AgentGoTest(Shell shell) {
    super(shell);
  }

  @Test
  void asksRightBeforeItApplies() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.meanwhile("go", () -> appliedWhenAsked.add(guest.overlays()));
      okayd.sends(Commands.apply("disk.1", DISK));

      JsonNode report = okayd.next("reports").json();

      assertThat(okayd.next("go").json())
          .isEqualTo(
              Json.parse(
                  """
                  {"bootId": "%s", "commandId": "disk.1"}
                  """
                      .formatted(FakeGuest.BOOT_ID)));
      assertThat(appliedWhenAsked).containsExactly(List.of());
      assertThat(report.get("result").asText()).isEqualTo("applied");
      assertThat(okayd.kinds()).containsSequence("commands", "go", "reports");
      agent.logs("disk.1: apply");
    }
  }

  @Test
  void asksBeforeItRemoves() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.apply("disk.1", DISK));
      okayd.next("reports");
      okayd.answers("go", 409);
      okayd.meanwhile("go", () -> okayd.sends(Commands.remove("nic.3", NIC)));
      okayd.sends(Commands.remove("disk.2", DISK));

      agent.logs("disk.2: dropped, okayd answers 409: no-go");
      assertThat(okayd.next("reports").json().get("commandId").asText()).isEqualTo("nic.3");
      assertThat(guest.overlays()).containsExactly("okayd-disk");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409})
  void neitherActsNorReportsOnNoGo(int status) {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.answers("go", status);
      okayd.meanwhile("go", () -> okayd.sends(Commands.remove("nic.2", NIC)));
      okayd.sends(Commands.apply("disk.1", DISK));

      JsonNode report = okayd.next("reports").json();

      assertThat(report.get("commandId").asText()).isEqualTo("nic.2");
      assertThat(guest.overlays()).isEmpty();
      assertThat(guest.sleeps()).doesNotContain("15");
      agent.logs("disk.1: dropped, okayd answers " + status + ": no-go");
    }
  }

  @Test
  void doesNotAskAgainAtOnceForACommandThatComesAgainAfterNoGo() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.answers("go", 409);
      okayd.answers("go", 409);
      okayd.sends(Commands.apply("disk.1", DISK));

      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("applied");
      assertThat(guest.sleeps()).containsOnlyOnce("15");
      agent.logs("no-go");
    }
  }

  @Test
  void doesNotAskAgainAtOnceForCommandsThatComeByTurnsAfterNoGo() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      for (String next : List.of("disk.2", "disk.1", "disk.2")) {
        okayd.answers("go", 409);
        okayd.meanwhile("go", () -> okayd.sends(Commands.apply(next, DISK)));
      }
      okayd.sends(Commands.apply("disk.1", DISK));

      assertThat(okayd.next("reports").json().get("commandId").asText()).isEqualTo("disk.2");
      assertThat(guest.sleeps()).containsOnlyOnce("15");
      agent.logs("no-go");
    }
  }

  @Test
  void doesNotAskForEverForCommandsThatAreAlwaysNew() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      for (int number = 2; number <= 10; number++) {
        String next = Commands.apply("disk." + number, DISK);
        okayd.answers("go", 409);
        okayd.meanwhile("go", () -> okayd.sends(next));
      }
      okayd.sends(Commands.apply("disk.1", DISK));

      assertThat(okayd.next("reports").json().get("commandId").asText()).isEqualTo("disk.10");
      assertThat(guest.sleeps()).containsOnlyOnce("15");
      agent.logs("no-go");
    }
  }

  @Test
  void saysHelloAgainAfterNoGoOfAnOkaydThatDoesNotKnowThisBoot() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.next("hello");
      okayd.answers("go", 409);
      okayd.meanwhile("go", () -> okayd.answers("commands", 409));
      okayd.sends(Commands.apply("disk.1", DISK));

      okayd.next("hello");

      assertThat(okayd.kinds()).endsWith("go", "commands", "session", "hello");
      agent.logs("sending HELLO again");
    }
  }

  @Test
  void usesNoGoThatComesTooLateButAsksAgain() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.meanwhile("go", () -> guest.passes(TOO_LONG));
      okayd.meanwhile("go", () -> appliedWhenAsked.add(guest.overlays()));
      okayd.sends(Commands.apply("disk.1", DISK));

      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("applied");
      assertThat(appliedWhenAsked).containsExactly(List.of());
      assertThat(okayd.kinds()).containsSequence("commands", "go", "go", "reports");
      agent.logs("disk.1: apply");
    }
  }

  @Test
  void usesNoGoThatComesTooLateForARemoval() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.apply("disk.1", DISK));
      okayd.next("reports");
      okayd.meanwhile("go", () -> guest.passes(TOO_LONG));
      okayd.meanwhile("go", () -> appliedWhenAsked.add(guest.overlays()));
      okayd.sends(Commands.remove("disk.2", DISK));

      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("removed");
      assertThat(appliedWhenAsked).containsExactly(List.of("okayd-disk"));
      agent.logs("disk.2: remove");
    }
  }

  @Test
  void dropsACommandForWhichGoIsAlwaysLate() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      for (int time = 1; time <= 3; time++) {
        okayd.meanwhile("go", () -> guest.passes(TOO_LONG));
      }
      okayd.sends(Commands.apply("disk.1", DISK));

      agent.logs("disk.1: dropped, go expired 3 times before the agent could act");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"go\":\"disk.2\",\"goSeconds\":5}",
        "{\"go\":\"disk.1\"}",
        "{\"go\":\"disk.1\",\"goSeconds\":0}",
        "{\"go\":\"disk.1\",\"goSeconds\":08}",
        "{\"go\":\"disk.1\",\"goSeconds\":\"08\"}",
        "{\"go\":\"disk.1\",\"goSeconds\":61}",
        "<html>disk.1</html>"
      })
  void takesNothingElseForGo(String answer) {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.answersGo(answer);
      okayd.meanwhile("go", () -> appliedWhenAsked.add(guest.overlays()));
      okayd.meanwhile("go", () -> appliedWhenAsked.add(guest.overlays()));
      okayd.sends(Commands.apply("disk.1", DISK));

      agent.logs("is not a go for this command");
      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("applied");
      assertThat(appliedWhenAsked).containsExactly(List.of(), List.of());
    }
  }

  @Test
  void asksUntilOkaydAnswersAndDoesNotActBefore() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.answers("go", 503);
      okayd.answers("go", 503);
      okayd.sends(Commands.valid(30, Commands.apply("disk.1", DISK)));

      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("applied");
      assertThat(okayd.kinds()).containsSequence("commands", "go", "go", "go", "reports");
      agent.logs("okayd answers 503; trying again");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 503})
  void asksNoLongerThanTheCommandIsValid(int status) {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      for (int time = 0; time < 10; time++) {
        okayd.answers("go", status);
      }
      okayd.sends(Commands.valid(10, Commands.apply("disk.1", DISK)));

      agent.logs("disk.1: dropped, it was valid for 10 s");
      assertThat(guest.overlays()).isEmpty();
    }
  }

  @Test
  void doesNotAskForACommandThatIsNoLongerValid() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.valid(0, Commands.apply("disk.1", DISK)));

      agent.logs("disk.1: dropped, it was valid for 0 s");
      assertThat(okayd.kinds()).doesNotContain("go", "reports");
      assertThat(guest.overlays()).isEmpty();
    }
  }

  @Test
  void beginsNoCommandThatIsNoLongerValidWhenGoComes() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.meanwhile("go", () -> guest.passes(TOO_LONG - 1));
      okayd.sends(Commands.valid(TOO_LONG - 1, Commands.apply("disk.1", DISK)));

      agent.logs("disk.1: dropped, it was valid for 4 s");
    }
  }

  @Test
  void refusesWithoutAsking() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.apply("disk.1", "/uart@9000000"));

      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("refused");
      assertThat(okayd.kinds()).doesNotContain("go");
      agent.logs("allow-list");
    }
  }
}
