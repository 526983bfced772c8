public import Host
import Model
import Text

// The files of an attempt, in its folder or in the pack of its row.

extension AttemptFolder {
  /// Bytes; orch writes no larger file. Of the log only a `FileTail` is read.
  static let longest = 64 << 20
  /// The limit for JSON files, which take many times as much memory when they are read.
  private static let longestJSON = 8 << 20

  /// Whether the folder exists, and no link leads to it.
  public var hasFolder: Bool {
    (try? Path.checkNoLink(from: folders[0], to: path)) != nil
      && (try? FileStatus(ofName: path))?.kind == .directory
  }

  /// Whether the attempt has a folder, or the row's pack has files of it.
  public var exists: Bool { hasFolder || !packedNames.isEmpty }

  /// The context that was sent; `nil` if nothing was sent, or if the file cannot be read.
  public func task() -> TaskContext? {
    bytes(of: File.task.rawValue, upTo: Self.longestJSON).flatMap { TaskContext(parsing: $0) }
  }

  /// The protected files that were there before the worker started; empty if that was not recorded.
  public func protectedFiles() -> [String] {
    let json = bytes(of: File.protected.rawValue, upTo: Self.longestJSON)
      .flatMap { try? JSONValue(parsing: $0) }
    return json?.objectValue?["files"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }

  /// How the attempt ended, and the last decision; `nil` while the attempt runs, and if the file
  /// cannot be read.
  public func result() -> AttemptResult? { results().last }

  /// How the attempt ended, then the decision of each later review.
  public func results() -> [AttemptResult] {
    names(of: .result).compactMap {
      bytes(of: $0, upTo: Self.longestJSON).flatMap { AttemptResult(parsing: $0) }
    }
  }

  /// Whether there is a result of the claim with this token. A file that a worker put into the
  /// folder does not count.
  public func hasResult(of claimToken: String?) -> Bool {
    results().contains { $0.claimToken == claimToken }
  }

  /// Whether there is a result, even one that cannot be read.
  public var hasResult: Bool { !names(of: .result).isEmpty }

  /// The names of all reports, oldest first: `report.md`, `report-2.md`.
  public var reportNames: [String] { names(of: .report) }

  /// The text of a file; `nil` if it is missing or not a regular file.
  public func text(of name: String) -> String? {
    bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names of all files, sorted.
  public var names: [String] {
    // An attempt that is packed meanwhile is in the pack by the time that this is read.
    let names = Set(fileNames)
    return names.union(packedNames).sorted()
  }

  /// The names in the folder, in no particular order.
  public var fileNames: [String] { hasFolder ? (try? Directory.names(in: path)) ?? [] : [] }

  private var packedNames: [String] {
    packed { (contents) throws(SystemError) in contents.names(of: name) } ?? []
  }

  /// The name of the folder, which is also that of the attempt in the row's pack.
  var name: String { Path.name(of: path) }

  private func names(of file: File) -> [String] {
    let names = Set(names)
    return (1...max(names.count, 1)).map { Self.numbered(file.rawValue, $0) }
      .filter(names.contains)
  }

  private func bytes(of name: String, upTo limit: Int = longest) -> [UInt8]? {
    do throws(SystemError) { return try openFile(name).readWhole(upTo: limit) } catch {
      guard error.isMissing else { return nil }
      let member = "\(self.name)/\(name)"
      let bytes = packed { (contents) throws(SystemError) in
        try contents.bytes(of: member, upTo: limit)
      }
      return bytes ?? nil
    }
  }

  /// Opens a file for reading. A packed file is restored into memory.
  ///
  /// - Throws: also if a link leads to the file, or if it is no regular file.
  public func open(_ name: String) throws(SystemError) -> FileDescriptor {
    do throws(SystemError) { return try openFile(name) } catch {
      guard error.isMissing, let pack else { throw error }
      let file = try FileDescriptor(inMemoryFor: pack.path)
      let member = "\(self.name)/\(name)"
      let isRestored = try pack.read(knowing: index) { (contents) throws(SystemError) in
        try contents.restore(member, to: file, upTo: Self.longest)
      }
      guard isRestored ?? false else { throw error }
      return file
    }
  }

  /// The path of the folder, or of the pack if only the pack has the attempt.
  public var place: String { hasFolder || packedNames.isEmpty ? path : pack?.path ?? path }

  /// The path of the file, or of the pack that has it; `nil` if there is no such file.
  public func place(of name: String) -> String? {
    let file = "\(path)/\(name)"
    if hasFolder, (try? FileStatus(ofName: file)) != nil { return file }
    return packedNames.contains(name) ? pack?.path : nil
  }

  /// The path of a file or, of a packed file, the arguments with which `unzip -p` prints it; `nil`
  /// if there is no such file.
  public func shownPlace(of name: String) -> String? {
    place(of: name).map { $0 == pack?.path ? "\($0) \(self.name)/\(name)" : $0 }
  }

  /// Opens a file of the folder.
  func openFile(_ name: String) throws(SystemError) -> FileDescriptor {
    try Path.checkNoLink(from: folders[0], to: path)
    let file = try FileDescriptor(opening: "\(path)/\(name)", for: .readingNoLink)
    guard try file.status().kind == .regular else { throw .other(file.path, than: .regularFile) }
    return file
  }

  private var pack: AttemptPack? { AttemptPack(sidecar: folders[0], id: id) }

  /// What `body` reads in the row's pack; `nil` if there is no pack, or if it can't be read.
  private func packed<Result>(
    _ body: (borrowing AttemptPack.Contents) throws(SystemError) -> Result
  ) -> Result? {
    pack.flatMap { try? $0.read(knowing: index, body) }
  }
}
