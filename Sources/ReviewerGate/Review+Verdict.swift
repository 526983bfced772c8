extension Review {
  /// The verdict from what was found: BLOCK before RETRY before PASS.
  init(_ criteria: [CriterionFinding], _ markers: [MarkerFinding]) {
    let blocks = Self.texts(of: markers, .block)
    let failures = Self.texts(of: markers, .failure)
    let missing = criteria.count { !$0.outcome.isCovered }
    if !blocks.isEmpty {
      let reason = "explicit_block_marker:" + blocks.joined(separator: ",")
      self.init(verdict: .block, reasons: [reason], criteria: criteria, markers: markers)
      return
    }
    var reasons: [String] = []
    if missing > 0 || criteria.isEmpty { reasons.append("missing_checks:\(missing)") }
    if !failures.isEmpty { reasons.append("failure_markers:" + failures.joined(separator: ",")) }
    let isPass = reasons.isEmpty
    if isPass { reasons = ["all_success_criteria_covered"] }
    self.init(
      verdict: isPass ? .pass : .retry, reasons: reasons, criteria: criteria, markers: markers)
  }

  /// Each text once, in the order of the report.
  private static func texts(of markers: [MarkerFinding], _ kind: MarkerFinding.Kind) -> [String] {
    var texts: [String] = []
    for marker in markers where marker.kind == kind && marker.meaning == .counts {
      if !texts.contains(marker.text) { texts.append(marker.text) }
    }
    return texts
  }
}
