import CommandLineKit
import CommandSupport

@testable import OpsCLI

/// A finding as one text: `warn name: message (mend)`.
func told(_ diagnoses: [Diagnosis]) -> [String] {
  diagnoses.map { diagnosis in
    let mend = diagnosis.mend.map { " (\($0))" } ?? ""
    return "\(diagnosis.state.rawValue) \(diagnosis.name): \(diagnosis.message)\(mend)"
  }
}

/// An error that says nothing of its own.
let soError = CommandError(code: "c", message: "it is so", hint: "make it so", status: .usage)
