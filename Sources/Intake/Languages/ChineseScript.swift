/// The two ways to write Chinese.
enum ChineseScript {
  /// `text` with the traditional characters that the words are written with, as the simplified
  /// ones; other characters stay.
  static func simplified(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.map { simple[$0] ?? $0 }
  }

  /// Each traditional character, followed by its simplified one.
  private static let pairs = """
    補补 發发 佈布 復复 優优 進进 構构 編编 寫写 實实 現现 開开 設设 計计 線线 調调 統统 檢检 對对
    確确 認认 驗验 證证 測测 試试 運运 執执 啟启 啓启 動动 關关 閉闭 備备 還还 滾滚 遷迁 級级 裝装
    載载 導导 匯汇 併并 並并 離离 換换 創创 譯译 縮缩 壓压 擴扩 長长 減减 許许 採采 處处 決决 記记
    錄录 總总 較较 評评 審审 監监 準准 規规 劃划 輯辑 複复 顯显 隱隐 說说 釋释 標标 註注 歸归 檔档
    鎖锁 權权 簽签 緩缓 預预 簡简 適适 綁绑 請请 續续 輪轮 畫画 煩烦 幫帮 們们 後后 終终 當当 於于
    為为 爲为 給给 讓让 將将 時时 間间 與与 產产 連连 儲储 視视 報报 務务 頁页 欄栏 鈕钮 塊块 狀状
    態态 環环 敗败 變变 詢询 綫线 圖图 傳传 刪删 別别 雖虽 謝谢 著着
    """

  private static let simple: [Unicode.Scalar: Unicode.Scalar] = {
    var simple: [Unicode.Scalar: Unicode.Scalar] = [:]
    for pair in pairs.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if let first = pair.unicodeScalars.first { simple[first] = pair.unicodeScalars.last }
    }
    return simple
  }()
}
