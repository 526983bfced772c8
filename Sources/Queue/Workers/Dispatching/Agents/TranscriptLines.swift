import Text

/// The output of an agent's program, split into lines. Lines that are JSON objects, or arrays of
/// them, are read; all other lines, and lines longer than a program writes, are skipped.
struct TranscriptLines: Sendable {
  private var reader: any TranscriptReader
  private var line: [UInt8] = []
  private var isTooLong = false

  /// Bytes; a line is at most as long as the largest output of a tool.
  static let longest = 32 << 20

  init(for reader: any TranscriptReader) { self.reader = reader }

  var transcript: AgentTranscript { reader.transcript }

  mutating func append(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      add(rest[..<end])
      finish()
      rest = rest[(end + 1)...]
    }
    add(rest)
  }

  /// Reads the last line, which may have no line feed.
  mutating func finish() {
    defer { (line, isTooLong) = ([], false) }
    guard !isTooLong,
      let value = try? JSONValue(parsing: line, replacesLoneSurrogates: true)
    else { return }
    for event in value.arrayValue ?? [value] {
      if let event = event.objectValue { reader.read(event) }
    }
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>) {
    if isTooLong || line.count + bytes.count > Self.longest {
      (line, isTooLong) = ([], true)
    } else {
      line += bytes
    }
  }
}
