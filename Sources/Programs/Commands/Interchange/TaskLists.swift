import Host
import Interchange

/// The files beside a new queue that have tables of tasks or check lists.
enum TaskLists {
  /// The names of the files, sorted, such as `TODO.md`.
  ///
  /// - Parameters:
  ///   - folder: the folder of the queue; its subfolders are not searched.
  ///   - queue: the name of the queue file; files that begin with its stem, such as its archive, are
  ///     left out.
  static func names(in folder: String, besides queue: String) -> [String] {
    let names = ((try? Directory.names(in: folder)) ?? []).filter { $0.hasSuffix(".md") }
    let stem = queue.hasSuffix(".md") ? queue.dropLast(3) : queue[...]
    return names.filter { !$0.hasPrefix(stem) }.sorted().prefix(mostFiles).filter { name in
      let path = Path.join(folder, name)
      guard let status = try? FileStatus(ofName: path), status.kind == .regular,
        status.identity.size <= largest,
        let file = try? FileDescriptor(opening: path, for: .reading),
        let bytes = try? file.readWhole()
      else { return false }
      return MarkdownTasks.isTaskList(bytes)
    }
  }

  private static let mostFiles = 50
  /// The most bytes of a file that is searched for tasks.
  private static let largest = 1 << 20
}
