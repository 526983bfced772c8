/// A document that promises something, section by section.
struct PromiseDocument {
  /// A heading, and what stands below it.
  struct Section {
    let heading: String
    /// All of it, in plain words on one line.
    var text = ""
    /// What has to be quoted each by itself; without any, the section as a whole.
    var units: [String] = []
  }

  /// The name of the file, without its folder.
  let name: String
  var sections: [Section] = []

  /// Sections of which each item is a promise, or a limit of one.
  private static let itemised = ["What it does not do (yet)", "Promises", "What is not promised"]
  /// The section of which each sentence is.
  private static let bySentence = ["What makes it safe"]

  init(name: String, text: String) {
    self.name = name
    var items: [String] = []
    var isInItem = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# ") && sections.isEmpty || line.hasPrefix("## ") {
        finish(&items)
        sections.append(Section(heading: String(line.drop { $0 == "#" || $0 == " " })))
        continue
      }
      guard !sections.isEmpty else { continue }
      sections[sections.count - 1].text += " " + line
      if line.hasPrefix("- ") {
        items.append(String(line.dropFirst(2)))
        isInItem = true
      } else if isInItem, line.hasPrefix("  ") {
        items[items.count - 1] += " " + line
      } else {
        isInItem = false
      }
    }
    finish(&items)
  }

  private mutating func finish(_ items: inout [String]) {
    defer { items = [] }
    guard var section = sections.popLast() else { return }
    section.text = Self.plain(section.text)
    let items = items.map(Self.plain)
    if Self.itemised.contains(section.heading) {
      section.units = items
    } else if Self.bySentence.contains(section.heading) {
      section.units = items.flatMap(Self.sentences)
    }
    sections.append(section)
  }

  private static func sentences(_ text: String) -> [String] {
    text.replacing(/\. (?=[A-Z`])/, with: ".\n").split(separator: "\n").map(String.init)
  }

  /// The words alone: without marks, and of links what is shown.
  static func plain(_ text: String) -> String {
    text.replacing(/\[([^\]]*)\]\([^)]*\)/) { String($0.output.1) }
      .replacing("`", with: "").replacing("**", with: "")
      .split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }
}
