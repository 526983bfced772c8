import Prose

/// Tells by its end whether a piece of Japanese is a task: `…を更新`, `…の改善`, `…してください`.
enum JapaneseTask {
  static func form(_ tokens: ArraySlice<Token>) -> TaskForm {
    let words = tokens.trailingWords
    guard let last = words.last, last.kind == .word,
      last.text.unicodeScalars.last.map({ $0.isKana || $0.isHan }) ?? false
    else { return .none }
    let scalars = Array(last.text.unicodeScalars)
    if let length = verbs.suffix(of: scalars) {
      return scalars.count > length || words.count > 1 ? .certain : .bare
    }
    let verb = light.suffix(of: scalars) ?? 0
    let noun = scalars.dropLast(verb)
    let length = nouns.suffix(of: Array(noun)) ?? (noun.last == "\u{5316}" ? 1 : nil)
    guard let length else { return takesObject(scalars) ? .certain : .none }
    if noun.count > length || words.count > 1 { return .certain }
    return verb > 0 ? .likely : .bare
  }

  /// Whether a word behind `left` is a task beside it: `ログを整理、再起動`, and not
  /// `データの登録、削除`. So it is in all other languages.
  static func isApart(from left: ArraySlice<Token>) -> Bool {
    guard let word = left.trailingWords.last?.text, word.unicodeScalars.contains(where: \.isKana)
    else { return true }
    return left.trailingWords.count == 1 && word.unicodeScalars.contains("を")
  }

  /// `ログを隔離`, `色を塗る`: what stands right behind its object is an action, whether or not
  /// it is known.
  private static func takesObject(_ word: [Unicode.Scalar]) -> Bool {
    guard let mark = word.lastIndex(of: "を"), mark > 0 else { return false }
    let action = word[(mark + 1)...]
    let stem = action.prefix { $0.isHan || $0.isKatakana || $0.isLetterOrDigit }
    let ending = action.dropFirst(stem.count)
    guard stem.count > 0, let last = ending.last else { return stem.count > 1 }
    return ending.count <= 3 && ending.allSatisfy(\.isKana)
      && "るくすうぶむぐつぬ".unicodeScalars.contains(last)
  }

  /// Nouns that する makes verbs of.
  private static let nouns: WordList = """
    作成 追加 更新 修正 削除 変更 実装 改善 実行 確認 移行 圧縮 停止 再開 開始 再起動 起動 設定 調整 統一 整理 対応 導入 検証 調査 分析 設計 開発 構築
    準備 公開 送信 配信 通知 登録 表示 保存 復元 復旧 置換 交換 分割 統合 結合 接続 切断 切替 検討 報告 共有 記録 測定 計測 比較 集計 抽出 収集 変換
    翻訳 拡張 縮小 制限 許可 禁止 解除 廃止 刷新 強化 短縮 延長 整備 点検 解決 再現 投稿 提出 配布 配置 移動 適用 反映 補足 補完 見直し 洗い出し 書き換え
    入れ替え 差し替え 置き換え 取り込み 切り替え 引き上げ 引き下げ 掲載 案内 印刷 出力 入力 検索 生成 再生成 計算 評価 監視 保護 遮断 隔離 発行 再発行 付与
    回収 支援 連携 予約 採用 作業 完了 終了 特定 提示 提案 選定 決定 策定 改修 改良 改訂 撤去 撤廃 排除 除去 除外 抑制 緩和 促進 推進 周知 告知 募集
    命名 定義 記述 記載 執筆 編集 校正 加筆 追記 転記 転送 送付 受信 返信 返却 回答 応答 照会 検出 検知 識別 分類 整形 加工 合成 描画 試作 試験 試行
    実験 査定 監査 審査 承認 却下 保留 延期 中止 中断 廃棄 補充 補強 増強 増設 削減 節約 低減 改名 移設 移転 移植 展開 配備 公表 発表 発信 発送 配送
    納品 出荷 入荷 購入 発注 契約 精算 請求 監修 実施 着手 把握 列挙 要約 説明 解説 紹介 依頼 相談 協議 合意 手配 予告 設置 配線 修理 清掃 洗浄 掃除
    梱包 開封 撮影 録画 録音 再生 凍結 解凍 加速 減速 固定 解放 開放 閉鎖 集約 分散 統制 同期 テスト デプロイ リリース ビルド リファクタリング マージ
    インストール アップデート アップグレード レビュー デバッグ バックアップ ロールバック コミット プッシュ リセット クリア キャッシュ コピー ダウンロード アップロード
    チェック リネーム サポート
    """

  /// Endings of verbs that say what is to be done.
  private static let verbs: WordList = """
    ください 下さい ましょう お願いします お願い致します おねがいします ほしい 欲しい すること ること 直す 作る 消す 加える 変える
    書く 調べる 増やす 減らす 入れる 外す 分ける まとめる 直して 作って 消して 加えて 変えて 書いて 調べて 増やして 減らして 入れて
    外して 分けて まとめて 揃える そろえる 移す 送る 上げる 下げる 広げる 速くする 遅くする 止める 動かす 取り除く 置き換える 差し替える
    切り替える 見直す 書き直す 作り直す 洗い出す 高める 整える 防ぐ 確かめる 並べる 戻す 残す 隠す 閉じる 開く 試す
    """

  /// What makes a verb of a noun.
  private static let light: WordList = "する して し した しよう しろ せよ します しておく しといて したい してほしい"
}
