package dev.okayd.plan.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.document.DocumentMappers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestChannelsTest {

  private static GuestSpec spec(String channels) throws JsonProcessingException {
    return DocumentMappers.json()
        .readValue(
            "{\"platform\": \"qemu-virt\", \"devices\": []%s}".formatted(channels),
            GuestSpec.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[\"xenstore\",\"stream\",\"http\"]", "[\"http\",\"stream\"]", "[\"manual\"]"})
  void keepTheirOrder(String channels) throws JsonProcessingException {
    GuestSpec spec = spec(", \"channels\": " + channels);

    assertThat(DocumentMappers.json().writeValueAsString(spec))
        .contains("\"channels\":" + channels);
  }

  @Test
  void defaultToHttp() throws JsonProcessingException {
    GuestSpec spec = spec("");

    assertThat(spec.channelsOrDefault().include(GuestChannel.HTTP)).isTrue();
    assertThat(spec.channelsOrDefault().include(GuestChannel.STREAM)).isFalse();
    assertThat(DocumentMappers.json().writeValueAsString(spec)).doesNotContain("channels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"http\"",
        "[null]",
        "[\"http\",\"http\"]",
        "[\"manual\",\"http\"]",
        "[\"carrier-pigeon\"]"
      })
  void refusesInvalidChannels(String channels) {
    assertThatThrownBy(() -> spec(", \"channels\": " + channels))
        .isInstanceOf(JsonProcessingException.class);
  }
}
