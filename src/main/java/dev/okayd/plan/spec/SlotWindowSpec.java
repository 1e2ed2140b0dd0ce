package dev.okayd.plan.spec;

import dev.okayd.platform.HexNumber;
import java.util.Optional;

/**
 * Where slots are, on platforms that leave it to the user.
 *
 * @param base first address of slot 0
 * @param interrupt INTID of slot 0
 * @param slots how many there are; as many as the platform has if it does not say
 * @param slotSize in bytes; the platform's if it does not say
 */
public record SlotWindowSpec(
    HexNumber base, int interrupt, Optional<Integer> slots, Optional<HexNumber> slotSize) {}
