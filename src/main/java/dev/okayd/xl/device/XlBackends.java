package dev.okayd.xl.device;

import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import dev.okayd.xl.config.XlDiagnostics;
import dev.okayd.xl.config.XlPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The backends of an xl.cfg, given by domid or domain name (libxl_domain_qualifier_to_domid: only
 * digits mean a domid, an empty text means domain 0).
 */
public final class XlBackends {
  /** The name of domain 0 in xl. */
  private static final String DOMAIN_0 = "Domain-0";

  private static final int MAX_DIGITS = 5;

  private final XlDiagnostics diagnostics;
  private final UniqueNames names = new UniqueNames();
  private final Map<String, BackendSpec> byQualifier = new HashMap<>();
  private final List<BackendSpec> inOrder = new ArrayList<>();

  public XlBackends(XlDiagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * The backend for a qualifier of xl.
   *
   * @param qualifier domid or name; domain 0 if empty
   * @param position of the device, for notes
   */
  BackendSpec of(Optional<String> qualifier, XlPosition position) {
    String qualifierOrDefault = qualifier.filter(text -> !text.equals(DOMAIN_0)).orElse("0");
    String key =
        isDomid(qualifierOrDefault)
            ? String.valueOf(domid(qualifierOrDefault))
            : qualifierOrDefault;
    BackendSpec known = byQualifier.get(key);
    if (known == null) {
      known =
          isDomid(qualifierOrDefault)
              ? numbered(domid(qualifierOrDefault))
              : named(qualifierOrDefault, position);
      byQualifier.put(key, known);
      inOrder.add(known);
    }
    return known;
  }

  /** The backends with a known domid. */
  public List<BackendSpec> listed() {
    return inOrder.stream().filter(backend -> backend.domid().isPresent()).toList();
  }

  private static boolean isDomid(String qualifier) {
    return qualifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static int domid(String digits) {
    String significant = digits.replaceFirst("^0+", "");
    if (significant.length() > MAX_DIGITS) {
      throw new ListEntryException(
          "backend is %s, which is not a domid".formatted(QuotedText.of(digits)));
    }
    return significant.isEmpty() ? 0 : Integer.parseInt(significant);
  }

  private BackendSpec numbered(int domid) {
    String name = names.unique("dom" + domid, "domain");
    return new BackendSpec(name, Optional.of(domid), Optional.empty());
  }

  private BackendSpec named(String domain, XlPosition position) {
    String name = names.unique(domain, "domain");
    if (!name.equals(domain)) {
      diagnostics.note(
          position,
          "backend %s is \"%s\" in the spec, because names consist of a-z, 0-9 and inner hyphens; put the domain's own name into the xl.cfg that plan writes, or a domid of the backend into the spec",
          QuotedText.of(domain),
          name);
    }
    return new BackendSpec(name, Optional.empty(), Optional.empty());
  }
}
