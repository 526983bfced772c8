/// A fenced block of a document, without the indentation of its fence.
struct CodeBlock {
  /// What stands behind the opening fence: `swift`, `console`.
  let kind: String
  /// The file that the text before it names last: `Sources/OrchCLI/CountCommand.swift`.
  let path: String?
  var text = ""

  static func all(in document: String) -> [CodeBlock] {
    var blocks: [CodeBlock] = []
    var isInBlock = false
    var indentation = 0
    var path: String?
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.drop(while: { $0 == " " }).hasPrefix("```") {
        isInBlock.toggle()
        indentation = line.prefix { $0 == " " }.count
        if isInBlock {
          blocks.append(CodeBlock(kind: String(line.dropFirst(indentation + 3)), path: path))
        }
        path = nil
      } else if isInBlock {
        blocks[blocks.count - 1].text += line.dropFirst(indentation) + "\n"
      } else if line.hasSuffix("`:") {
        path = line.split(separator: "`").dropLast().last.map(String.init)
      }
    }
    return blocks
  }
}
