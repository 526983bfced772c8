// Language, theme, and the page before the login.

function setLanguage(next) {
  language = next;
  storage.set("orch.language", next);
  nameFrame();
  refresh("all", 0);
  changed("all");
}

/** Gives what is drawn once its words. */
function nameFrame() {
  document.documentElement.lang = language;
  document.getElementById("skip").textContent = t("Skip to the rows");
  document.getElementById("toasts").setAttribute("aria-label", t("Messages"));
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme() {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  storage.set("orch.theme", next);
  changed("all");
}

/** The page before the login, and when a session has ended. */
function showGate(why, error = null) {
  const gate = document.getElementById("gate");
  document.getElementById("app").hidden = true;
  gate.hidden = false;
  stream.abort?.abort();
  clearTimeout(stream.timer);
  const texts = {
    new: [
      t("Open the board from a terminal"),
      t("This command prints an address for one use. Open it in this browser."),
    ],
    expired: [
      t("Your session has ended"),
      t("Run this command in a terminal, and open the address that it prints. What you typed is kept."),
    ],
    refused: [
      t("This address does not work any more"),
      t("An address is for one use and ten minutes. Run the command again for a new one."),
    ],
    unreachable: [t("The server cannot be reached"), t("Is orch serve running?")],
    left: [t("You are logged out"), t("This command opens the board again.")],
  }[why];
  gate.replaceChildren(
    el(
      "div",
      { class: "gate-box" },
      el("span", { class: "logo big" }),
      el("h1", {}, texts[0]),
      el("p", {}, texts[1]),
      commandLine(why === "unreachable" ? "orch serve" : "orch open"),
      error?.status > 0 && error.hint && why !== "refused" && el("p", { class: "hint" }, shown(error.message)),
      why === "unreachable" && button(t("Try again"), { kind: "primary", on: () => location.reload() }),
      el(
        "div",
        { class: "gate-tools" },
        button(language === "ko" ? "English" : "한국어", {
          kind: "quiet",
          on: () => {
            setLanguage(language === "ko" ? "en" : "ko");
            showGate(why, error);
          },
        }),
      ),
    ),
  );
}
