import Host
import Interchange

/// The files of a folder that is imported. Links out of the folder are not followed, and its size is
/// limited.
struct ForeignFolder {
  private(set) var files: [ForeignFile] = []
  private(set) var losses: [ForeignLoss] = []
  /// Whether the folder has more than the limits allow.
  private(set) var isTooLarge = false

  /// The limits: bytes of all files together, and the number of files.
  static let largest = 64 << 20
  static let mostFiles = 20_000

  private static let endings = [".md", ".json", ".jsonl", ".csv", ".txt", ".yml", ".yaml"]

  private let root: String
  private var size = 0

  /// - Parameter path: the folder, or a link to it.
  /// - Throws: if the folder itself can't be read; a file in the folder that can't be read is only
  ///   a loss.
  init(_ path: String) throws(SystemError) {
    root = Path.resolved(path) ?? path
    try read("")
  }

  /// Reads everything below `folder`, in the order of names.
  private mutating func read(_ folder: String) throws(SystemError) {
    for name in try Directory.names(in: Path.join(root, folder)).sorted() where name != ".git" {
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      let whole = Path.join(root, path)
      guard let kind = (try? FileStatus(ofName: whole))?.kind else { continue }
      do throws(SystemError) {
        try read(path, kind, at: whole)
      } catch {
        losses.append(ForeignLoss(.unread(.notReadable(error.reason)), at: .init(file: path)))
      }
      if isTooLarge { return }
    }
  }

  private mutating func read(
    _ path: String, _ kind: FileStatus.Kind, at whole: String
  ) throws(SystemError) {
    switch kind {
    case .directory: try read(path)
    case .regular: try add(path, at: whole)
    case .other:
      guard Path.linkTarget(whole) != nil else { return }
      let place = Path.resolved(whole)
      guard let place, Path.isInside(place, root), (try? FileStatus(of: place))?.kind == .regular
      else {
        losses.append(ForeignLoss(.linkOutside(path), at: .init(file: path)))
        return
      }
      try add(path, at: place)
    }
  }

  private mutating func add(_ path: String, at place: String) throws(SystemError) {
    guard Self.endings.contains(where: path.hasSuffix) else { return }
    let file = try FileDescriptor(opening: place, for: .readingNoLink)
    let bytes = try file.read(min(try file.status().identity.size, Self.largest + 1), at: 0)
    size += bytes.count
    isTooLarge = size > Self.largest || files.count >= Self.mostFiles
    let folder = Path.name(of: Path.parent(of: Path.join(root, path)))
    files.append(ForeignFile(path: path, in: folder, bytes: bytes))
  }
}
