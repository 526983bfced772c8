import Door
import Host
import Runner
import Text

/// Names the scripts of `orch init --python-shims`, and the programs that these do not find.
struct ShimCheck {
  let folder: String
  let shims: [PythonShims.Shim]
  /// The programs that are in no folder where the shims look.
  let missing: [String]

  var diagnoses: [Diagnosis] {
    let (working, broken) = (shims.filter { !missing.contains($0.program) }, missing)
    let found = working.isEmpty ? [] : [Diagnosis.ok("shims", value: "\(folder): \(list(working))")]
    return found
      + broken.map { program in
        let names = list(shims.filter { $0.program == program })
        return .warn(
          "shims",
          Sentence(
            "\(folder): there is no \(program) for \(names)",
            "\(folder): \(names)이(가) 실행할 \(program)이(가) 없습니다"),
          fix: Sentence(
            "install orch, or add its folder to the PATH of their callers",
            "orch를 설치하거나, 부르는 쪽의 PATH에 그 폴더를 추가하십시오"))
      }
  }

  private func list(_ shims: [PythonShims.Shim]) -> String {
    shims.map(\.name).joined(separator: ", ")
  }
}

extension ShimCheck {
  /// - Returns: `nil` if the queue is in no file, or has no shims.
  init?(of context: CommandContext) {
    guard context.taskQueue.chosenDatabase == nil,
      let queue = try? context.taskQueue.queueFound().path
    else { return nil }
    let place = PythonShims(forQueueAt: queue)
    let shims = place.found
    if shims.isEmpty { return nil }
    self.init(
      folder: place.folder, shims: shims,
      missing: PythonShims.missingPrograms(of: shims, in: context.environment))
  }
}
