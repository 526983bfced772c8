import Door
import Host
import Text
import Workload

struct TortureOutput {
  let plan: Trial.Plan
  let fileSystem: TorturedFileSystem
  let oracle: Oracle
  /// The scratch folder; `nil` if it was removed.
  let kept: String?

  var lines: [String] {
    let kinds = Operation.Kind.allCases.map { "\($0.rawValue)=\(oracle.acknowledged[$0] ?? 0)" }
    let total = oracle.acknowledged.values.reduce(0, +)
    var lines = [
      "torture seconds=\(plan.seconds) processes=\(plan.processes) seed=\(plan.seed)",
      "file_system \(fileSystem.line)",
      "acknowledged \(total) \(kinds.joined(separator: " ")) "
        + "refused=\(oracle.refused) unknown=\(oracle.unknown)",
    ]
    lines += counted("lost", oracle.lost) + counted("duplicated", oracle.duplicated)
    lines += counted("unexpected", oracle.unexpected)
    lines += list("typed \(oracle.typed) gone=\(oracle.gone.count)", oracle.gone)
    if let kept { lines.append("kept \(kept)") }
    return lines
  }

  private func counted(_ name: String, _ faults: [Fault]) -> [String] {
    list("\(name) \(faults.count)", faults)
  }

  private func list(_ heading: String, _ faults: [Fault]) -> [String] {
    [heading] + faults.map { "- \($0)" }
  }
}

/// The file system of the scratch folder and the abilities that it lacks.
struct TorturedFileSystem: Equatable {
  let kind: FileSystemKind
  let probe: FileSystemProbe

  /// `nfs: locks, swaps and saves by other machines are not guaranteed`.
  var line: String { ([kind.described] + lacks).joined(separator: "; ") }

  fileprivate var lacks: [String] {
    let tried = [
      (probe.locks, "locks do not hold"), (probe.swaps, "files can't be swapped at once"),
      (probe.leases, "it is not seen who has a file open for writing"),
      (probe.times, "times are not kept to the nanosecond"),
      (probe.syncs, "files can't be made durable"),
    ]
    return tried.filter { ability, _ in ability != .works }.map { $1 }
  }
}

extension TorturedFileSystem {
  /// - Parameter folder: a writable folder.
  init(of folder: String) throws(Problem) {
    do {
      kind = try FileSystemKind(of: folder)
      probe = try FileSystemProbe(trying: folder)
    } catch {
      throw .system(error)
    }
  }
}

// MARK: JSON

extension TortureOutput: Shaped {
  static var shapeName: StaticString { "torture" }
  static func shape(_ fields: inout Fields<TortureOutput>) {
    fields.add("seconds", \.plan.seconds, "how long it takes")
    fields.add("processes", \.plan.processes, "how many work at once")
    fields.add("seed", { Int($0.plan.seed) }, "what comes again with the same number")
    fields.add("file_system", \.fileSystem, "where it is tried")
    fields.add(
      "acknowledged",
      { output in
        Map(Operation.Kind.allCases.map { ($0.rawValue, output.oracle.acknowledged[$0] ?? 0) })
      }, "how many commands said that they were done, by kind")
    fields.add("refused", \.oracle.refused, "how many said that nothing was changed")
    fields.add("unknown", \.oracle.unknown, "how many could say neither")
    fields.add("typed", \.oracle.typed, "how many texts the editor saved")
    fields.add("lost", \.oracle.lost, "what was acknowledged and is not there")
    fields.add("duplicated", \.oracle.duplicated, "what is there twice")
    fields.add("unexpected", \.oracle.unexpected, "what no command did")
    fields.add("gone", \.oracle.gone, "what was typed and is not there")
    fields.add("kept", \.kept, "the folder, which stays where one of the four is not empty")
  }
}

extension TorturedFileSystem: Shaped {
  static var shapeName: StaticString { "file system" }
  static func shape(_ fields: inout Fields<TorturedFileSystem>) {
    fields.add("name", \.kind.name)
    fields.add("local", { $0.kind.nature == .local }, "whether it is on this machine")
    fields.add("lacks", \.lacks, "what was tried there and does not hold")
  }
}

extension Fault: Shaped {
  static var shapeName: StaticString { "fault" }
  static func shape(_ fields: inout Fields<Fault>) {
    fields.add("id", \.id, "the row; null for what is about none")
    fields.add("message", \.message)
  }
}
