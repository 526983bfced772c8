import Testing

@testable import Operator

@Suite struct DigestTextTests {
  @Test(arguments: [
    (17, [2, 1, 0, 3], [2, 1, 0, 3]), (17, [40, 20, 0, 0], [9, 8, 0, 0]),
    (17, [60, 2, 1, 0], [14, 2, 1, 0]), (16, [20, 20, 20, 20, 20], [4, 3, 3, 3, 3]),
    (17, [], []), (1, [3, 3], [1, 0]), (0, [3], [0]),
  ])
  func `each list gets as many lines as the others, or all of its own`(
    _ room: Int, counts: [Int], shares: [Int]
  ) {
    #expect(DigestText.shares(of: room, among: counts) == shares)
  }
}
