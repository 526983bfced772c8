// What a worker of the open row is sent.

/** A disclosure that loads the message when it is opened, and again when the row has changed. */
function sentSection(item) {
  const place = el("div", {});
  const isAsked = () => detail.id === item.id && detail.sent;
  const fill = async () => {
    detail.sent ??= {};
    try {
      const { message } = await load(`/v1/rows/${encodeURIComponent(item.id)}/message`);
      if (isAsked()) Object.assign(detail.sent, { message, problem: null });
    } catch (error) {
      if (isAsked()) detail.sent.problem = error;
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
  const note = (isOpen) => {
    if (!isOpen) detail.sent = null;
    else if (!detail.sent) fill();
  };
  if (detail.sent) {
    draw();
    fill();
  }
  return disclosure({ class: "control", open: !!detail.sent }, "sent", t("What a worker is sent"), note, place);
}
