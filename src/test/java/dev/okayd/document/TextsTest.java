package dev.okayd.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  @Test
  void textInAnyScriptCanBeStored() {
    assertThat(Texts.fault("disk ä 盘 \uD83D\uDE00 \n")).isEmpty();
  }

  @Test
  void textThatADatabaseRefusesOrChangesCannotBeStored() {
    assertThat(Texts.fault("a\0")).hasValue("the character U+0000");
    assertThat(Texts.fault("a\uD83D")).hasValue("half of a surrogate pair");
    assertThat(Texts.fault("\uDE00a")).hasValue("half of a surrogate pair");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\\u0000\"", "\"\\ud83d\""})
  void neitherComesInWithADocument(String json) {
    assertThatThrownBy(() -> DocumentMappers.json().readValue(json, String.class))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("The text has ");
    assertThatThrownBy(() -> DocumentMappers.json().readValue("[" + json + "]", String[].class))
        .isInstanceOf(JsonProcessingException.class);
  }
}
