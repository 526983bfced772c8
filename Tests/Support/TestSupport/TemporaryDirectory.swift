import Foundation

/// The folder in which tests make their folders, with links resolved. It is the temporary folder.
/// If that folder or one above it has a repository, a queue or settings, all folders below would
/// find them; then another folder is used.
public let temporaryFolder: String = {
  let folders = [NSTemporaryDirectory(), "/tmp", "/var/tmp", "/dev/shm"].map {
    URL(filePath: $0).resolvingSymlinksInPath().path
  }
  return folders.first { folder in
    let above = sequence(first: URL(filePath: folder)) {
      $0.path == "/" ? nil : $0.deletingLastPathComponent()
    }
    return !above.contains { place in
      [".git", "orch.json", "QUEUE.md"].contains {
        FileManager.default.fileExists(atPath: place.appending(path: $0).path)
      }
    }
  } ?? folders[0]
}()

/// Runs `body` with the path of a fresh folder, and removes the folder afterwards.
public func withTemporaryDirectory<Result>(
  _ body: (String) throws -> Result
) throws -> Result {
  let folder = "\(temporaryFolder)/orch-tests-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}
