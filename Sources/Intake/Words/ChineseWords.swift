/// The words by which Chinese phrases are told apart, in both ways to write them.
enum ChineseWords {
  /// What may stand before the verb.
  static let polite: WordList = """
    请 請 麻烦 麻煩 帮我 幫我 帮忙 幫忙 你 您 我们 我們 我 需要 要 先 再 并且 并 並 最后 最後 也 还 還 首先 另外 同时 同時
    接着 接著 随后 隨後 重新 记得 記得 务必 可以
    """

  /// In a request these begin a task, or end one; the first stand before what the verb is done to.
  static let verbs: WordList = """
    把 将 將 给 給 对 對 为 為 让 讓 使
    更新 补充 補充 发布 發布 修复 修復 修正 修改 添加 新增 增加 删除 刪除 移除 去掉 去除 优化 優化 改进 改進 改善 重构 重構 编写
    編寫 撰写 撰寫 实现 實現 开发 開發 设计 設計 部署 上线 上線 配置 设置 設置 设定 設定 调整 調整 统一 統一 检查 檢查 核对
    确认 確認 验证 驗證 校验 测试 測試 运行 運行 执行 執行 重启 重啟 啟動 启动 停止 停用 启用 啟用 关闭 關閉 打开 打開 开启 禁用
    备份 備份 恢复 恢復 还原 還原 回滚 回滾 迁移 遷移 升级 升級 降级 安装 安裝 卸载 导出 匯出 导入 匯入 清理 清空 清除 整理 合并
    合併 拆分 分离 替换 替換 更换 更換 切换 切換 创建 創建 新建 建立 生成 制作 製作 构建 構建 编译 編譯 打包 推送 提交 拉取 上传
    上傳 下载 下載 同步 转换 轉換 翻译 翻譯 压缩 壓縮 缩短 扩展 擴展 提高 提升 降低 减少 減少 限制 禁止 允许 允許 支持 支援 接入
    集成 引入 采用 排查 调查 調查 分析 定位 解决 解決 处理 處理 跟进 记录 汇总 收集 采集 提取 抓取 比较 評估 评估 审查 审核 监控 監控
    完善 完成 准备 準備 安排 规划 制定 编辑 編輯 改写 重写 重寫 重命名 改名 移动 移動 通知 告知 回复 发送 發送 分享 展示 显示 顯示
    隐藏 隱藏 标记 標記 标注 归档 歸檔 锁定 解锁 授权 签名 加密 解密 初始化 格式化 预加载 加固 加快 加速 精简 简化 簡化 适配
    兼容 封装 抽取 绑定 申请 轮换 輪替 改成 改为 改為 换成 換成 删掉 刪掉 加上 截图 截圖 产生 產生 连接 連接 套用 补上 補上 关掉 關掉
    加入 排除 变更 變更 查询 列出 找出 写 寫 修 查 改 跑 测 建 调
    """

  /// What joins nouns: a verb before one is a noun, too.
  static let conjunctions: WordList = "和 与 與 及 或 以及"

  /// What a condition or a reason begins with.
  static let conditions: WordList = "如果 若 当 當 由于 因为 因為 为了 為了 假如 要是 只要 除非 虽然 もし"

  /// What statements and questions end with.
  static let statements: WordList = "了 吗 呢 吧 的 嗎 です ます ました ません か よ ね た"
}
