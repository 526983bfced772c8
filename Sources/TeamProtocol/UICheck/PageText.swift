/// What a page of HTML shows: its text without tags, scripts and styles, and the attributes
/// that a person reads.
///
/// It is made for what a browser writes, which closes its quotes and its comments.
struct PageText {
  /// A line for each thing that stands apart from its neighbours.
  var text: String { String(decoding: shown, as: UTF8.self) }

  private let html: [UInt8]
  private var position = 0
  private var shown: [UInt8] = []

  init(html: [UInt8]) {
    self.html = html
    while position < html.count { readPiece() }
  }

  private mutating func readPiece() {
    guard html[position] == UInt8(ascii: "<") else { return readText() }
    if html[position...].starts(with: "<!--".utf8) {
      position = end(of: "-->", from: position + 4)
    } else if let tag = HTMLTag(in: html, at: position) {
      position = tag.end
      show(tag)
    } else {
      // A lone less-than sign.
      shown.append(html[position])
      position += 1
    }
  }

  private mutating func readText() {
    let end = html[position...].firstIndex(of: UInt8(ascii: "<")) ?? html.count
    shown += HTMLEntities.decoded(html[position..<end])
    position = end
  }

  private mutating func show(_ tag: HTMLTag) {
    if !tag.isInline { shown.append(10) }
    for value in tag.shownValues { shown += [10] + HTMLEntities.decoded(value[...]) + [10] }
    if !tag.isClosing, tag.holdsNoText {
      position = end(of: "</\(tag.name)", from: position)
      position = end(of: ">", from: position)
    }
  }

  /// Behind the next place of `mark`, in any case; the end of the page where there is none.
  private func end(of mark: String, from start: Int) -> Int {
    let mark = Array(mark.utf8)
    var place = start
    while place + mark.count <= html.count {
      let isHere = mark.indices.allSatisfy { HTMLTag.lowered(html[place + $0]) == mark[$0] }
      if isHere { return place + mark.count }
      place += 1
    }
    return html.count
  }
}
