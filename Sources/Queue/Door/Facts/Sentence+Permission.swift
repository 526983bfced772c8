import Host
public import Text

extension Sentence {
  /// What to do about a file or folder that this user may not write.
  public static func makeWritable(_ path: String) -> Sentence {
    guard !FileSystemKind.isReadOnly(path) else { return mountForWriting }
    return Sentence("chmod u+w \(path), or ask its owner", "chmod u+w \(path), 또는 소유자에게 요청하십시오")
  }

  static let mountForWriting = Sentence(
    "the file system is read-only: mount it for writing, or move the queue to another",
    "파일 시스템이 읽기 전용입니다. 쓰기로 마운트하거나 큐를 다른 곳으로 옮기십시오")
}
