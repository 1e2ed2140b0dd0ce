package dev.okayd.plan.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.document.DocumentMappers;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.Plan;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.testing.Plans;
import dev.okayd.testing.RandomSpecs;
import dev.okayd.testing.Specs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile documents: okayd plans or refuses them, and never fails otherwise. */
class HostileSpecTest {
  private static final ObjectMapper JSON = DocumentMappers.json();

  private static final Values NUMBERS =
      new Values(
          List.of(
              "0", "1", "-1", "31", "32", "33", "100", "1019", "1020", "2147483647", "-2147483648"),
          List.of("2147483648", "1e9", "0.5", "null", "true", "\"7\"", "[]", "{}"));

  private static final Values ADDRESSES =
      new Values(
          List.of(
              "\"0x0\"",
              "\"0x200\"",
              "\"0x2000000\"",
              "\"0x2000200\"",
              "\"0x40000000\"",
              "\"0xfffffe00\"",
              "\"0x100000000\"",
              "\"0x7fffffffffffffff\"",
              "\"0x8000000000000000\"",
              "\"0xfffffffffffffe00\"",
              "\"0xffffffffffffffff\""),
          List.of("\"0x10000000000000000\"", "\"-0x1\"", "\"\"", "null", "7"));

  private static final Values NAMES =
      new Values(
          List.of("\"a\"", "\"b\"", "\"c\"", "\"d\"", "\"e\"", "\"f\"", "\"g\"", "\"spare-x\""),
          List.of("\"\"", "\"..\"", "\"A\"", "null", "\"a\\nb\"", "\"spare-1\""));

  private static final Values PLATFORMS =
      new Values(
          List.of(
              "\"custom\"",
              "\"qemu-virt\"",
              "\"xen\"",
              "\"xen-amd\"",
              "\"xen-direct-map\"",
              "\"xen-dom0less\""),
          List.of("\"\"", "null"));

  /** Values of a field; readable values are more frequent than odd ones. */
  private record Values(List<String> readable, List<String> odd) {
    String one(RandomSpecs random) {
      return random.oneOf(random.percent(97) ? readable : odd);
    }
  }

  private static String document(RandomSpecs random) {
    StringBuilder text = new StringBuilder("{\"platform\": " + PLATFORMS.one(random));
    if (random.percent(40)) {
      text.append(", \"window\": {\"base\": ").append(ADDRESSES.one(random));
      text.append(", \"interrupt\": ").append(NUMBERS.one(random));
      text.append(", \"slots\": ").append(NUMBERS.one(random));
      text.append(", \"slotSize\": ").append(ADDRESSES.one(random)).append("}");
    }
    if (random.percent(40)) {
      text.append(", \"machine\": {\"vcpus\": ").append(NUMBERS.one(random));
      text.append(", \"memoryMib\": ").append(NUMBERS.one(random));
      text.append(", \"passthroughInterrupts\": [").append(NUMBERS.one(random));
      text.append("], \"reserved\": [").append(region(random));
      text.append("], \"ram\": [").append(region(random)).append("]}");
    }
    if (random.percent(40)) {
      text.append(", \"backends\": [{\"name\": ").append(NAMES.one(random));
      text.append(", \"domid\": ").append(NUMBERS.one(random)).append("}]");
    }
    if (random.percent(40)) {
      text.append(", \"spare\": ").append(NUMBERS.one(random));
    }
    if (random.percent(20)) {
      text.append(", \"bridges\": [{\"name\": ").append(NAMES.one(random));
      text.append(", \"backend\": \"b\", \"grants\": true, \"functions\": [\"00:01.0\"]}]");
    }
    text.append(", \"devices\": [");
    for (int i = random.below(4); i >= 0; i--) {
      text.append("{\"name\": ").append(NAMES.one(random));
      text.append(", \"type\": \"gpio\", \"backend\": ").append(NAMES.one(random));
      text.append(random.percent(30) ? ", \"slotKind\": \"boot\"" : "");
      text.append(random.percent(30) ? ", \"grants\": true" : "");
      switch (random.below(4)) {
        case 0 -> text.append(", \"pin\": {\"slot\": ").append(NUMBERS.one(random)).append("}");
        case 1 ->
            text.append(", \"pin\": {\"base\": ")
                .append(ADDRESSES.one(random))
                .append(", \"interrupt\": ")
                .append(NUMBERS.one(random))
                .append("}");
        default -> {
          // it has none
        }
      }
      text.append(i > 0 ? "}, " : "}");
    }
    return text.append("]}").toString();
  }

  private static String region(RandomSpecs random) {
    return random.percent(2)
        ? "null"
        : "{\"name\": %s, \"base\": %s, \"size\": %s}"
            .formatted(NAMES.one(random), ADDRESSES.one(random), ADDRESSES.one(random));
  }

  private static String outcome(String document) {
    try {
      GuestSpec spec = JSON.readValue(document, GuestSpec.class);
      Blueprint.create(Plans.PLANNER, spec, PlanningContext.NONE);
      return "planned";
    } catch (OkaydException refusal) {
      return refusal.code() == ErrorCode.BASE_TREE_MISSING ? "planned" : "refused";
    } catch (JsonProcessingException refusal) {
      return "not read";
    }
  }

