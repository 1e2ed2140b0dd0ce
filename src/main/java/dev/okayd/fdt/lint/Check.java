package dev.okayd.fdt.lint;

import java.util.List;
import java.util.Optional;

/**
 * A check of dtc.
 *
 * @param name of dtc's
 * @param usual severity unless an option says otherwise; empty if it is off
 * @param held whether the reader of blobs and the compiler refuse a tree that fails it, so that no
 *     tree that gets here does
 * @param rule what it does with each node
 * @param prerequisites names of the checks without whose success it means nothing
 */
record Check(
    String name, Optional<Severity> usual, boolean held, Rule rule, List<String> prerequisites) {}
