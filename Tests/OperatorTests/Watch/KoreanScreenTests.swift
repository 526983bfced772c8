import Runner
import Testing
import Text

@testable import Operator

/// The screen on a terminal of a Korean locale.
@Suite struct KoreanScreenTests {
  private func model(_ columns: Int, _ rows: Int, keys: [WatchKey] = []) -> WatchModel {
    let size = ScreenSize(columns: columns, rows: rows)
    var model = WatchModel(size: size, now: WatchFixture.now, language: .korean)
    model.update(WatchFixture.mixture)
    for key in keys { _ = model.press(key) }
    return model
  }

  @Test func `a question is asked in Korean, with the same facts`() {
    #expect(
      model(80, 24, keys: [.down, .act(.cancel)]).lastLine
        == "y/n: ORCH-001 취소? 워커(pid 123, 12분)를 끝내고, BLOCKED가 됩니다.")
    #expect(
      model(80, 24).lastLine
        == "q 종료  화살표 선택  enter 상세  / 찾기  f 필터  s 상태  ? 키")
    #expect(model(80, 24).frame().text(ofRow: 0).hasSuffix("워커 2/3  18:00:00"))
  }

  @Test(
    arguments: [[], [.help], [.down, .details, .help], [.down, .act(.replan)]] as [[WatchKey]])
  func `no line is wider than the screen`(_ keys: [WatchKey]) {
    for (columns, rows) in [(40, 10), (80, 24), (120, 40)] {
      let screen = model(columns, rows, keys: keys).screen
      let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == rows + 1)
      #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= columns }, "\(screen)")
    }
  }
}
