// Shortcut keys. Single keys must be possible to switch off (WCAG 2.1.4).
(() => {
  "use strict";
  const { say, read, write, copy, words } = window.plansearch;

  const KEY = "plansearch-shortcut";
  const ITEMS = "article.hit, figure.quote, .unit[id], tr[id^='d-']";
  const toggle = document.querySelector("[data-shortcut]");
  const field = document.querySelector("[data-focus]");
  let enabled = read(KEY, true);

  const show = () => toggle.setAttribute("aria-pressed", String(enabled));
  document.querySelector("[data-shortcut-home]").hidden = false;
  show();
  toggle.addEventListener("click", () => {
    enabled = !enabled;
    show();
    // Without storage the choice holds for this page.
    write(KEY, enabled);
  });

  const focused = () => document.activeElement.closest(ITEMS);

  // From nowhere, the next result is the first one that begins below the top of the window.
  const neighbour = (step) => {
    const items = [...document.querySelectorAll(ITEMS)];
    const at = items.indexOf(focused());
    if (at >= 0) return items[at + step];
    const below = items.findIndex((item) => item.getBoundingClientRect().top >= 0);
    return step > 0 ? items[below] : items[(below < 0 ? items.length : below) - 1];
  };

  const go = (step) => {
    const item = neighbour(step);
    if (!item) return;
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: item.offsetHeight > innerHeight ? "start" : "nearest" });
  };

  const firstQuoted = () => document.querySelector(":is(article.hit, figure.quote):has([data-copy])");

  const withFocused = (act, otherwise = null) => {
    const item = focused() ?? otherwise;
    if (item) act(item);
    else say(words.choose);
  };

  const actions = {
    "/": () => {
      field?.focus();
      field?.select();
    },
    j: () => go(1),
    k: () => go(-1),
    // What answers a question best stands first: one press copies it.
    c: () => withFocused((item) => copy(item.querySelector("[data-copy]")), firstQuoted()),
    b: () => withFocused((item) => item.querySelector("[data-basket]")?.click()),
    "?": () => location.assign(`${document.querySelector("[data-help]").href}#keyboard`),
  };

  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    const action = actions[event.key];
    if (!action || !enabled || modified || event.isComposing || typing(event.target)) return;
    event.preventDefault();
    action();
  });
})();
