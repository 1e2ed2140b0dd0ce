package dev.okayd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {
  private static final EntityTag TAG = EntityTag.of(7);
  private static final Optional<EntityTag> SEVEN = Optional.of(TAG);
  private static final Optional<EntityTag> NOTHING = Optional.empty();

  private static EntityTags tags(String... lines) {
    return EntityTags.parse("If-Match", List.of(lines));
  }

  private static Preconditions ifMatch(String... lines) {
    return new Preconditions(Optional.of(tags(lines)), Optional.empty());
  }

  private static Preconditions ifNoneMatch(String... lines) {
    return new Preconditions(Optional.empty(), Optional.of(tags(lines)));
  }

  private static void assertConflict(
      Preconditions conditions, Optional<EntityTag> version, String message) {
    assertThatThrownBy(() -> conditions.requireMatch(version))
        .isInstanceOfSatisfying(
            OkaydException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.VERSION_CONFLICT))
        .hasMessageContaining(message);
  }

  private static void assertMet(Preconditions conditions, Optional<EntityTag> version) {
    assertThatCode(() -> conditions.requireMatch(version)).doesNotThrowAnyException();
  }

  @Test
  void ifMatchRequiresTheCurrentVersion() {
    assertMet(ifMatch("\"7\""), SEVEN);
    assertMet(ifMatch("\"6\", \"7\""), SEVEN);
    assertMet(ifMatch("\"6\"", "\"7\""), SEVEN);
    assertMet(ifMatch("*"), SEVEN);
    assertConflict(ifMatch("\"6\""), SEVEN, "The current version is \"7\"");
    assertConflict(ifMatch("\"07\""), SEVEN, "The current version is \"7\"");
    assertConflict(ifMatch("\"7\""), NOTHING, "The resource does not exist");
    assertConflict(ifMatch("*"), NOTHING, "The resource does not exist");
  }

  @Test
  void ifMatchNeverMatchesAWeakTag() {
    assertConflict(ifMatch("W/\"7\""), SEVEN, "The current version is \"7\"");
  }

  @Test
  void ifNoneMatchRejectsAMatchingVersion() {
    assertMet(ifNoneMatch("*"), NOTHING);
    assertMet(ifNoneMatch("\"6\""), SEVEN);
    assertConflict(ifNoneMatch("*"), SEVEN, "The current version is \"7\"");
    assertConflict(ifNoneMatch("\"7\""), SEVEN, "The current version is \"7\"");
  }

  @Test
  void aClientWithTheCurrentVersionGetsNoBody() {
    assertThat(ifNoneMatch("\"7\"").hasAlready(TAG)).isTrue();
    assertThat(ifNoneMatch("W/\"7\"").hasAlready(TAG)).isTrue();
    assertThat(ifNoneMatch("*").hasAlready(TAG)).isTrue();
    assertThat(ifNoneMatch("\"6\"").hasAlready(TAG)).isFalse();
    assertThat(Preconditions.NONE.hasAlready(TAG)).isFalse();
  }

  @Test
  void aPartMatchesByItsOwnTagOrByThatOfTheWhole() {
    List<EntityTag> either = List.of(EntityTag.of(7), new EntityTag("7-abc"));

    for (String named : List.of("\"7\"", "\"7-abc\"", "*")) {
      assertThatCode(() -> ifMatch(named).requireIfMatch(either)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> ifMatch("\"7-abd\"").requireIfMatch(either))
        .isInstanceOf(OkaydException.class)
        .hasMessageContaining("The current version is \"7\"");
  }

  @Test
  void aTagChangesWithAllShownContent() {
    record Shown(String kernel) {}

    EntityTag tag = EntityTag.of(7, new Shown("6.1"));

    assertThat(tag.toString()).matches("\"7-[0-9a-f]{16}\"");
    assertThat(tag).isEqualTo(EntityTag.of(7, new Shown("6.1")));
    assertThat(tag)
        .isNotEqualTo(EntityTag.of(7, new Shown("6.2")))
        .isNotEqualTo(EntityTag.of(8, new Shown("6.1")));
  }

  @Test
  void aListMayHaveEmptyElementsAndCommasWithinTags() {
    EntityTags tags = tags(" , \"a,b\" ,, W/\"7\"\t,\"\"");

    assertThat(tags).isEqualTo(new EntityTags(false, List.of("a,b", ""), List.of("7")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "7",
        "\"7",
        "7\"",
        "w/\"7\"",
        "W/ \"7\"",
        "\"7\" \"8\"",
        "*, \"7\"",
        "\"7\", *",
        "\"a b\""
      })
  void whatIsNoListOfTagsIsRefused(String header) {
    assertThatThrownBy(() -> tags(header))
        .isInstanceOfSatisfying(
            OkaydException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER))
        .hasMessageContaining("If-Match is neither * nor a list of ETags");
  }

  @Test
  void aHeaderWithTooManyTagsIsRefusedBeforeItIsParsed() {
    assertThatThrownBy(() -> tags("\"7\",".repeat(10_000))).isInstanceOf(OkaydException.class);
  }
}
