import CommandLineKit
import CommandSupport
import JSON
import Mirroring
import QueueModel

/// What `ops health` found.
struct HealthReport {
  /// `nil` where there is only one of both.
  private(set) var consistency: Consistency?
  private(set) var kpi: KPIReport?
  private(set) var alerts: [KPIAlert] = []
  private(set) var error: CommandError?

  init(consistency: Consistency?, kpi: KPIReport, alerts: [KPIAlert]) {
    self.consistency = consistency
    self.kpi = kpi
    self.alerts = alerts
  }

  init(error: CommandError) { self.error = error }

  /// The worst counts.
  var status: ExitStatus {
    if error != nil { return .undetermined }
    if consistency?.isConsistent == false { return .unhealthy }
    return alerts.isEmpty ? .success : .degraded
  }

  var word: String { "HEALTH_\(judgement)" }

  private var judgement: String {
    switch status {
    case .unhealthy: "FAIL"
    case .degraded: "WARN"
    case .undetermined: "ERROR"
    case .success, .refused, .alert, .nothingToDo, .usage, .malformedData, .missingInput,
      .cannotCreate, .inputOutput, .temporaryFailure, .noPermission, .badConfiguration:
      "OK"
    }
  }

  var color: Paint.Color { status == .success ? .green : status == .degraded ? .yellow : .red }

  /// What stands behind the word, with a space before it.
  var reason: String {
    if let error { return " \(error.message.escaped)" }
    if let consistency, !consistency.isConsistent {
      return " consistency_mismatch \(consistency.counts)"
    }
    return alerts.isEmpty ? "" : " kpi_alert \(alerts.map(\.text).joined(separator: "; "))"
  }

  var json: JSONValue {
    [
      "health": .string(judgement),
      "reason": JSONValue(reason.isEmpty ? nil : String(reason.dropFirst())),
      "consistency": consistency?.json ?? .null, "kpi": kpi?.json(alerts) ?? .null,
    ]
  }
}
