// Times as people write them, on the queue's clock.

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** What the queue itself reads; other words are sent as the time that they mean. */
const queueTimes = /^(\d{4}-\d\d-\d\d( \d\d:\d\d)?|tomorrow|\d\d:\d\d|\d+[smhdw])$/i;

/** The time that words mean, as `2026-01-31 18:00`; null if they mean none. A start counts from the day's begin. */
function readTime(text, isStart = false, now = Date.now() + state.offset * 60000) {
  const words = text.trim().toLowerCase();
  const [minute, day] = [60000, 86400000];
  const midnight = now - (now % day);
  const timeText = (time) => new Date(time).toISOString().slice(0, 16).replace("T", " ");
  const at = (start, clock) => {
    const [hours, minutes] = (clock ?? (isStart ? "00:00" : "23:59")).split(":").map(Number);
    return hours < 24 && minutes < 60 ? start + (hours * 60 + minutes) * minute : null;
  };
  const dated = /^(\d{4}-\d\d-\d\d)(?:[ t]+(\d{1,2}:\d\d))?$/.exec(words);
  if (dated) {
    const start = Date.parse(dated[1] + "T00:00Z");
    const time = Number.isNaN(start) || !timeText(start).startsWith(dated[1]) ? null : at(start, dated[2]);
    return time === null ? null : timeText(time);
  }
  const span = /^(\d+)([smhdw])$/.exec(words);
  if (span) {
    const length = span[1] * { s: 1000, m: minute, h: 60 * minute, d: day, w: 7 * day }[span[2]];
    return length > 36600 * day ? null : timeText(now + length);
  }
  const named = /^(?:([a-z]+|[가-힣]+)(?: +(?=\d)|$))?(\d{1,2}:\d\d)?$/.exec(words);
  if (!named || !words) return null;
  const [, name, clock] = named;
  let ahead = { today: 0, 오늘: 0, tomorrow: 1, 내일: 1, 모레: 2 }[name] ?? (name ? null : 0);
  let step = name ? 0 : 1; // how many days later it comes again
  if (ahead === null) {
    const weekday = /^[일월화수목금토](요일)?$/.test(name)
      ? "일월화수목금토".indexOf(name[0])
      : weekdays.findIndex((each) => name.length > 2 && each.startsWith(name));
    if (weekday < 0) return null;
    ahead = (weekday - new Date(now).getUTCDay() + 7) % 7;
    step = 7;
  }
  const time = at(midnight + ahead * day, clock);
  if (time === null) return null;
  return timeText(time <= now ? time + step * day : time);
}

/** The text of a time as it is sent. */
function sentTime(text, isStart) {
  const words = text.trim();
  return queueTimes.test(words) ? words : readTime(words, isStart) ?? words;
}

const timeForm = {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};

/** An input for words, with a calendar that fills it and the time that is understood: `[input, whole]`. */
function timeInput(props, isStart) {
  const meaningID = props.id + "-meaning";
  const input = el("input", {
    placeholder: t("2d, tomorrow, 18:00"),
    ...props,
    type: "text",
    spellcheck: "false",
    "aria-describedby": [props["aria-describedby"], meaningID].filter(Boolean).join(" "),
  });
  const calendar = el("input", { type: "datetime-local", tabindex: "-1", "aria-hidden": "true" });
  const meaning = el("p", { class: "hint", id: meaningID, "aria-live": "polite" });
  const showMeaning = () => {
    const time = readTime(input.value, isStart);
    setText(meaning, time === null ? "" : clock(timeOf(time), timeForm));
  };
  input.showMeaning = showMeaning;
  input.addEventListener("input", showMeaning);
  input.faults = () => {
    const words = input.value.trim();
    if (!words || readTime(words, isStart) !== null) return [];
    const use = t("use a time such as 18:00, tomorrow, fri 17:00, 2d or 2026-01-31 18:00");
    return [[input, t("'{text}' can't be used here", { text: words }) + ": " + use]];
  };
  // What can't be read is said as soon as somebody pauses, or goes on to another field.
  const check = () => {
    if (!input.isConnected || input.fault) return;
    for (const [node, text] of input.faults()) {
      showFault(node, text);
      announce(text);
    }
  };
  let pause = null;
  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(check, 1500);
  });
  // What is pressed meanwhile does not move under the finger.
  input.addEventListener("blur", () => {
    clearTimeout(pause);
    pause = setTimeout(check, 300);
  });
  calendar.addEventListener("input", () => {
    if (!calendar.value) return;
    input.value = calendar.value.replace("T", " ");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const open = iconButton("calendar", t("Choose a day and time"), {
    on: () => {
      calendar.value = readTime(input.value, isStart)?.replace(" ", "T") ?? "";
      calendar.showPicker();
    },
  });
  calendar.addEventListener("change", () => input.focus());
  return [input, el("div", { class: "time-input" }, el("div", { class: "with-button" }, input, calendar, open), meaning)];
}
