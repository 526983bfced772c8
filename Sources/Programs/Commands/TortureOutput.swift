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
      (probe.leases, "programs that have a file open for writing are not seen"),
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
    fields.add("processes", \.plan.processes, "how many processes work at once")
    fields.add(
      "seed", { Int($0.plan.seed) }, "the number that repeats the same choices in another run")
    fields.add("file_system", \.fileSystem, "the file system of the folder")
    fields.add(
      "acknowledged",
      { output in
        Map(Operation.Kind.allCases.map { ($0.rawValue, output.oracle.acknowledged[$0] ?? 0) })
      }, "how many commands reported success, by kind")
    fields.add("refused", \.oracle.refused, "how many commands reported that they changed nothing")
    fields.add("unknown", \.oracle.unknown, "how many commands could report neither")
    fields.add("typed", \.oracle.typed, "how many texts the editor saved")
    fields.add("lost", \.oracle.lost, "what was acknowledged but is missing")
    fields.add("duplicated", \.oracle.duplicated, "what occurs twice")
    fields.add("unexpected", \.oracle.unexpected, "what no command wrote")
    fields.add("gone", \.oracle.gone, "what was typed but is missing")
    fields.add("kept", \.kept, "the folder, which is kept if one of the four lists is not empty")
  }
}

extension TorturedFileSystem: Shaped {
  static var shapeName: StaticString { "file system" }
  static func shape(_ fields: inout Fields<TorturedFileSystem>) {
    fields.add("name", \.kind.name)
    fields.add("local", { $0.kind.nature == .local }, "whether the file system is on this machine")
    fields.add("lacks", \.lacks, "the abilities that were tried there and are missing")
  }
}

extension Fault: Shaped {
  static var shapeName: StaticString { "fault" }
  static func shape(_ fields: inout Fields<Fault>) {
    fields.add("id", \.id, "the row; null if the fault concerns no row")
    fields.add("message", \.message)
  }
}
