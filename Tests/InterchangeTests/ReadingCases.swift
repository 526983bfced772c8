import Foundation
import Interchange
import Model
import Testing

/// A folder of `Tests/Cases/interchange/FORM`: files in that form, and `reading.txt`, what is read of
/// them. `ORCH_TEST_UPDATE=1` writes the latter.
struct ReadingCase: CustomTestStringConvertible, Sendable {
  let form: InterchangeForm
  let name: String
  /// By their paths below the folder.
  let files: [ForeignFile]
  private let folder: URL

  var testDescription: String { "\(form.rawValue)/\(name)" }

  static let all: [ReadingCase] = InterchangeForm.inCases.flatMap { form in
    names(in: root.appending(path: form.rawValue)).map { ReadingCase(form, $0) }
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Cases/interchange")

  private static func names(in folder: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasSuffix(".md") }.sorted()
  }

  private init(_ form: InterchangeForm, _ name: String) {
    self.form = form
    self.name = name
    folder = Self.root.appending(path: "\(form.rawValue)/\(name)")
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    files = (paths ?? []).sorted().compactMap { [folder] path in
      let url = folder.appending(path: path)
      guard path != "reading.txt", !url.hasDirectoryPath, let data = try? Data(contentsOf: url)
      else { return nil }
      return ForeignFile(path: path, bytes: Array(data))
    }
  }

  var reading: ForeignReading { form.read(files) }

  func expected() throws -> String {
    let url = folder.appending(path: "reading.txt")
    if ProcessInfo.processInfo.environment["ORCH_TEST_UPDATE"] == "1" {
      try reading.rendered.write(to: url, atomically: true, encoding: .utf8)
    }
    return try String(contentsOf: url, encoding: .utf8)
  }
}

extension InterchangeForm {
  /// Those whose reading stands beside each case; the others have tests of their own.
  static let inCases: [InterchangeForm] =
    [.backlog, .taskmaster, .speckit, .openspec, .kiro, .todoTxt, .job]
}

extension ForeignReading {
  /// All that was read, and all that was not, for people.
  var rendered: String {
    (tasks.map(\.rendered) + losses.map(\.rendered)).map { $0 + "\n" }.joined()
  }
}

extension ForeignTask {
  var rendered: String {
    var lines = ["\(key) at \(place.rendered)", "  title: \(title)", "  state: \(state)"]
    if let priority { lines.append("  priority: \(priority.text)") }
    if !after.isEmpty { lines.append("  after: \(after.joined(separator: ", "))") }
    lines += links.map { "  \($0.kind): \($0.key)" }
    if !labels.isEmpty { lines.append("  labels: \(labels.joined(separator: ", "))") }
    if let assignee { lines.append("  assignee: \(assignee)") }
    if let due { lines.append("  due: \(due)") }
    if let notBefore { lines.append("  not before: \(notBefore)") }
    lines += criteria.map { "  criterion: \($0)" }
    if !text.isEmpty { lines.append("  text: \(Self.block(text))") }
    lines += comments.map { "  comment of '\($0.author)' at '\($0.time)': \(Self.block($0.text))" }
    lines += others.map { "  [\($0.name)]: \(Self.block($0.text))" }
    return lines.joined(separator: "\n")
  }

  private static func block(_ text: String) -> String {
    text.replacingOccurrences(of: "\n", with: "\n    | ")
  }
}

extension ForeignPlace {
  var rendered: String { (file ?? "-") + (line.map { ":\($0)" } ?? "") }
}

extension ForeignLoss {
  var rendered: String { "! \(place.rendered)\(key.map { " (\($0))" } ?? ""): \(kind)" }
}
