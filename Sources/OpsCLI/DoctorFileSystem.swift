import Host
import MarkdownStore

/// Whether the file system keeps what a change relies on.
struct DoctorFileSystem {
  let folder: String
  let kind: Result<FileSystemKind, SystemError>
  /// `nil` where no folder may be written.
  let probe: Result<FileSystemProbe, SystemError>?
  let space: Result<DiskSpace, SystemError>
  let queueSize: Int

  var diagnoses: [Diagnosis] { [kindDiagnosis] + tries + spaceDiagnoses }

  static let elsewhere = "keep the queue on a local disk"

  private var kindDiagnosis: Diagnosis {
    let name = "file system"
    switch kind {
    case .failure(let error): return .fail(name, error.description, mend: "check the folder")
    case .success(let kind):
      switch kind.nature {
      case .local, .layered: return .ok(name, kind.name)
      case .memory, .network, .program:
        return .warn(name, kind.described, mend: Self.elsewhere)
      case .unknown: return .ok(name, "\(kind.name), which this program does not know")
      }
    }
  }

  private var tries: [Diagnosis] {
    switch probe {
    case nil:
      [
        .warn(
          "tries", "nothing was tried: \(folder) may not be written",
          mend: "run ops doctor as a user who may write there")
      ]
    case .failure(let error)?:
      [.fail("tries", error.description, mend: "check the folder, and whether the disk is full")]
    case .success(let probe)?: probe.diagnoses
    }
  }

  private var spaceDiagnoses: [Diagnosis] {
    switch space {
    case .failure(let error): [.fail("space", error.description, mend: "check the folder")]
    case .success(let space): [bytes(space.freeBytes), files(space.freeFiles)]
    }
  }

  private func bytes(_ free: Int) -> Diagnosis {
    let message = "\(ByteCount.text(free)) free, the queue takes \(ByteCount.text(queueSize))"
    let mend = "make room: a change writes the queue anew, and keeps the old file for a while"
    if free / 2 < queueSize { return .fail("space", message, mend: mend) }
    if free / 5 < queueSize || free < 64 << 20 { return .warn("space", message, mend: mend) }
    return .ok("space", message)
  }

  private func files(_ free: Int?) -> Diagnosis {
    guard let free else { return .ok("files", "as many as there is room for") }
    let message = free == 1 ? "1 more can be made" : "\(free) more can be made"
    let mend = "remove files that nobody needs: df -i \(folder)"
    if free < 10 { return .fail("files", message, mend: mend) }
    return free < 1000 ? .warn("files", message, mend: mend) : .ok("files", message)
  }
}

extension DoctorFileSystem {
  init(of subject: DoctorSubject) {
    let home = subject.home
    let inSidecar = subject.sidecar.flatMap { $0.state == .folder ? $0.folder : nil }
    let writable = [inSidecar, home].compactMap(\.self).first(where: CurrentProcess.mayCreateFiles)
    folder = home
    kind = Result { () throws(SystemError) in try FileSystemKind(of: home) }
    probe = writable.map { folder in
      Result { () throws(SystemError) in try FileSystemProbe(trying: folder) }
    }
    space = Result { () throws(SystemError) in try DiskSpace(of: home) }
    queueSize = subject.status?.identity.size ?? 0
  }
}
