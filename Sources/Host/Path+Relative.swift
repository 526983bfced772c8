extension Path {
  /// The way from a folder to `path`, both without links: `../QUEUE.md`.
  public static func relative(_ path: String, to folder: String) -> String {
    let target = path.split(separator: "/")
    let start = folder.split(separator: "/")
    let common = zip(target, start).prefix { $0 == $1 }.count
    let up = Array(repeating: Substring(".."), count: start.count - common)
    return (up + target[common...]).joined(separator: "/")
  }
}
