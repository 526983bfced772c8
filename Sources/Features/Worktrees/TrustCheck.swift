package import Door
import Model
import Text
import Workers

/// Checks whether settings of `orch.json` that require a trusted folder are used.
package enum TrustCheck {
  /// `nil` if there is no such setting, or if `orch.json` can't be read.
  package static func diagnosis(of taskQueue: TaskQueue) -> Diagnosis? {
    guard let programs = try? taskQueue.namedPrograms(),
      let permission = try? taskQueue.trustPermission()
    else { return nil }
    switch permission {
    case .allowed:
      return taskQueue.useOfTrust(programs).map { _ in
        .ok(
          "trust",
          Sentence(
            "\(programs.count.counted("program")) may start", "프로그램 \(programs.count)개를 시작할 수 있습니다")
        )
      }
    case .refused(.untrusted):
      let unused = taskQueue.unusedSettings(programs)
      if unused.isEmpty { return nil }
      let list = unused.joined(separator: ", ").escaped
      return .warn(
        "trust",
        Sentence(
          "this folder is not trusted, and these are not used: \(list)",
          "신뢰하지 않는 폴더라서 다음을 쓰지 않습니다: \(list)"),
        fix: Sentence(
          "read its orch.json, then run orch trust", "그 orch.json을 읽고 orch trust를 실행하십시오"))
    case .refused(let refusal):
      return taskQueue.useOfTrust(programs).map {
        .fail("trust", .untrusted($0, refusal))
      }
    }
  }
}

extension TaskQueue {
  /// The first setting of `orch.json` that requires trust; `nil` for none.
  fileprivate func useOfTrust(_ programs: [NamedProgram]) -> UseOfTrust? {
    if !programs.isEmpty { return .startingPrograms }
    if mirrorsOutside { return .mirroring }
    return keepsAttempts ? nil : .removingAttempts
  }

  /// The settings of `orch.json` that require a trusted folder, and are not used: `db_path /q.db`,
  /// `workers.notes.argv`.
  fileprivate func unusedSettings(_ programs: [NamedProgram]) -> [String] {
    placesOutside().map { "\($0.key) \($0.path)" } + programs.map(\.key)
      + (keepsAttempts ? [] : ["retention"])
  }

  private var keepsAttempts: Bool { (try? fileSettings().retention.isUnlimited) ?? true }

  /// Whether changes are mirrored to a database outside the home of the queue.
  private var mirrorsOutside: Bool {
    (try? value(Settings.mirror)) == true
      && placesOutside().contains { $0.key == "db_path" }
  }
}
