package dev.okayd.simulation;

import java.util.List;

/** Changes by a later version of okayd that this version does not know. */
final class LaterVersion {
  static final List<String> CHANGES =
      List.of(
          "UPDATE guest SET spec = json_set(spec, '$.ofLaterVersion', 1)",
          "UPDATE guest SET plan = json_set(plan, '$.ofLaterVersion', json('{\"is\": true}'))",
          "UPDATE attachment SET reason = 'OF_LATER_VERSION' WHERE phase = 'WAITING'",
          "UPDATE attachment SET phase = 'OF_LATER_VERSION' WHERE phase IN ('BOUND', 'DETACHED')",
          "UPDATE attachment SET proof = json_set(proof, '$.ofLaterVersion', 1) WHERE proof IS NOT NULL",
          "UPDATE attachment SET marks = json_set(marks, '$.ofLaterVersion', 1)");

  private LaterVersion() {}
}
