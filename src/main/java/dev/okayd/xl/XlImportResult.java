package dev.okayd.xl;

import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.xl.config.XlDiagnostic;
import java.util.List;

/**
 * The result of the import of an xl.cfg.
 *
 * @param spec of the guest
 * @param notes settings that a spec cannot hold and tasks for the user, in the order of the file
 */
public record XlImportResult(GuestSpec spec, List<XlDiagnostic> notes) {
  public XlImportResult {
    notes = List.copyOf(notes);
  }
}
