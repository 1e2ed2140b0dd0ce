package dev.okayd.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.plan.Plan;
import dev.okayd.plan.planner.Planner;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.catalog.Platforms;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentMappersTest {

  @Test
  void readsASpecFromYaml() throws JsonProcessingException {
    String yaml =
        """
        platform: qemu-virt
        devices:
          - {name: disk, type: blk, backend: storage}
          - {name: files, type: 9p, backend: storage, slotKind: boot}
        """;

    GuestSpec spec = DocumentMappers.yaml().readValue(yaml, GuestSpec.class);

    assertThat(spec.devices())
        .containsExactly(
            new DeviceSpec("disk", DeviceType.BLK, "storage", Optional.empty()),
            new DeviceSpec("files", DeviceType.P9, "storage", Optional.of(SlotKind.BOOT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"platform\": \"xen\"}",
        "{\"platform\": \"xen\", \"devices\": null}",
        "{\"platform\": \"xen\", \"devices\": [null]}",
        "{\"platform\": \"xen\", \"devices\": [], \"colour\": 1}",
        "{\"platform\": \"xen\", \"devices\": [{\"name\": \"a\", \"type\": \"blk\"}]}",
        "{\"platform\": \"xen\", \"devices\": [{\"name\": \"a\", \"type\": \"disk\", \"backend\": \"b\"}]}",
        "{\"platform\": \"xen\", \"devices\": [{\"name\": \"a\", \"type\": 2, \"backend\": \"b\"}]}",
        "{\"platform\": 1, \"devices\": []}",
        "{\"platform\": 1.5, \"devices\": []}",
        "{\"platform\": true, \"devices\": []}",
        "{\"platform\": \"xen\", \"platform\": \"qemu-virt\", \"devices\": []}",
        "{\"platform\": \"xen\", \"devices\": []} and more"
      })
  void refusesASpecWithAnythingMissingUnknownOrOfAnotherType(String json) {
    assertThatThrownBy(() -> DocumentMappers.json().readValue(json, GuestSpec.class))
        .isInstanceOf(JsonProcessingException.class);
    assertThatThrownBy(() -> DocumentMappers.yaml().readValue(json, GuestSpec.class))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void aPlanReadsBackAsItWasWritten() throws JsonProcessingException {
    GuestSpec spec =
        new GuestSpec(
            "qemu-virt",
            java.util.List.of(new DeviceSpec("disk", DeviceType.BLK, "storage", Optional.empty())));
    Plan plan = new Planner(Platforms.shipped()).plan(spec, Optional.empty());
    ObjectMapper json = DocumentMappers.json();

    String text = json.writeValueAsString(plan);

    assertThat(text).contains("\"base\":\"0xa000000\"").contains("\"cells\":[0,16,1]");
    assertThat(json.readValue(text, Plan.class)).isEqualTo(plan);
  }
}
