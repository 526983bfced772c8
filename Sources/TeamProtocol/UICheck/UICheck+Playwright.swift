import Host

extension UICheck {
  /// Opens the page with `playwright-cli`, and takes its snapshot.
  func playwrightSnapshot() throws(UICheckFailure) -> UISnapshot {
    let session = browserSession.map { ["--session=\($0)"] } ?? []
    _ = try run(Self.playwright, session + ["open", url], for: .open)
    let outcome = try run(Self.playwright, session + ["snapshot"], for: .snapshot)
    let lines = outcome.output.text.split(separator: "\n", omittingEmptySubsequences: false)
    // The address was not written by the page: a word in it proves nothing.
    let told = lines.filter { !$0.trimmed.hasPrefix("- Page URL:") }.joined(separator: "\n")
    guard let path = lines.lazy.compactMap(Self.linkedSnapshot).first else {
      return UISnapshot(text: told)
    }
    return UISnapshot(text: told + "\n" + (try contents(of: path)))
  }

  /// The file of a line such as `- [Snapshot](.playwright-cli/page-1.yml)`, which newer
  /// versions write instead of the snapshot itself.
  private static func linkedSnapshot(in line: Substring) -> String? {
    let mark = "[Snapshot]("
    let text = line.trimmed
    let link = text.hasPrefix("- ") ? String(text.dropFirst(2)) : text
    guard link.hasPrefix(mark), link.hasSuffix(")") else { return nil }
    return String(link.dropFirst(mark.count).dropLast())
  }

  private func contents(of path: String) throws(UICheckFailure) -> String {
    do throws(ProjectFile.Refusal) {
      let file = try ProjectFile(path, below: Path.resolved(folder) ?? folder)
      return String(decoding: try file.bytes(upTo: 16 << 20), as: UTF8.self)
    } catch {
      throw UICheckFailure(step: .snapshot, problem: "\(path): \(error.reason)")
    }
  }
}

extension Substring {
  fileprivate var trimmed: String { String(self).trimmed }
}
