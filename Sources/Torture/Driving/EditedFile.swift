import Host

/// The queue file as editors load and save it.
struct EditedFile {
  let path: String
  /// Waits for so many nanoseconds, or less where everything is to end.
  let pause: (Int) -> Void

  /// The file's text; `nil` where it is not there for a moment.
  func load() throws(SystemError) -> String? {
    do {
      let bytes = try FileDescriptor(opening: path, for: .reading).readWhole()
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  func append(_ text: String) throws(SystemError) {
    try FileDescriptor(opening: path, for: .updatingAtEnd).write(text)
  }

  func save(_ text: String, _ way: SavingWay) throws(SystemError) {
    switch way {
    case .inPlace: try write(text)
    case .inTwoPieces: try writeInTwoPieces(Array(text.utf8))
    case .renamed:
      let temporary = path + ".tmp"
      try FileDescriptor(opening: temporary, for: .creating(permissions: 0o644)).write(text)
      try Directory.move(temporary, to: path)
    case .backedUp:
      try Directory.move(path, to: path + "~")
      try write(text)
    case .appended: try append(text)
    }
  }

  private func write(_ text: String) throws(SystemError) {
    try emptied().write(text)
  }

  private func writeInTwoPieces(_ bytes: [UInt8]) throws(SystemError) {
    let descriptor = try emptied()
    let half = bytes.count / 2
    try descriptor.write(Array(bytes[..<half]))
    pause(.milliseconds(30))
    try descriptor.write(Array(bytes[half...]))
  }

  private func emptied() throws(SystemError) -> FileDescriptor {
    let descriptor = try FileDescriptor(
      opening: path, for: .updatingOrCreating(permissions: 0o644))
    try descriptor.truncate(to: 0)
    return descriptor
  }
}
