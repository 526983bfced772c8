import Door
import Host

/// The part of `AGENTS.md` that leads Codex and opencode to the queue, between two marks. What else
/// stands in the file is a person's, and never changes.
struct AgentInstructions {
  static let fileName = "AGENTS.md"
  private static let begin = "<!-- begin orch -->"
  private static let end = "<!-- end orch -->"
  private static let longest = 1 << 20

  private static let part = """
    \(begin)
    ## Task queue

    `orch` keeps the tasks of this project in `QUEUE.md` or a database. When asked to work on the queue, use the skill
    `orch` or the tools of the MCP server `orch`; without them, run `orch prime`. Never edit the queue by hand. A message
    that begins with `[TASK` is a row that you have already: do only this row, and end with the report that it asks for.
    \(end)

    """

  enum Outcome {
    case created, changed
    /// The file has the part, or only one mark, or is a link, longer than 1 MB, or not in UTF-8.
    case kept
  }

  /// Writes the part into the file at `path`: into a new file, at the end of a file without marks,
  /// or in place of the part that is there.
  ///
  /// - Throws: `system` if the file can't be read or written.
  static func write(to path: String) throws -> Outcome {
    do throws(SystemError) {
      try NewFile.create(path, text: part)
      return .created
    } catch {
      guard error.alreadyExists else { throw Problem.system(error) }
    }
    do throws(SystemError) {
      let status = try FileStatus(ofName: path)
      guard status.kind == .regular, status.identity.size <= longest else { return .kept }
      let bytes = try FileDescriptor(opening: path, for: .readingNoLink).readWhole(upTo: longest)
      guard let text = String(validating: bytes, as: UTF8.self), let new = adding(to: text),
        !new.utf8.elementsEqual(bytes)
      else { return .kept }
      try NewFile.replace(path, text: new, permissions: status.permissions, group: status.group)
      return .changed
    } catch {
      throw Problem.system(error)
    }
  }

  /// The text with the part; `nil` if it has only one of the marks, or has them in another order.
  static func adding(to text: String) -> String? {
    // Not by characters: the end of a line may be CR and LF.
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    func places(_ mark: String) -> [Int] {
      lines.indices.filter { lines[$0] == mark || lines[$0] == mark + "\r" }
    }
    switch (places(begin), places(end)) {
    case ([], []):
      let last = lines.last ?? ""
      let blanks = text.isEmpty ? "" : last.isEmpty ? "\n" : "\n\n"
      return text + blanks + part
    case (let begins, let ends) where begins.count == 1 && ends.count == 1 && begins[0] < ends[0]:
      let rest = lines[(ends[0] + 1)...]
      return (lines[..<begins[0]] + [String(part.dropLast())] + rest).joined(separator: "\n")
    default: return nil
    }
  }
}
