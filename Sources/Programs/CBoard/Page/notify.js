// Notifications of the browser: what newly waits for a person who does not see the page. Never a sound.

const canNotify = "Notification" in window && isSecureContext;
let known = null; // the ids that waited at the last load; null before the first one

const notifies = () => canNotify && storage.get("orch.notify") === "on" && Notification.permission === "granted";

/** Turns the notifications on or off; the browser asks the person once. */
async function switchNotifications() {
  if (notifies()) {
    storage.set("orch.notify", "off");
    changed("notify");
    return toast(t("Notifications are off"));
  }
  if (await Notification.requestPermission() !== "granted") {
    return refuse(t("The browser allows no notifications here"), t("Allow them in the settings of this page."));
  }
  storage.set("orch.notify", "on");
  changed("notify");
  toast(t("Notifications are on"), t("You hear of what waits for you while this page is hidden."));
}

/** Notifies of rows that did not wait before. */
function notifyOf(rows) {
  const before = known;
  known = new Set(rows.map((row) => row.id));
  if (before === null || !document.hidden || !notifies()) return;
  const fresh = rows.filter((row) => !before.has(row.id));
  if (fresh.length === 0) return;
  const title = many(fresh.length, "1 row waits for you", "{n} rows wait for you");
  const body = fresh.slice(0, 3).map((row) => `${row.id}: ${spelled(row.question ?? row.message ?? "")}`).join("\n");
  const shownNote = new Notification(title, { body, tag: "orch", silent: true });
  shownNote.onclick = () => {
    focus();
    go({ view: "inbox", planName: null });
    shownNote.close();
  };
}

/** The entry of a menu, where the browser can notify. */
function notificationEntries() {
  return canNotify
    ? [{ glyph: "comment", text: t("Notify me of what waits"), checked: notifies(), on: switchNotifications }]
    : [];
}
