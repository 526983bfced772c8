import CommandSupport

/// Whether every setting can be read, and the program that works on rows can be run.
struct DoctorSettings {
  let problems: [CommandError]
  var missingProgram: CommandError?
  let count: Int
  /// How many somebody gave.
  let given: Int

  var diagnoses: [Diagnosis] {
    if problems.isEmpty {
      return [.ok("settings", "\(count) settings, \(given) of them given")]
        + (missingProgram.map { [.fail("worker", $0.message, mend: $0.hint)] } ?? [])
    }
    return problems.map { .fail("settings", $0.message, mend: $0.hint) }
  }
}

extension DoctorSettings {
  init(of context: CommandContext) {
    let settings = context.settings()
    problems = context.settingProblems()
    missingProgram = context.missingProgram
    count = settings.count
    given = settings.count { $0.source != .fallback }
  }
}
