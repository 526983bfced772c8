// What a worker of the open row is sent.

/** A disclosure that loads the message when it is opened, and again when the row has changed. */
function sentSection(item) {
  const place = el("div", {});
  const fill = async () => {
    detail.sent ??= {};
    try {
      const { message } = await load(`/v1/rows/${encodeURIComponent(item.id)}/message`);
      if (detail.id === item.id) Object.assign(detail.sent, { message, problem: null });
    } catch (error) {
      if (detail.id === item.id) detail.sent.problem = error;
    }
    draw();
  };
  const draw = () => {
    const { message, problem } = detail.sent ?? {};
    place.replaceChildren(
      ...(problem ? [problemBox(problem, fill)] : []),
      ...(message === undefined
        ? problem ? [] : [el("div", { class: "bone short" })]
        : [
          el(
            "pre",
            {
              class: "sent",
              tabindex: "0",
              role: "region",
              "aria-label": t("What a worker is sent"),
              "data-fk": "sent-text",
            },
            shown(message),
          ),
          commandLine(`orch task ${shellQuoted(item.id)}`),
        ]),
    );
  };
  const box = el(
    "details",
    {
      class: "control",
      open: !!detail.sent,
      on: {
        toggle: () => {
          if (!box.open) detail.sent = null;
          else fill();
        },
      },
    },
    el("summary", { "data-fk": "sent" }, t("What a worker is sent")),
    place,
  );
  if (detail.sent) draw();
  return box;
}
