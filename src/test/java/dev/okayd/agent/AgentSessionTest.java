package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Request;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each HELLO has its own session, so that okayd recognizes an earlier HELLO. */
class AgentSessionTest extends AgentKit {
  AgentSessionTest(Shell shell) {
    super(shell);
  }

  @Test
  void beginsASessionBeforeHello() {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answersSession("{\"session\":9007199254740993}");
      try (RunningAgent agent = guest.run(okayd)) {
        Request session = okayd.next("session");

        assertThat(session.body()).isEmpty();
        assertThat(session.authorization()).isEqualTo("Bearer " + FakeGuest.TOKEN);
        assertThat(sessionOfHello(okayd)).isEqualTo(9007199254740993L);
        assertThat(okayd.kinds()).startsWith("session", "hello");
        agent.logs("waiting for commands");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 503})
  void beginsAnotherSessionWithEachTry(int status) {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("hello", status);
      okayd.answers("hello", status);
      try (RunningAgent agent = guest.run(okayd)) {
        agent.logs("waiting for commands");

        assertThat(sessionOfHello(okayd)).isEqualTo(1);
        assertThat(sessionOfHello(okayd)).isEqualTo(2);
        assertThat(sessionOfHello(okayd)).isEqualTo(3);
        assertThat(okayd.kinds())
            .startsWith("session", "hello", "session", "hello", "session", "hello");
      }
    }
    assertThat(guest.sleeps())
        .startsWith(status == 409 ? new String[] {"15", "15"} : new String[] {"1", "2"});
  }

  @Test
  void beginsAnotherSessionWhenHelloIsDueAgain() {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("commands", 409);
      try (RunningAgent agent = guest.run(okayd)) {
        agent.logs("sending HELLO again");
        agent.logs("waiting for commands");

        assertThat(sessionOfHello(okayd)).isEqualTo(1);
        assertThat(sessionOfHello(okayd)).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 409, 503})
  void saysNoHelloUntilThereIsASession(int status) {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("session", status);
      okayd.answers("session", status);
      try (RunningAgent agent = guest.run(okayd)) {
        agent.logs("okayd answers " + status);
        agent.logs("waiting for commands");

        assertThat(okayd.kinds()).startsWith("session", "session", "session", "hello");
        assertThat(sessionOfHello(okayd)).isEqualTo(1);
      }
    }
    assertThat(guest.sleeps())
        .startsWith(status == 503 ? new String[] {"1", "2"} : new String[] {"15", "15"});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"session\":\"\"}",
        "{\"session\":\"one\"}",
        "{\"session\":1,\"session\":2}",
        "{\"session\":1.5}",
        "<html></html>"
      })
  void takesNothingElseForASession(String answer) {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answersSession(answer);
      try (RunningAgent agent = guest.run(okayd)) {
        agent.logs("is not one of okayd's");
        agent.logs("waiting for commands");

        assertThat(okayd.kinds()).startsWith("session", "session", "hello");
        assertThat(sessionOfHello(okayd)).isEqualTo(1);
      }
    }
  }

  @Test
  void saysHelloWithoutASessionToAnOkaydThatHasNone() {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("session", 404);
      try (RunningAgent agent = guest.run(okayd)) {
        assertThat(okayd.next("hello").json().has("session")).isFalse();

        agent.logs("waiting for commands");
        assertThat(guest.sleeps()).doesNotContain("15");
      }
    }
  }

  @Test
  void saysThatThereIsNoSuchGuestWhenHelloIsAnswered404AsWell() {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("session", 404);
      okayd.answers("hello", 404);
      try (RunningAgent agent = guest.run(okayd)) {
        agent.logs("okayd answers 404: it has no guest domu1");
        agent.logs("waiting for commands");

        assertThat(okayd.next("hello").json().has("session")).isFalse();
        assertThat(sessionOfHello(okayd)).isEqualTo(1);
      }
    }
  }

  private static long sessionOfHello(FakeOkayd okayd) {
    return okayd.next("hello").json().get("session").asLong();
  }
}
