package import Host
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
        "the disk is full: \(free) free, less than \(least)",
        "디스크가 가득 찼습니다: 남은 공간 \(free), \(least)보다 적습니다")
    }
    guard let files = freeFiles, files < Self.leastFiles else { return nil }
    return Sentence(
      "the disk is full: \(files) more files can be made",
      "디스크가 가득 찼습니다: 파일을 \(files)개만 더 만들 수 있습니다")
  }
}

extension Workspace {
  /// What the disk of the queue's files lacks for a change; `nil` if there is enough room, or if
  /// that can't be known.
  package var diskShortage: Sentence? { (try? DiskSpace(of: home))?.shortage }
}

extension TaskQueue {
  /// What the disk of the queue's files lacks for a change; `nil` if there is enough room, or if
  /// that can't be known.
  public func diskShortage() -> Sentence? { (try? workspace())?.diskShortage }
}

extension Problem {
  /// - Parameter shortage: what the disk lacks.
  package static func diskFull(_ shortage: Sentence) -> Problem {
    .adapter(
      .inputOutput, shortage,
      hint: Sentence(
        "nothing starts until there is room; free some space",
        "공간이 생길 때까지 아무것도 시작하지 않습니다. 공간을 만드십시오"))
  }
}
