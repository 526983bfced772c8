import Text

/// Checks that every setting is readable.
package struct SettingsCheck {
  let problems: [Problem]
  let count: Int
  /// The number of settings whose value is not the default.
  let given: Int

  package var diagnoses: [Diagnosis] {
    if problems.isEmpty {
      return [
        .ok(
          "settings",
          Sentence("\(count) settings, \(given) of them given", "설정 \(count)개, 그중 지정한 것 \(given)개"))
      ]
    }
    return problems.map { .fail("settings", $0) }
  }
}

extension SettingsCheck {
  package init(of taskQueue: TaskQueue) {
    let settings = taskQueue.settings()
    problems = taskQueue.settingProblems()
    count = settings.count
    given = settings.count { $0.source != .fallback }
  }
}
