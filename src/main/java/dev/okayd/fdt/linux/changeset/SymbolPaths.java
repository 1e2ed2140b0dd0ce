package dev.okayd.fdt.linux.changeset;

import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.base.LiveNodeLookup;
import dev.okayd.fdt.linux.changeset.OverlayFragments.Fragment;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.ErrnoException;
import dev.okayd.fdt.linux.unflatten.OverlayNode;
import dev.okayd.fdt.linux.unflatten.OverlayProperty;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts the path of a label in an overlay to its path in the live tree ({@code
 * dup_and_fixup_symbol_prop}): the target of the fragment replaces the path of its {@code
 * __overlay__} node.
 */
final class SymbolPaths {
  private final OverlayNode root;
  private final Map<OverlayNode, Fragment> fragments = new HashMap<>();

  SymbolPaths(OverlayNode root, List<Fragment> fragments) {
    this.root = root;
    fragments.forEach(fragment -> this.fragments.put(fragment.overlay(), fragment));
  }

  Property inLiveTree(OverlayProperty symbol) {
    return CStrings.read(symbol.value())
        .flatMap(this::inLiveTree)
        .map(path -> terminated(symbol.name(), path))
        .orElseThrow(
            () ->
                new ErrnoException(
                    Errno.ENOMEM,
                    "its label %s is not a path into one of its fragments, for which the kernel returns an out-of-memory error; recompile the overlay"
                        .formatted(symbol.name())));
  }

  private Optional<String> inLiveTree(String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return root.child(path.substring(1).split("[/:]", 2)[0])
        .flatMap(fragment -> fragment.child("__overlay__"))
        .flatMap(overlay -> Optional.ofNullable(fragments.get(overlay)))
        .filter(fragment -> fragment.overlay().path().length() <= path.length())
        .map(
            fragment ->
                LiveNodeLookup.printed(fragment.target())
                    + path.substring(fragment.overlay().path().length()));
  }

  private static Property terminated(String name, String path) {
    byte[] value = path.getBytes(StandardCharsets.ISO_8859_1);
    return Property.bytes(name, Arrays.copyOf(value, value.length + 1));
  }
}
