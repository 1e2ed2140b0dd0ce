package dev.okayd.plan.spec;

import dev.okayd.platform.HexNumber;
import java.util.Optional;

/**
 * The slot window, on platforms without a fixed one.
 *
 * @param base first address of slot 0
 * @param interrupt INTID of slot 0
 * @param slots number of slots; defaults to the platform's
 * @param slotSize in bytes; defaults to the platform's
 */
public record SlotWindowSpec(
    HexNumber base, int interrupt, Optional<Integer> slots, Optional<HexNumber> slotSize) {}
