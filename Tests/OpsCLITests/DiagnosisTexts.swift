import CommandLineKit
import CommandSupport
import Engine

@testable import OpsCLI

/// Each result as a text: `warn name: message (fix)`.
func texts(_ diagnoses: [Diagnosis]) -> [String] {
  diagnoses.map { diagnosis in
    let fix = diagnosis.fix.map { " (\($0))" } ?? ""
    return "\(diagnosis.state.rawValue) \(diagnosis.name): \(diagnosis.message)\(fix)"
  }
}

/// An error for checks that fail.
let sampleError = CommandError.setting(.text("1", name: "it", form: "2"))
