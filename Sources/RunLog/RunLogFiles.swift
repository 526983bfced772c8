import Host

/// A run log and what it was before: `runs.jsonl`, `runs.1.jsonl`, `runs.2.jsonl`; the
/// higher the number, the older the file.
struct RunLogFiles {
  let path: String

  /// The file with a number; 0 is the log itself.
  ///
  /// The number comes before the last dot, so that what knows the file by its ending goes
  /// on to do so.
  func path(of number: Int) -> String {
    if number == 0 { return path }
    let name = Path.name(of: path)
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    let end = dot == name.startIndex ? name.endIndex : dot
    return path.dropLast(name.count) + "\(name[..<end]).\(number)\(name[end...])"
  }

  func exists(_ number: Int) throws(SystemError) -> Bool {
    try FileStatus.ifExists(path(of: number)) != nil
  }

  /// Whether there is a file with the number, and nothing in it.
  func isEmpty(_ number: Int) throws(SystemError) -> Bool {
    guard let status = try FileStatus.ifExists(path(of: number)) else { return false }
    return status.kind == .regular && status.identity.size == 0
  }

  func checkIsRunLog(_ number: Int) throws(SystemError) {
    let path = path(of: number)
    let file = try FileDescriptor(opening: path, for: .readingNoLink)
    let kind = try file.status().kind
    if kind != .regular { throw .notARegularFile(path, kind) }
    guard try RunLog.isRunLog(file) else { throw .otherContents(path, expected: "a run log") }
  }

  func remove(_ number: Int) throws(SystemError) { try Directory.remove(path(of: number)) }

  /// Gives a file the number behind its own, which must be free.
  func shift(_ number: Int) throws(SystemError) {
    try Directory.moveNew(path(of: number), to: path(of: number + 1))
  }
}
