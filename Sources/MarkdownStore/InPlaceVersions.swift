import Host

/// The two versions that a rewrite in place keeps until it has ended.
struct InPlaceVersions {
  /// The path of the generation, which holds the old version.
  let generation: String
  var new: String { generation + ".new" }

  func remove() throws(SystemError) {
    try Directory.remove(new)
    try Directory.remove(generation)
  }

  /// After an error, which is what has to be told.
  func removeWhatIsThere() {
    try? Directory.remove(new)
    try? Directory.remove(generation)
  }
}
