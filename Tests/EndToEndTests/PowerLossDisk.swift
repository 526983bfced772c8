import Foundation
import TestSupport

/// A disk that may lose what was not synced.
///
/// What is in memory and what is on the disk differ by what was done since the last sync, file
/// by file, and for all names together:
///
/// - `fsync` of a file makes durable what it holds, its mode and its time, not its name.
/// - Names are changed in one order, each change whole, as journaling file systems do it. A
///   sync of a folder makes durable the last change that concerns it, and all before.
/// - Whatever was not synced is lost, kept, kept in part, or a file has its new length with
///   zeros in it; each file for itself, and names up to any place in their order.
struct PowerLossDisk {
  /// What a program sees while there is power.
  private(set) var seen: FolderImage
  /// What each file surely holds.
  private(set) var kept: [UInt64: FolderImage.File]
  /// What was done to a file since.
  private(set) var loose: [UInt64: [Change]] = [:]
  private(set) var keptNames: [String: UInt64]
  private(set) var looseNames: [NameChange] = []
  /// How many changes were acknowledged.
  private(set) var acknowledged = 0

  /// The numbers that the files which are made have in the folder that was traced, in order.
  private let inodes: [UInt64]
  /// The files that were made, in order.
  private(set) var created: [UInt64] = []

  enum Change: Equatable {
    case write(at: Int, [UInt8])
    case resize(Int)
    case time(seconds: Int, nanoseconds: Int)
    case mode(mode_t)
  }

  struct NameChange {
    /// The folders that it concerns.
    let folders: Set<String>
    let names: [String: UInt64]
  }

  init(_ image: FolderImage, newInodes: [UInt64] = []) {
    seen = image
    kept = image.files
    keptNames = image.names
    inodes = newInodes
  }

  // MARK: What is done

  mutating func perform(_ operation: DiskOperation) {
    switch operation {
    case .create(let path, let kind): create(path, kind)
    case .write(let path, let place, let bytes): change(path, .write(at: place, bytes))
    case .resize(let path, let size): change(path, .resize(size))
    case .time(let path, let seconds, let nanoseconds):
      change(path, .time(seconds: seconds, nanoseconds: nanoseconds))
    case .mode(let path, let mode): change(path, .mode(mode))
    case .rename(let old, let new):
      rename([(old, new)], isExchange: false)
    case .exchange(let first, let second):
      rename([(first, second), (second, first)], isExchange: true)
    case .link(let old, let new): note([old, new]) { $0[new] = $0[old] }
    case .remove(let path): note([path]) { $0[path] = nil }
    case .sync(let path): sync(path)
    case .acknowledge: acknowledged += 1
    }
  }

  /// Numbers from here on no file has.
  private static let unknown: UInt64 = 1 << 50

  private mutating func create(_ path: String, _ kind: FolderImage.File.Kind) {
    let isKnown = created.count < inodes.count
    let inode = isKnown ? inodes[created.count] : Self.unknown + UInt64(created.count)
    created.append(inode)
    let file = FolderImage.File(kind: kind, mode: kind == .folder ? 0o700 : 0o600)
    seen.files[inode] = file
    kept[inode] = file
    note([path]) { $0[path] = inode }
  }

  private mutating func change(_ path: String, _ change: Change) {
    guard let inode = seen.names[path] else { return }
    seen.files[inode]?.take(change)
    loose[inode, default: []].append(change)
  }

  private mutating func rename(_ pairs: [(String, String)], isExchange: Bool) {
    note(pairs.flatMap { [$0.0, $0.1] }) { names in
      let before = names
      for (old, new) in pairs {
        if !isExchange { names[old] = nil }
        names[new] = before[old]
        for (name, inode) in before where name.hasPrefix(old + "/") {
          if !isExchange { names[name] = nil }
          names[new + name.dropFirst(old.count)] = inode
        }
      }
    }
  }

  private mutating func note(_ paths: [String], _ body: (inout [String: UInt64]) -> Void) {
    body(&seen.names)
    looseNames.append(NameChange(folders: Set(paths.map(Self.folder)), names: seen.names))
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  private mutating func sync(_ path: String) {
    if let last = looseNames.lastIndex(where: { $0.folders.contains(path) }) {
      keptNames = looseNames[last].names
      looseNames.removeFirst(last + 1)
    }
    guard let inode = seen.names[path] else { return }
    kept[inode] = seen.files[inode]
    loose[inode] = nil
  }

  // MARK: What is sure

  /// The paths of the files of which something was not synced, in order.
  var unsynced: [String] { seen.names.filter { loose[$0.value] != nil }.keys.sorted() }

  /// Whether the file at `path`, as it is seen, outlives a loss of power under this name.
  func keeps(_ path: String) -> Bool {
    keepsName(path) && seen.names[path].map { loose[$0] == nil } ?? false
  }

  func keepsName(_ path: String) -> Bool {
    seen.names[path].map { keptNames[path] == $0 } ?? false
  }

  /// Whether the file at `path` was made since the trace began.
  func isCreated(_ path: String) -> Bool { seen.names[path].map(created.contains) ?? false }
}

// What may be found when there is power again.

extension PowerLossDisk {
  /// The folders that may be found when there is power again, some more than once.
  func remains() -> [FolderImage] {
    let orders = [keptNames] + looseNames.map(\.names)
    let open = loose.keys.sorted()
    let nothing = kept
    let everything = open.reduce(into: kept) { $0[$1] = seen.files[$1] }
    var contents = [nothing, everything]
    for inode in open {
      for file in variants(of: inode) {
        for basis in [nothing, everything] {
          contents.append(basis.merging([inode: file]) { $1 })
        }
      }
    }
    return orders.flatMap { names in contents.map { FolderImage(files: $0, names: names) } }
  }

  /// What may be left of a file of which something was not synced.
  private func variants(of inode: UInt64) -> [FolderImage.File] {
    guard let start = kept[inode], let changes = loose[inode] else { return [] }
    var files = changes.map { start.after([$0]) }
    for count in 1...changes.count {
      let begun = start.after(changes.prefix(count - 1))
      files += [begun, begun.after([changes[count - 1]])]
      guard case .write(let place, let bytes) = changes[count - 1] else { continue }
      files.append(begun.after([.write(at: place, Array(bytes.prefix(bytes.count / 2)))]))
      files.append(begun.after([.write(at: place, bytes.map { _ in 0 })]))
    }
    return files
  }
}

extension FolderImage {
  /// Only what has a name.
  fileprivate init(files: [UInt64: File], names: [String: UInt64]) {
    self.init()
    self.names = names
    let named = Set(names.values)
    self.files = files.filter { named.contains($0.key) }
  }
}

extension FolderImage.File {
  mutating func take(_ change: PowerLossDisk.Change) {
    switch change {
    case .write(let place, let new):
      let end = place + new.count
      if bytes.count < end { bytes += Array(repeating: 0, count: end - bytes.count) }
      bytes.replaceSubrange(place..<end, with: new)
    case .resize(let size):
      let missing = max(0, size - bytes.count)
      bytes = bytes.prefix(size) + Array(repeating: 0, count: missing)
    case .time(let seconds, let nanoseconds):
      (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
    case .mode(let mode): self.mode = mode
    }
  }

  fileprivate func after(_ changes: some Sequence<PowerLossDisk.Change>) -> Self {
    var file = self
    for change in changes { file.take(change) }
    return file
  }
}
