extension Path {
  /// The folder itself, or the nearest one above it, of which `isWanted` says so.
  public static func nearest(from folder: String, where isWanted: (String) -> Bool) -> String? {
    var folder = folder
    while !isWanted(folder) {
      let above = parent(of: folder)
      if above == folder { return nil }
      folder = above
    }
    return folder
  }

  /// The folder itself, or the nearest one above it that is there.
  public static func nearestExisting(from folder: String) -> String {
    nearest(from: folder) { (try? FileStatus(of: $0)) != nil } ?? "/"
  }
}
