package dev.okayd.fdt.lint;

import static dev.okayd.fdt.lint.rule.ValueChecks.cell;
import static dev.okayd.fdt.lint.rule.ValueChecks.string;
import static dev.okayd.fdt.lint.rule.ValueChecks.stringList;

import dev.okayd.fdt.lint.rule.AddressChecks;
import dev.okayd.fdt.lint.rule.GpioChecks;
import dev.okayd.fdt.lint.rule.GraphChecks;
import dev.okayd.fdt.lint.rule.I2cChecks;
import dev.okayd.fdt.lint.rule.InterruptChecks;
import dev.okayd.fdt.lint.rule.InterruptMapCheck;
import dev.okayd.fdt.lint.rule.NameChecks;
import dev.okayd.fdt.lint.rule.PathChecks;
import dev.okayd.fdt.lint.rule.PciChecks;
import dev.okayd.fdt.lint.rule.PhandleArguments;
import dev.okayd.fdt.lint.rule.Rule;
import dev.okayd.fdt.lint.rule.SimpleBusChecks;
import dev.okayd.fdt.lint.rule.SpiChecks;
import dev.okayd.fdt.lint.rule.UnitAddressChecks;
import dev.okayd.fdt.lint.rule.ValueChecks;
import dev.okayd.fdt.lint.tree.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checks of dtc 1.8.1 in dtc's order ({@code check_table} in checks.c). The order determines
 * that of the messages, and some checks use the results of earlier ones.
 */
final class Checks {
  private static final String ADDR_SIZE_CELLS = "addr_size_cells";
  private static final String NODE_NAME_CHARS = "node_name_chars";
  private static final String PHANDLE_REFERENCES = "phandle_references";
  private static final String REG_FORMAT = "reg_format";

  static final List<Check> ALL = table();

  private static final Map<String, Check> BY_NAME = new LinkedHashMap<>();

  static {
    ALL.forEach(check -> BY_NAME.put(check.name(), check));
  }

  private Checks() {}

  static Optional<Check> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The check with this name, which must exist. */
  static Check named(String name) {
    return find(name).orElseThrow();
  }

  private static List<Check> table() {
    List<Check> table = new ArrayList<>();
    table.addAll(wellFormedness());
    table.addAll(values());
    table.addAll(addresses());
    table.addAll(buses());
    table.addAll(style());
    PhandleArguments.ALL.forEach(arguments -> table.addAll(phandleArguments(arguments)));
    table.addAll(interrupts());
    table.add(warning("alias_paths", PathChecks::aliases));
    table.addAll(graph());
    table.add(off("always_fail", (node, report) -> report.fail(node, "always_fail check")));
    return List.copyOf(table);
  }

  private static List<Check> wellFormedness() {
    return List.of(
        enforced("duplicate_node_names"),
        enforced("duplicate_property_names"),
        enforced(NODE_NAME_CHARS),
        enforced("node_name_format", NODE_NAME_CHARS),
        enforced("node_name_not_empty", NODE_NAME_CHARS),
        enforced("property_name_chars"),
        enforced("name_is_string"),
        enforced("name_properties", "name_is_string"),
        warning("node_name_vs_property_name", NameChecks::propertyOfSameName, NODE_NAME_CHARS),
        enforced("duplicate_label"),
        enforced("explicit_phandles"),
        enforced(PHANDLE_REFERENCES, "duplicate_node_names", "explicit_phandles"),
        enforced("path_references", "duplicate_node_names"),
        enforced("omit_unused_nodes", PHANDLE_REFERENCES, "path_references"));
  }

  private static List<Check> values() {
    return List.of(
        warning("address_cells_is_cell", cell("#address-cells")),
        warning("size_cells_is_cell", cell("#size-cells")),
        warning("device_type_is_string", string("device_type")),
        warning("model_is_string", string("model")),
        warning("status_is_string", string("status")),
        warning("label_is_string", string("label")),
        warning("compatible_is_string_list", stringList("compatible")),
        warning("names_is_string_list", ValueChecks::names),
        off("property_name_chars_strict", NameChecks::strictPropertyNames),
        off("node_name_chars_strict", NameChecks::strictNodeName));
  }

