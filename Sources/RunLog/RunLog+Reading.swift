public import Host

extension RunLog {
  /// What no line of ours is longer than.
  private static let longestLine = 1 << 20

  /// Counts the lines of the log and of its older files, the oldest first. A log that does
  /// not exist has none; what is no file, such as `/dev/null`, has none either.
  ///
  /// Nothing is locked: lines that come while this reads may be counted or not.
  ///
  /// - Parameters:
  ///   - clock: measures how long it takes.
  ///   - notice: told when that is more than a second.
  /// - Throws: a file that cannot be read.
  public func figures(
    clock: Clock = .system, notice: WaitNotice = .silent
  ) throws(SystemError) -> RunFigures {
    var figures = RunFigures()
    var wait = LongWait(notice, since: clock.monotonic())
    for file in try openFiles().reversed() {
      try file.descriptor.visitLines(upTo: file.size, longest: Self.longestLine) { line in
        wait.update(at: clock.monotonic())
        if let line = RunLogLine(line) { figures.count(line) }
      }
    }
    return figures
  }

  /// Opens all that is there, the newest first.
  ///
  /// A rotation meanwhile gives files higher numbers only. So none is missed on the way up,
  /// and one that is met twice is known by its identity.
  private func openFiles() throws(SystemError) -> [OpenFile] {
    var found: [OpenFile] = []
    var number = 0
    var missing = 0
    // A rotation leaves one number free at a time, also one that was cut short; whoever is
    // stopped between two looks may meet two.
    while missing < 3 {
      if let file = try OpenFile(at: files.path(of: number)) {
        if !found.contains(where: { $0.isSame(as: file) }) { found.append(file) }
        missing = 0
      } else {
        missing += 1
      }
      number += 1
    }
    return found.filter { $0.kind == .regular }
  }
}

/// A file of the log that is open; a class, because an array holds no descriptors.
private final class OpenFile {
  let descriptor: FileDescriptor
  private let status: FileStatus

  var kind: FileStatus.Kind { status.kind }
  /// How long it was when it was opened.
  var size: Int { status.identity.size }

  /// `nil` where there is nothing.
  init?(at path: String) throws(SystemError) {
    do { descriptor = try FileDescriptor(opening: path, for: .readingNoLink) } catch {
      if error.isMissing { return nil }
      throw error
    }
    status = try descriptor.status()
    if status.kind == .directory { throw .notARegularFile(path, .directory) }
  }

  func isSame(as other: OpenFile) -> Bool {
    status.identity.isSameFile(as: other.status.identity)
  }
}

extension RunLogLine {
  /// What a line says; `nil` for a blank one.
  fileprivate init?(_ line: FileLine) {
    switch line {
    case .bytes(let bytes): self.init(bytes)
    case .tooLong: self = .foreign
    }
  }
}
