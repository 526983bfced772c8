import Foundation
import TestSupport

/// What one system call did to the files of a folder; paths are seen from there.
enum DiskOperation: Equatable {
  /// An empty file that was not there before, or a folder.
  case create(String, FolderImage.File.Kind)
  case write(String, at: Int, [UInt8])
  case resize(String, Int)
  case time(String, seconds: Int, nanoseconds: Int)
  case mode(String, mode_t)
  case rename(String, to: String)
  case exchange(String, String)
  case link(String, to: String)
  case remove(String)
  /// `fsync` or `fdatasync` of a file or a folder; of the test's own folder `""`.
  case sync(String)
  /// A write to standard output, which acknowledges what was done.
  case acknowledge
}

extension DiskOperation {
  /// Without what was written.
  var summary: String {
    if case .write(let path, let place, let bytes) = self {
      return "write(\(path), at: \(place), \(bytes.count) bytes)"
    }
    return "\(self)"
  }
}

/// Reads operations out of a trace with the whole contents of what was written.
struct DiskOperationReader {
  /// A call that changes something, and that this reader does not handle.
  struct UnknownCall: Error { let call: String }

  static let calls =
    SystemCalls.changing + ["lseek", "close", "chmod", "sendfile", "mmap", "truncate"]

  let folder: String
  /// The files that exist, to distinguish a call that creates one from one that only opens it.
  private var isThere: Set<String>
  /// The place in each open file.
  private var offsets: [Int: Int] = [:]
  /// The open files whose writes go to the end.
  private var appending: Set<Int> = []

  init(folder: String, there image: FolderImage) {
    self.folder = folder
    isThere = Set(image.names.keys)
  }

  /// - Parameter sizes: how long the files are, for writes that go to the end.
  mutating func operations(
    of call: Strace.Call, _ size: (String) -> Int
  ) throws -> [DiskOperation] {
    guard let result = call.result, result >= 0 else { return [] }
    let words = TracedWords(call.arguments)
    let paths = words.paths.compactMap(inFolder)
    switch call.name {
    case "openat", "open", "creat":
      return opened(result, paths.last, call.arguments, words)
    case "close":
      offsets[words.descriptor ?? -1] = nil
      appending.remove(words.descriptor ?? -1)
      return []
    case "lseek":
      offsets[words.descriptor ?? -1] = result
      return []
    case "write", "writev", "pwrite64", "pwritev":
      return try written(call, result, words, size)
    case "ftruncate":
      return described(words).map { [.resize($0, words.numbers.last ?? 0)] } ?? []
    case "fsync", "fdatasync": return described(words).map { [.sync($0)] } ?? []
    case "utimensat":
      guard let path = described(words) ?? paths.last, let time = words.time else { return [] }
      return [.time(path, seconds: time.seconds, nanoseconds: time.nanoseconds)]
    case "fchmod":
      return described(words).map { [.mode($0, mode_t(words.octal ?? 0o600))] } ?? []
    case "fallocate", "copy_file_range", "sendfile", "truncate", "symlinkat", "fsetxattr":
      guard described(words) == nil, paths.isEmpty else { throw UnknownCall(call: "\(call)") }
      return []
    case "mmap":
      // The index of SQLite's log is made anew after a power loss.
      let isShared = call.arguments.contains("MAP_SHARED") && call.arguments.contains("PROT_WRITE")
      guard isShared, call.arguments.contains("<\(folder)/"), !call.arguments.contains("-shm>")
      else { return [] }
      throw UnknownCall(call: "\(call)")
    default: return named(call, paths)
    }
  }

  // MARK: Kinds of calls

  private mutating func opened(
    _ descriptor: Int, _ path: String?, _ arguments: String, _ words: TracedWords
  ) -> [DiskOperation] {
    offsets[descriptor] = 0
    appending.remove(descriptor)
    if arguments.contains("O_APPEND") { appending.insert(descriptor) }
    guard let path, !path.hasSuffix("-shm") else { return [] }
    if arguments.contains("O_CREAT"), isThere.insert(path).inserted {
      return [.create(path, .ordinary), .mode(path, mode_t(words.octal ?? 0o600))]
    }
    return arguments.contains("O_TRUNC") ? [.resize(path, 0)] : []
  }

  private mutating func written(
    _ call: Strace.Call, _ count: Int, _ words: TracedWords, _ size: (String) -> Int
  ) throws -> [DiskOperation] {
    let descriptor = words.descriptor ?? -1
    guard descriptor != 1 else { return [.acknowledge] }
    guard let path = described(words) else { return [] }
    let bytes = Array(words.contents.prefix(count))
    guard bytes.count == count else { throw UnknownCall(call: "\(call)") }
    let isAtPlace = call.name.hasPrefix("pwrite")
    let place =
      isAtPlace
      ? words.numbers.last ?? 0 : appending.contains(descriptor) ? size(path) : offsets[descriptor]
    guard let place else { throw UnknownCall(call: "\(call)") }
    if !isAtPlace { offsets[descriptor] = place + count }
    return [.write(path, at: place, bytes)]
  }

  private mutating func named(_ call: Strace.Call, _ paths: [String]) -> [DiskOperation] {
    guard let first = paths.first, let last = paths.last else { return [] }
    switch call.name {
    case "rename", "renameat", "renameat2":
      if call.arguments.contains("RENAME_EXCHANGE") { return [.exchange(first, last)] }
      isThere.remove(first)
      isThere.insert(last)
      return [.rename(first, to: last)]
    case "link", "linkat":
      isThere.insert(last)
      return [.link(first, to: last)]
    case "unlink", "unlinkat", "rmdir":
      isThere.remove(first)
      return first.hasSuffix("-shm") ? [] : [.remove(first)]
    case "mkdir", "mkdirat":
      isThere.insert(first)
      return [.create(first, .folder)]
    default: return []
    }
  }

  // MARK: Paths

  /// The file that the call's descriptor is open on.
  private func described(_ words: TracedWords) -> String? {
    words.descriptorPath.flatMap(inFolder).flatMap { $0.hasSuffix("-shm") ? nil : $0 }
  }

  /// `nil` for what lies elsewhere.
  private func inFolder(_ path: String) -> String? {
    if path == folder { return "" }
    if path.hasPrefix(folder + "/") { return String(path.dropFirst(folder.count + 1)) }
    return path.hasPrefix("/") || path.isEmpty ? nil : path
  }
}
