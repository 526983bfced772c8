import Host
import JSON
import ReviewerGate

extension ProofRunner {
  /// A larger file is not searched: nobody reads it, and it would have to be held in memory.
  static let largestSearched = 64 << 20

  func checkFile(_ path: String) -> ProofResult {
    result(of: path) { file in
      file.status.identity.size == 0 ? .failed("\(path): empty") : nil
    }
  }

  func check(_ text: String, in path: String) -> ProofResult {
    result(of: path) { (file) throws(SystemError) in
      if let refusal = refusal(of: file, path) { return refusal }
      let contents = try FileContents(reading: file.descriptor)
      return contents.contains(Array(text.utf8)) ? nil : .failed("\(path): the text is not in it")
    }
  }

  func checkJSON(in path: String) -> ProofResult {
    result(of: path) { (file) throws(SystemError) in
      if let refusal = refusal(of: file, path) { return refusal }
      let bytes = try file.descriptor.readWhole()
      do throws(JSONError) { _ = try JSONValue(parsing: bytes) } catch {
        return .failed("\(path): no JSON: \(error)")
      }
      return nil
    }
  }

  private func refusal(of file: borrowing ProjectFile, _ path: String) -> ProofResult? {
    file.status.identity.size <= Self.largestSearched
      ? nil : .failed("\(path): larger than \(Self.largestSearched >> 20) MB, not searched")
  }

  /// - Parameter fault: what is wrong with the file, apart from its age.
  private func result(
    of path: String, fault: (borrowing ProjectFile) throws(SystemError) -> ProofResult?
  ) -> ProofResult {
    do throws(ProjectFile.Refusal) {
      let file = try ProjectFile(path, below: root)
      if case .refused(let refusal) = permission, !Path.isInside(file.place, home) {
        return .notRun("\(path): not looked at outside \(home): \(refusal.reason)")
      }
      if let fault = try found({ () throws(SystemError) in try fault(file) }) { return fault }
      guard isChanged(file.status) else { return .failed("\(path): unchanged since the claim") }
      let since = claimedAt == nil ? "" : ", changed since the claim"
      return .proved("\(path): \(file.status.identity.size) bytes\(since)")
    } catch {
      return .failed("\(path): \(error.reason)")
    }
  }

  private func found(
    _ look: () throws(SystemError) -> ProofResult?
  ) throws(ProjectFile.Refusal) -> ProofResult? {
    do { return try look() } catch { throw ProjectFile.Refusal(reason: error.reason) }
  }

  /// Either time counts: a copy may bring an old one along, a new name only sets the second.
  private func isChanged(_ status: FileStatus) -> Bool {
    guard let claimedAt else { return true }
    return max(status.identity.modified, status.changed) / 1_000_000_000 >= claimedAt
  }
}
