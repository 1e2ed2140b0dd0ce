package dev.okayd.plan;

import dev.okayd.fdt.NodePath;
import dev.okayd.plan.spec.PciFunction;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.PciBridgeLayout.Piece;
import java.util.List;
import java.util.Optional;

/**
 * A gated PCI host bridge and what the plan gives it.
 *
 * @param bridge its name
 * @param backend that serves what is behind it
 * @param path of its node
 * @param space its addresses and interrupts; empty where the base tree has the node already
 * @param grants whether the backend gets at memory by grants
 * @param functions those that use grants; all if there are none
 */
public record PlannedPciBridge(
    String bridge,
    String backend,
    NodePath path,
    Optional<Space> space,
    Optional<Grants> grants,
    List<PciFunction> functions) {

  public PlannedPciBridge {
    functions = List.copyOf(functions);
  }

  /**
   * Addresses and interrupts of a bridge.
   *
   * @param index the platform's number of the bridge
   * @param configuration configuration space (ECAM)
   * @param memory window of 32-bit memory
   * @param prefetchable window of 64-bit prefetchable memory
   * @param interrupt INTID of INTA
   * @param interrupts how many there are, from INTA on
   * @param flags third cell of their specifiers
   */
  public record Space(
      int index,
      Piece configuration,
      Piece memory,
      Piece prefetchable,
      int interrupt,
      int interrupts,
      HexNumber flags) {}
}
