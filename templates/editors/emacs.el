;; The queue in Emacs with eglot: put this in your init file.
(require 'eglot)
(define-derived-mode orch-queue-mode text-mode "Queue"
  "A task queue that is a Markdown table."
  (setq-local truncate-lines t)
  (auto-revert-mode))
(add-to-list 'auto-mode-alist '("QUEUE\\.md\\'" . orch-queue-mode))
(add-to-list 'eglot-server-programs '(orch-queue-mode . ("orch" "lsp")))
(add-hook 'orch-queue-mode-hook #'eglot-ensure)
