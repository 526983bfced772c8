/// Chinese words that do more in a statement than to name something, as they are written;
/// traditional forms stand beside simplified ones.
enum Chinese {
  static let groups: [WordGroup] = structure + denial + amounts + deeds + markers + things

  private static let structure: [WordGroup] = [
    WordGroup([.contrast], "但是 但 然而 不过 可是 不過 只是"),
    WordGroup([.condition], "如果 若 当 當 时 時 一旦 的话"),
    WordGroup([.modal], "可能 或许 也许 恐怕 有可能"),
    WordGroup([.formerly], "之前 以前 原先 原来 此前 起初 曾"),
    WordGroup([.now], "现在 现已 目前已 如今 現在"),
    WordGroup(
      [.function],
      "同时 的 了 在 已 已经 并 和 与 及 把 将 对 为 到 也 都 会 是 由 从 从而 以 后 前 中的 進行 进行 完毕 其 该 这 那 上 里 我 们 我们"),
    WordGroup([.optional], "功能 新 新的 成功 目前 相关"),
  ]

  private static let denial: [WordGroup] = [
    WordGroup([.not], "没有 没 未 不要 不得 不允许 尚未 还没 还未 不 並未 并未 沒有 沒 未能"),
    WordGroup([.cannot, .not], "无法 不能 无从 不可 無法 不了"),
    WordGroup([.no], "无 没有 無 零 沒有 毫无"),
    WordGroup([.longer, .now], "不再 没有再 不会再"),
    WordGroup([.undone], "未完成 未实现 未执行 未处理 跳过 省略 推迟 延期 搁置 进行中 未做 暂缓 暂不 遗留"),
    WordGroup([.planned], "计划 稍后 之后再 下一步 以后 将来 后续 明天 下周 待办 准备 打算 将会 計劃 排期 待定"),
    WordGroup([.intent], "大概 估计 据说 好像 应该 应当 需要 必须 请 要求 希望 想要 應該"),
    WordGroup([.undone], "revert", "撤掉 撤回 撤销 回滚 还原 撤除"),
    WordGroup([.undone], "正在 正在开发 开发中 处理中"),
    WordGroup([.attempt], "尝试 调研 讨论 着手 开始 草稿 研究 设计 嘗試"),
  ]

  private static let amounts: [WordGroup] = [
    WordGroup([.all], "全部 所有 都已 每个 一切"),
    WordGroup([.only], "只 仅 仅仅 只有 僅"),
    WordGroup([.except], "除了 除 以外 之外 除外"),
    WordGroup([.part], "部分 一半 大部分 一些 大多"),
    WordGroup([.rest], "其余 剩余 剩下 其他 其餘"),
    WordGroup([.function, .of], "中 中的 里的"),
    WordGroup([.atMost], "limit:most", "以下 以内 低于 小于 不超过 少于 最多"),
    WordGroup([.atLeast], "limit:least", "以上 高于 大于 超过 至少"),
    WordGroup([.counter], "个 篇 项 条 处 次 页 张 個 人 位 种 份 台 例"),
    WordGroup([.unit], "unit:ms", "毫秒"),
    WordGroup([.unit], "unit:s", "秒"),
    WordGroup([.unit], "unit:min", "分钟"),
    WordGroup([.unit], "unit:h", "小时"),
    WordGroup([.unit], "unit:day", "天"),
  ]

