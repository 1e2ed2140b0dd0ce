package dev.okayd.xl;

import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.xl.config.XlDiagnostic;
import java.util.List;

/**
 * What came of an xl.cfg.
 *
 * @param spec of the guest
 * @param notes what the spec cannot say and what is to be done, in the order of the file
 */
public record XlImportResult(GuestSpec spec, List<XlDiagnostic> notes) {
  public XlImportResult {
    notes = List.copyOf(notes);
  }
}
