public import Host
public import Text

extension DiskSpace {
  /// A rewrite of a large table fits into this number of bytes.
  static let leastBytes = 16 << 20
  /// A change creates fewer files.
  static let leastFiles = 10

  /// What is missing for a change of the queue; `nil` if there is enough room.
  package var shortage: Sentence? {
    if freeBytes < Self.leastBytes {
      let (free, least) = (ByteCount.text(freeBytes), ByteCount.text(Self.leastBytes))
      return Sentence(
        "its disk is full: \(free) free, less than \(least)",
        "디스크가 가득 찼습니다: 남은 공간 \(free), \(least)보다 적습니다")
    }
    guard let files = freeFiles, files < Self.leastFiles else { return nil }
    return Sentence(
      "its disk is full: \(files) more files can be made",
      "디스크가 가득 찼습니다: 파일을 \(files)개만 더 만들 수 있습니다")
  }
}

extension TaskQueue {
  /// What the disk of the queue's files lacks for a change; `nil` if there is enough room, or if
  /// that can't be known.
  public func diskShortage() -> Sentence? {
    guard let folder = try? home() else { return nil }
    return (try? DiskSpace(of: folder))?.shortage
  }
}
