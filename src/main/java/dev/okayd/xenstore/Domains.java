package dev.okayd.xenstore;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds domains by name: domids change with each start of a domain, names do not. */
public final class Domains {
  /** The parent node of all domains. */
  private static final String ALL = "/local/domain";

  private static final String DOM0 = "0";

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");

  private final Xenstore xenstore;

  /** The domains of a xenstore. */
  public Domains(Xenstore xenstore) {
    this.xenstore = xenstore;
  }

  /**
   * Finds a domid: the number itself, or the domain with the name. If two domains have the name, as
   * during a migration, the one with the higher domid. A name that its own domain may write, as
   * with some names from init-dom0less, is ignored: the domain could claim another domain's name.
   */
  public Optional<Integer> find(String nameOrDomid) throws XenstoreException {
    if (NUMBER.matcher(nameOrDomid).matches()) {
      return Optional.of(Integer.valueOf(nameOrDomid));
    }
    XenstoreNodes nodes = xenstore.nodes();
    Stream.Builder<Integer> found = Stream.builder();
    for (String domid : nodes.list(ALL)) {
      if (NUMBER.matcher(domid).matches() && isNamed(nodes, domid, nameOrDomid)) {
        found.add(Integer.valueOf(domid));
      }
    }
    return found.build().max(Comparator.naturalOrder());
  }

  /** Whether a domain has the name or domid. */
  public boolean is(int domid, String nameOrDomid) throws XenstoreException {
    return NUMBER.matcher(nameOrDomid).matches()
        ? Integer.valueOf(nameOrDomid).equals(domid)
        : isNamed(xenstore.nodes(), String.valueOf(domid), nameOrDomid);
  }

  private static boolean isNamed(XenstoreNodes nodes, String domid, String name)
      throws XenstoreException {
    String node = ALL + "/" + domid + "/name";
    return nodes.read(node).equals(Optional.of(name)) && !mayWrite(nodes, domid, node);
  }

  /** The first permission names the owner, which has all rights. */
  private static boolean mayWrite(XenstoreNodes nodes, String domid, String node)
      throws XenstoreException {
    List<String> permissions = nodes.permissions(node);
    return !domid.equals(DOM0)
        && (permissions.get(0).substring(1).equals(domid)
            || permissions.contains("w" + domid)
            || permissions.contains("b" + domid));
  }

  /** The path of a domain's nodes. */
  public static String pathOf(int domid) {
    return ALL + "/" + domid;
  }

  /** Calls back when a domain starts or ends, if okayd's domain may watch that. */
  public List<Watch> watch(Runnable callback) {
    return List.of(
        xenstore.watch("@introduceDomain", callback), xenstore.watch("@releaseDomain", callback));
  }
}
