import CommandLineKit
import CommandSupport
import JSON
import QueueModel
import TextWidth

/// All that `ops doctor` has to tell.
struct DoctorReport: Equatable, Sendable {
  let checks: [Diagnosis]
  let settings: [GivenSetting]

  /// A line for each check and each setting, and one that counts the checks.
  func lines(_ paint: Paint) -> [String] {
    let width = checks.map(\.name.count).max() ?? 0
    return checks.map { line($0, width, paint) } + settings.map(\.line) + [summary(paint)]
  }

  private func line(_ check: Diagnosis, _ width: Int, _ paint: Paint) -> String {
    let state = paint(DisplayWidth.pad(check.state.rawValue, to: 4), check.state.color)
    let mend = check.mend.map { " (\($0.escaped))" } ?? ""
    return "\(state)  \(DisplayWidth.pad(check.name, to: width))  \(check.message.escaped)\(mend)"
  }

  private func summary(_ paint: Paint) -> String {
    func counted(_ state: Diagnosis.State, _ thing: String, plural: String? = nil) -> String {
      let count = count(of: state)
      return paint(count.counted(thing, plural: plural), count == 0 ? nil : state.color)
    }
    let parts = [
      counted(.ok, "ok", plural: "ok"), counted(.warn, "warning"), counted(.fail, "failure"),
    ]
    return "doctor: " + parts.joined(separator: ", ")
  }

  func count(of state: Diagnosis.State) -> Int { checks.count { $0.state == state } }

  var json: JSONValue {
    [
      "checks": .array(checks.map(\.json)), "settings": .array(settings.map(\.json)),
    ]
  }
}

extension Diagnosis.State {
  /// The colour on a terminal; the word says the same.
  fileprivate var color: Paint.Color {
    switch self {
    case .ok: .green
    case .warn: .yellow
    case .fail: .red
    }
  }
}

extension Diagnosis {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "state": .string(state.rawValue), "message": .string(message),
      "mend": JSONValue(mend),
    ]
  }
}

extension GivenSetting {
  fileprivate var line: String { "setting  \(key) = \(text.escaped)  (\(source.rawValue))" }

  fileprivate var json: JSONValue {
    [
      "key": .string(key), "variable": JSONValue(variable), "value": .string(text),
      "source": .string(source.rawValue),
    ]
  }
}
