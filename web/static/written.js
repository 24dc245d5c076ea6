// Fills the written summary as it arrives. Without this file a link leads to the finished one.
(() => {
  "use strict";

  const section = document.querySelector("[data-written]");
  if (!section) return;

  const part = (name) => section.querySelector(`[data-${name}]`);
  const message = (name) => section.querySelector(`[data-message="${name}"]`)?.textContent.trim() ?? "";
  const text = part("text");
  const state = part("state");

  // Everything that comes from the machine is inserted as text.
  const citation = (number) => {
    const link = document.createElement("a");
    link.className = "cited";
    link.href = `#quote-${Number(number)}`;
    const before = document.createElement("span");
    before.className = "hidden";
    before.textContent = `${message("quotation")} `;
    link.append(before, String(Number(number)));
    return link;
  };

  const sentence = (event) => {
    const { text: words, numbers, language } = JSON.parse(event.data);
    const span = document.createElement("span");
    span.lang = language;
    span.textContent = words;
    text.append(span, " ");
    for (const number of numbers) text.append(citation(number), " ");
  };

  const end = (reason, dropped) => {
    source.close();
    text.setAttribute("aria-busy", "false");
    const shown = text.childElementCount > 0;
    state.textContent = reason ? `${shown ? `${message("cut_short")} ` : ""}${message(reason)}` : "";
    part("dropped").hidden = !dropped;
    part("count").textContent = String(dropped);
    part("link").hidden = !reason || shown;
  };

  part("link").hidden = true;
  state.textContent = message("writing");
  text.setAttribute("aria-busy", "true");
  const source = new EventSource(section.dataset.written);
  source.addEventListener("sentence", sentence);
  source.addEventListener("done", (event) => {
    const { cut_short: reason, dropped } = JSON.parse(event.data);
    end(reason, dropped);
  });
  source.addEventListener("unavailable", (event) => {
    const { reason, dropped } = JSON.parse(event.data);
    end(reason, dropped);
  });
  // A stream that ends otherwise is not asked for again: each request costs a summary.
  source.onerror = () => end("broken_off", 0);
})();
