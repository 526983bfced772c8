/// What stands behind the stem of a Korean word.
enum KoreanEndings {
  /// Particles, the longest first.
  static let particles: [[Unicode.Scalar]] = """
    이어야 여야 에서부터 으로부터 에서는 에서도 에서만 에게는 에게도 으로는 으로도 으로만 까지만 까지는 까지도 이라는 이라고 이라도
    로부터 에서의 으로의 에는 에도 에만 에서 에게 에의 으로 로는 로도 로만 까지 부터 이나 라도 처럼 보다 마다 조차 밖에 이며 라는
    라고 들은 들이 들을 들의 들에 이란 만을 만은 만이 만의 과의 와의 과는 와는 이고 이지만 이었 이다 입니다 입니다만 이라
    은 는 이 가 을 를 의 에 로 와 과 도 만 들 나 뿐 며
    """.split { $0 == " " || $0 == "\n" }.map { Array($0.unicodeScalars) }
    .sorted { $0.count > $1.count }

  /// With what the verb that makes a verb of a noun may begin: 적용했, 적용되, 적용시켜.
  static let verbalizers = Set("하했합한할해함되됐된될됩됨돼시당받".unicodeScalars)

  /// Of what endings of verbs are made.
  static let syllables = Set(
    "였었았습니다고며면서여는은을지만도록게기음던어아야요나으데려러라네거냐죠했있없않못겠할한된될됨함킨켰켜키킴로써에의가이과와라서므뒀둔둠졌진질짐져됐받하해봤본볼주줬준습까때시던"
      .unicodeScalars)
}
