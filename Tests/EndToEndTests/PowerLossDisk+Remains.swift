import Foundation
import TestSupport

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