  @Test
  void hostileSpecsArePlannedOrRefusedButNeverFailOtherwise() {
    RandomSpecs random = new RandomSpecs(41);
    Map<String, Integer> outcomes = new TreeMap<>();

    for (int round = 0; round < 6_000; round++) {
      outcomes.merge(outcome(document(random)), 1, Integer::sum);
    }

    assertThat(outcomes).containsOnlyKeys("not read", "planned", "refused");
    assertThat(outcomes.values()).allMatch(count -> count > 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"vcpus": 0}                               | machine.vcpus is 0; expected 1 to 4096
          {"vcpus": -3}                              | machine.vcpus is -3; expected 1 to 4096
          {"vcpus": 4097}                            | machine.vcpus is 4097; expected 1 to 4096
          {"memoryMib": 0}                           | machine.memoryMib is 0; expected 1 to 16777216
          {"memoryMib": 2147483647}                  | machine.memoryMib is 2147483647; expected 1 to 16777216
          {"passthroughInterrupts": [15]}            | Passed-through INTID 15 is out of range; expected 16 to 1019
          {"passthroughInterrupts": [1020]}          | Passed-through INTID 1020 is out of range; expected 16 to 1019
          {"passthroughInterrupts": [-2147483648]}   | Passed-through INTID -2147483648 is out of range; expected 16 to 1019
          {"passthroughInterrupts": [80, 80]}        | Passed-through INTID 80 is listed twice
          {"passthroughInterrupts": [992]}           | INTID 992 needs 961 shared interrupts, but platform xen has at most 960
          {"ram": [{"name": "r", "base": "0x0", "size": "0x0"}]} | Region "r" has size 0x0
          {"reserved": [{"name": "r", "base": "0xffffffffffffff00", "size": "0x101"}]} | Region "r" has 0x101 bytes at 0xffffffffffffff00, which exceeds the 64-bit address space
          {"reserved": [{"name": "", "base": "0x0", "size": "0x1"}]} | The name of a region is empty, longer than 63 characters, or contains control characters
          {"reserved": [{"name": "a\\nb", "base": "0x0", "size": "0x1"}]} | The name of a region is empty, longer than 63 characters, or contains control characters
          """)
  void refusesAnInvalidMachine(String machine, String message) throws JsonProcessingException {
    GuestSpec spec =
        JSON.readValue(
            "{\"platform\": \"xen\", \"devices\": [], \"machine\": %s}".formatted(machine),
            GuestSpec.class);

    OkaydException refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            OkaydException.class, () -> Plans.PLANNER.plan(spec, PlanningContext.NONE));

    assertThat(refusal.faults())
        .containsExactly(new OkaydException.Fault(ErrorCode.INVALID_SPEC, message));
  }

  @Test
  void aRegionCanEndAtTheLastAddress() {
    Specs specs = Specs.on("xen").reserved(Specs.region("r", "0xffffffffffffff00", "0x100"));

    assertThat(Plans.plan(specs).slots()).isEmpty();
  }

  @Test
  void plansADeviceForEveryInterruptInSeconds() {
    Specs specs =
        Specs.on("custom")
            .window("0x50000000", 32, 988)
            .with(IntStream.range(0, 400).mapToObj(i -> Specs.gated("d" + i)).toList())
            .spareAll();
    Plan previous = Plans.plan(Specs.on("custom").window("0x50000000", 32, 988).spareAll());

    Plan plan =
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> Plans.planAfter(previous, specs));

    assertThat(plan.slots()).hasSize(400);
    assertThat(plan.digest()).isEqualTo(previous.digest());
  }

  @Test
  void refusesMoreDevicesThanAnyPlatformHasSlots() {
    Plans.assertRefused(
        Specs.on("xen").with(IntStream.range(0, 1025).mapToObj(i -> Specs.gated("d" + i)).toList()),
        ErrorCode.INVALID_SPEC,
        "The spec has 1025 devices; the maximum is 1024");
    Plans.assertRefused(
        Specs.on("xen").with(IntStream.range(0, 1024).mapToObj(i -> Specs.gated("d" + i)).toList()),
        ErrorCode.NO_FREE_SLOT,
        "The guest has 1024 devices, but platform xen has only 11 slots");
  }

  @ParameterizedTest
  @CsvSource({"-1", "32752", "2147483647"})
  void refusesADomidThatXenDoesNotHave(int domid) {
    Plans.assertRefused(
        Specs.on("xen").backend("storage", domid).with(Specs.gated("a")),
        ErrorCode.INVALID_SPEC,
        "The domid of backend \"storage\" is %d; expected 0 to 32751".formatted(domid));
  }

  @Test
  void refusesASourceThatIsUnsafeOnACommandLine() {
    for (String source :
        List.of("", "a b", "a,b", "$(id)", "a\"b", "a'b", "a\nb", "a".repeat(256))) {
      Plans.assertRefused(
          Specs.on("qemu-virt").with(Specs.from(source, Specs.gated("a"))),
          ErrorCode.INVALID_SPEC,
          "The source of device \"a\" is not a path or name; expected letters, digits and /._:+@=-");
    }
  }
}
