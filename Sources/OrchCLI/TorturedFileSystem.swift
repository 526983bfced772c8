import CommandSupport
import Host
import JSON

/// What holds the tortured queue, and what of it does not hold.
struct TorturedFileSystem: Equatable {
  let kind: FileSystemKind
  let probe: FileSystemProbe

  /// `nfs: locks, swaps and saves of other machines are not promised`.
  var line: String { ([kind.described] + lacks).joined(separator: "; ") }

  var json: JSONValue {
    [
      "name": .string(kind.name), "local": .bool(kind.nature == .local),
      "lacks": .array(lacks.map(JSONValue.string)),
    ]
  }

  private var lacks: [String] {
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
  /// - Parameter folder: may be written.
  init(of folder: String) throws(CommandError) {
    do throws(SystemError) {
      kind = try FileSystemKind(of: folder)
      probe = try FileSystemProbe(trying: folder)
    } catch {
      throw CommandError(error)
    }
  }
}
