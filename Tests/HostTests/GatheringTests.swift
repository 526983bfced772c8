import Host
import TestSupport
import Testing

/// Pieces of memory that are written one behind the other.
@Suite struct GatheringTests {
  /// Writes `texts` as pieces, and says what the file holds then.
  private func written(_ texts: [String], behind start: String = "") throws -> String {
    try withTemporaryDirectory { folder in
      let descriptor = try FileDescriptor(
        opening: "\(folder)/file", for: .creating(permissions: 0o600))
      try descriptor.write(start)
      let bytes = Array(texts.joined().utf8)
      try bytes.withUnsafeBytes { buffer in
        var pieces: [UnsafeRawBufferPointer] = []
        var offset = 0
        for text in texts {
          let end = offset + text.utf8.count
          pieces.append(UnsafeRawBufferPointer(rebasing: buffer[offset..<end]))
          offset = end
        }
        try descriptor.write(gathering: pieces)
      }
      return try contents(of: "\(folder)/file")
    }
  }

  @Test func `pieces come in their order, behind what was written before`() throws {
    #expect(try written(["a", "bc", "def"], behind: "> ") == "> abcdef")
  }

  @Test func `empty pieces, or none, write nothing`() throws {
    #expect(try written([]) == "")
    #expect(try written(["", "a", "", "", "b", ""]) == "ab")
  }

  // The system takes 1024 pieces a call.
  @Test(arguments: [1023, 1024, 1025, 2048, 5000])
  func `many pieces are written in several calls`(_ count: Int) throws {
    let texts = (0..<count).map { "piece \($0)\n" }
    #expect(try written(texts) == texts.joined())
  }

  @Test func `pieces larger than a pipe are written whole`() throws {
    let texts = ["x", "y", "z"].map { String(repeating: $0, count: 700_000) }
    #expect(try written(texts) == texts.joined())
  }
}