  private static List<Check> addresses() {
    return List.of(
        warning(
            ADDR_SIZE_CELLS,
            (node, report) -> node.readCells(),
            "address_cells_is_cell",
            "size_cells_is_cell"),
        warning(REG_FORMAT, AddressChecks::reg, ADDR_SIZE_CELLS),
        warning("ranges_format", AddressChecks.ranges("ranges"), ADDR_SIZE_CELLS),
        warning("dma_ranges_format", AddressChecks.ranges("dma-ranges"), ADDR_SIZE_CELLS),
        warning("unit_address_vs_reg", UnitAddressChecks::againstReg),
        warning(
            "unit_address_format",
            UnitAddressChecks::format,
            "node_name_format",
            "pci_bridge",
            "simple_bus_bridge"));
  }

  private static List<Check> buses() {
    return List.of(
        warning("pci_bridge", PciChecks::bridge, "device_type_is_string", ADDR_SIZE_CELLS),
        warning("pci_device_reg", PciChecks::deviceReg, REG_FORMAT, "pci_bridge"),
        warning("pci_device_bus_num", PciChecks::deviceBusNumber, REG_FORMAT, "pci_bridge"),
        warning(
            "simple_bus_bridge",
            SimpleBusChecks::bridge,
            ADDR_SIZE_CELLS,
            "compatible_is_string_list"),
        warning("simple_bus_reg", SimpleBusChecks::deviceReg, REG_FORMAT, "simple_bus_bridge"),
        warning("i2c_bus_bridge", I2cChecks::bridge, ADDR_SIZE_CELLS),
        warning("i2c_bus_reg", I2cChecks::deviceReg, REG_FORMAT, "i2c_bus_bridge"),
        warning("spi_bus_bridge", SpiChecks::bridge, ADDR_SIZE_CELLS),
        warning("spi_bus_reg", SpiChecks::deviceReg, REG_FORMAT, "spi_bus_bridge"));
  }

  private static List<Check> style() {
    String noDefault = "avoid_default_addr_size";
    return List.of(
        warning(noDefault, AddressChecks::defaultCells, ADDR_SIZE_CELLS),
        warning("avoid_unnecessary_addr_size", AddressChecks::unnecessaryCells, noDefault),
        warning("unique_unit_address", UnitAddressChecks::unique, noDefault),
        off("unique_unit_address_if_enabled", UnitAddressChecks::uniqueIfEnabled, noDefault),
        warning("obsolete_chosen_interrupt_controller", PathChecks::chosenInterruptController),
        warning("chosen_node_is_root", PathChecks::chosenIsAtRoot),
        warning("chosen_node_bootargs", PathChecks::chosenBootargs),
        warning("chosen_node_stdout_path", PathChecks::chosenStdoutPath));
  }

  private static List<Check> phandleArguments(PhandleArguments arguments) {
    String name = arguments.property().replace('-', '_');
    String isCell = name + "_is_cell";
    return List.of(
        warning(name + "_property", arguments::checkNode, isCell, PHANDLE_REFERENCES),
        warning(isCell, cell(arguments.cells())));
  }

  private static List<Check> interrupts() {
    return List.of(
        off("deprecated_gpio_property", GpioChecks::deprecatedName),
        warning("gpios_property", GpioChecks::gpios, PHANDLE_REFERENCES),
        warning("interrupts_property", InterruptChecks::interrupts, PHANDLE_REFERENCES),
        warning("interrupt_provider", InterruptChecks::provider, "interrupts_extended_is_cell"),
        warning(
            "interrupt_map",
            InterruptMapCheck::check,
            PHANDLE_REFERENCES,
            ADDR_SIZE_CELLS,
            "interrupt_provider"));
  }

  private static List<Check> graph() {
    return List.of(
        warning("graph_nodes", GraphChecks::nodes),
        warning("graph_port", GraphChecks::port, "graph_nodes"),
        warning("graph_endpoint", GraphChecks::endpoint, "graph_nodes"));
  }

  private static Check warning(String name, Rule rule, String... prerequisites) {
    return new Check(
        name, Optional.of(Severity.WARNING), false, rule, Arrays.asList(prerequisites));
  }

  private static Check off(String name, Rule rule, String... prerequisites) {
    return new Check(name, Optional.empty(), false, rule, Arrays.asList(prerequisites));
  }

  /** A check that the reader and the compiler enforce. */
  private static Check enforced(String name, String... prerequisites) {
    return new Check(
        name,
        Optional.of(Severity.ERROR),
        true,
        (node, report) -> {},
        Arrays.asList(prerequisites));
  }
}
