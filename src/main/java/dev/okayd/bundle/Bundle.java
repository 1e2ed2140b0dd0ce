package dev.okayd.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.okayd.document.DocumentMappers;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.overlay.Blueprint;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.plan.Gate;
import dev.okayd.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files of a blueprint, by name.
 *
 * @param files name to content
 */
public record Bundle(SortedMap<String, byte[]> files) {
  /** The plan. When okayd plans again in the same directory, devices keep their slots. */
  public static final String PLAN_FILE = "plan.json";

  private static final Set<String> FIXED_FILES =
      Set.of(
          PLAN_FILE,
          "MAP.txt",
          "guest.dtb",
          "guest.dts",
          "qemu.args",
          "xl.cfg",
          "dom0less.dts",
          "imagebuilder.config");

  private static final ObjectWriter JSON = DocumentMappers.json().writerWithDefaultPrettyPrinter();

  public Bundle {
    files = Collections.unmodifiableSortedMap(files);
  }

  /**
   * The files of a guest.
   *
   * @param guest name of the guest, also for the toolstack
   */
  public static Bundle of(String guest, Blueprint blueprint) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(PLAN_FILE, bytes(json(blueprint.plan())));
    files.put("MAP.txt", bytes(AddressMap.text(blueprint)));
    blueprint
        .tree()
        .ifPresent(
            tree -> {
              files.put("guest.dtb", FdtWriter.write(tree));
              files.put("guest.dts", bytes(DtsPrinter.print(tree)));
            });
    for (Gate gate : blueprint.plan().gates()) {
      if (!gate.bindsLate()) {
        GateOverlay overlay = GateOverlay.of(blueprint.plan(), gate, Optional.empty());
        files.put(gate.name() + ".dtbo", overlay.dtbo());
        files.put(gate.name() + ".dtso", bytes(overlay.dtso()));
      }
    }
    toolstack(guest, blueprint, files);
    for (String backend : backends(blueprint.plan())) {
      files.put(sheet(backend), bytes(BackendSheet.text(backend, blueprint)));
    }
    return new Bundle(files);
  }

  private static void toolstack(
      String guest, Blueprint blueprint, SortedMap<String, byte[]> files) {
    switch (blueprint.platform().toolstack()) {
      case QEMU -> files.put("qemu.args", bytes(QemuArguments.ofMachine(blueprint)));
      case XL -> files.put("xl.cfg", bytes(XlConfig.text(guest, blueprint)));
      case DOM0LESS -> {
        files.put("dom0less.dts", bytes(Dom0less.node(guest, blueprint)));
        files.put("imagebuilder.config", bytes(Dom0less.imageBuilder(blueprint)));
      }
      case NONE -> {
        // such a hypervisor needs only the guest's tree
      }
    }
  }

  /** Names of all files that a bundle of a plan can have. */
  public static Set<String> filesOf(Plan plan) {
    Set<String> names = new TreeSet<>(FIXED_FILES);
    for (Gate gate : plan.gates()) {
      names.add(gate.name() + ".dtbo");
      names.add(gate.name() + ".dtso");
    }
    backends(plan).forEach(backend -> names.add(sheet(backend)));
    return names;
  }

  private static Set<String> backends(Plan plan) {
    Set<String> backends = new TreeSet<>();
    plan.slots().forEach(planned -> backends.add(planned.backend()));
    plan.bridges().forEach(bridge -> backends.add(bridge.backend()));
    return backends;
  }

  private static String sheet(String backend) {
    return "backend-" + backend + ".txt";
  }

  private static String json(Plan plan) {
    try {
      return JSON.writeValueAsString(plan) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A plan cannot be written", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