  private static let deeds: [WordGroup] = [
    WordGroup([.make], "make", "添加 增加 新增 加入 实现 编写 创建 开发 引入 建立 提供 支持 加上 撰写 搭建 完善 實現 編寫 配置 应用 生成"),
    WordGroup([.update], "update", "更新 修改 调整 变更 刷新 替换 改为 改用 升级"),
    WordGroup([.fix], "fix", "修复 解决 修正 修復 排除"),
    WordGroup([.verb], "prevent", "禁止 防止 阻止 避免 拒绝"),
    WordGroup([.remove], "remove", "删除 移除 清除 去掉 去除 刪除 清理"),
    WordGroup([.verify], "verify", "确认 检查 核对 確認"),
    WordGroup([.verify], "validate", "验证 校验"),
    WordGroup([.verb, .verify], "review", "分析 审查"),
    WordGroup([.verify, .check], "test", "测试 測試"),
    WordGroup([.run], "run", "运行 执行 開展 开展"),
    WordGroup([.pass], "pass", "通过 成功 正常 满足"),
    WordGroup([.pass], "reach", "达到 達到 达成 提高到 提升到 升至"),
    WordGroup([.done, .verb], "done", "完成 完毕"),
    WordGroup([.verb], "document", "文档化"),
    WordGroup([.verb], "show", "显示 展示"),
    WordGroup([.verb], "migrate", "迁移"),
    WordGroup([.verb], "translate", "翻译"),
    WordGroup([.verb], "deploy", "部署"),
    WordGroup([.verb], "publish", "发布 上线"),
    WordGroup([.verb, .fix], "improve", "优化 改进 提升"),
    WordGroup([.verb], "reduce", "减少 压缩 缩短 降低"),
    WordGroup([.verb], "save", "保存 存储"),
    WordGroup([.verb], "send", "发送"),
    WordGroup([.verb], "integrate", "对接 集成 接入"),
    WordGroup([.verb], "import", "导入"),
    WordGroup([.verb], "export", "导出"),
    WordGroup([.verb], "separate", "拆分 分离"),
    WordGroup([.works], "work", "工作 运作 启动 使用 响应"),
    WordGroup([.check], "build", "构建 编译 構建"),
  ]

  private static let markers: [WordGroup] = [
    WordGroup([.provoked], nil, "强制 模拟 人为 故意"),
    WordGroup([.failure], "fail", "失败 失敗"),
    WordGroup([.failure], "crash", "崩溃 闪退 卡死"),
    WordGroup([.failure], "broken", "损坏 坏了 乱码 不合格 白屏"),
    WordGroup([.failure, .undone], "incomplete", "未完成 不完整 未实现"),
    WordGroup([.trouble], "error", "错误 报错 出错 錯誤"),
    WordGroup([.trouble], "exception", "异常 異常"),
    WordGroup([.trouble], "warning", "警告 告警"),
    WordGroup([.trouble], "problem", "问题 缺陷 故障 漏洞 問題"),
    WordGroup([.trouble], "missing", "缺少 缺失 遗漏 丢失 漏掉"),
    WordGroup([.trouble], nil, "超时 泄漏 不一致"),
    WordGroup([.occur], "occur", "出现 发生 存在 仍有 还有 有 发现 剩"),
    WordGroup([.blocked], "blocked", "阻塞 受阻 阻碍 卡住"),
    WordGroup([.stopped], "stopped", "暂停 停止 中断 中止 搁置"),
    WordGroup([.proceed], "proceed", "继续 推进 进行下去 繼續 开展"),
    WordGroup([.wait], "wait", "等待 等候 在等 等"),
    WordGroup([.escalate], "escalate", "上报 升级给 升级处理 上報"),
    WordGroup([.need], "need", "需要 需 必须"),
    WordGroup([.grant], "grant", "批准 审批 授权 开通 提供 回复 发放 答复"),
    WordGroup([.resource], nil, "审批 权限 凭证 凭据 许可证 授权 账号 密钥 批准 許可 访问权限 配额 密码"),
    WordGroup([.party], nil, "管理员 供应商 团队 主管 负责人 部门 厂商 客户"),
  ]

  private static let things: [WordGroup] = [
    WordGroup([], "document", "文档"),
    WordGroup([], "database", "数据库"),
    WordGroup([], "screen", "页面 界面"),
    WordGroup([], "production", "生产环境 生产"),
    WordGroup([], "staging", "预发布 测试环境 预发环境"),
    WordGroup([], "unit", "单元"),
    WordGroup([], "message", "消息"),
    WordGroup([], "user", "用户"),
    WordGroup([], "button", "按钮"),
    WordGroup([], "login", "登录"),
    WordGroup([], "cache", "缓存"),
    WordGroup([], "log", "日志"),
    WordGroup([], "api", "接口"),
  ]
}
