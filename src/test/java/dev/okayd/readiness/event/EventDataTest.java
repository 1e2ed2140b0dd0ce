package dev.okayd.readiness.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.okayd.backend.Readiness;
import dev.okayd.backend.ServedDevice;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDataTest {

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static String devices(int count) {
    String device = "{'guest': 'domu1', 'device': 'disk'}";
    return "{'devices': [" + String.join(",", Collections.nCopies(count, device)) + "]}";
  }

  private static EventData read(JsonNode data, Readiness readiness) {
    EventFaults faults = EventFaults.ofOne();
    EventData read = EventData.read(data, readiness, faults);
    faults.all().refuseIfAny();
    return read;
  }

  private static void assertRefused(String data, Readiness readiness, String why) {
    assertThatThrownBy(() -> read(json(data), readiness))
        .isInstanceOfSatisfying(
            OkaydException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_EVENT))
        .hasMessageContaining(why);
  }

  @Test
  void anEventWithoutDataIsAboutAllDevices() {
    EventData data = read(MissingNode.getInstance(), Readiness.READY);

    assertThat(data).isEqualTo(EventData.NONE);
  }

  @Test
  void allThatDataCanHaveIsRead() {
    EventData data =
        read(
            json(
                "{'devices': [{'guest': 'domu1', 'device': 'disk'}], 'domid': 3, 'ttlSeconds': 30}"),
            Readiness.READY);

    assertThat(data.devices()).containsExactly(new ServedDevice("domu1", "disk"));
    assertThat(data.domid()).isEqualTo(Optional.of(3));
    assertThat(data.ttlSeconds()).isEqualTo(Optional.of(30L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | data is a JSON object",
        "[] | data is a JSON object",
        "'ready' | data is a JSON object",
        "{'device': []} | known are devices, domid, ttlSeconds; did you mean \"devices\"? (at data.device)",
        "{'domid': -1} | data.domid is a number from 0 to 32751",
        "{'domid': 32752} | data.domid is a number from 0 to 32751",
        "{'domid': 1.5} | data.domid is a number from 0 to 32751",
        "{'domid': '1'} | data.domid is a number from 0 to 32751",
        "{'domid': null} | data.domid is a number from 0 to 32751",
        "{'domid': 99999999999999999999} | data.domid is a number from 0 to 32751",
        "{'ttlSeconds': 0} | data.ttlSeconds is a number from 1 to 86400",
        "{'ttlSeconds': 86401} | data.ttlSeconds is a number from 1 to 86400",
        "{'devices': null} | array of 1 to 256",
        "{'devices': {}} | array of 1 to 256",
        "{'devices': []} | array of 1 to 256",
        "{'devices': ['disk']} | both of them names",
        "{'devices': [{'guest': 'domu1'}]} | both of them names",
        "{'devices': [{'guest': 'domu1', 'device': 1}]} | both of them names",
        "{'devices': [{'guest': 'domu1', 'device': 'disk', 'x': 1}]} | both of them names",
        "{'devices': [{'guest': 'domu1', 'device': ''}]} | \"\" is no name for a device",
        "{'devices': [{'guest': 'DomU', 'device': 'disk'}]} | \"DomU\" is no name for a guest",
        "{'devices': [{'guest': 'domu1', 'device': 'a/b'}]} | \"a/b\" is no name for a device",
        "{'devices': [{'guest': 'domu1', 'device': 'd\\u0000'}]} | is no name for a device",
      })
  void whatTheContractDoesNotHaveIsRefused(String data, String why) {
    assertRefused(data, Readiness.READY, why);
  }

  @Test
  void everyFaultIsSaidAtOnce() {
    JsonNode data =
        json(
            "{'domain': 3, 'domid': '3', 'ttlSeconds': 0, 'devices': [{'guest': 'A', 'device': 'b'}, 7]}");

    assertThatThrownBy(() -> read(data, Readiness.READY))
        .isInstanceOfSatisfying(
            OkaydException.class,
            refusal ->
                assertThat(refusal.faults())
                    .extracting(OkaydException.Fault::message)
                    .satisfiesExactly(
                        field -> assertThat(field).endsWith("(at data.domain)"),
                        domid -> assertThat(domid).contains("data.domid is a number"),
                        ttl -> assertThat(ttl).contains("data.ttlSeconds is a number"),
                        name -> assertThat(name).endsWith("(at data.devices[0].guest)"),
                        device -> assertThat(device).contains("data.devices[1] has to include")));
  }

  @Test
  void moreDevicesThanTheContractHasAreRefused() {
    assertThat(read(json(devices(256)), Readiness.READY).devices()).hasSize(256);

    assertRefused(devices(257), Readiness.READY, "array of 1 to 256");
  }

  @Test
  void aNameOfADeviceIsNoLongerThanNamesAre() {
    String longest = "d".repeat(63);
    String data = "{'devices': [{'guest': 'domu1', 'device': '%s'}]}";

    assertThat(read(json(data.formatted(longest)), Readiness.READY).devices())
        .containsExactly(new ServedDevice("domu1", longest));
    assertRefused(data.formatted(longest + "d"), Readiness.READY, "is no name for a device");
  }

  @ParameterizedTest
  @CsvSource({"DRAINING", "LOST"})
  void onlyReadyHasATimeToLive(Readiness readiness) {
    assertRefused("{'ttlSeconds': 30}", readiness, "only \"ready\" can include ttlSeconds");
  }
}
