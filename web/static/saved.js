// Saved searches: kept in this browser, never sent anywhere.
(() => {
  "use strict";
  const { say, read, write, words } = window.plansearch;

  const KEY = "plansearch-saved";
  const LONGEST_NAME = 200;
  const MOST = 500;

  // Only addresses of this server: a file or a link from elsewhere must not lead away or run anything.
  const ownAddress = (to) => {
    if (typeof to !== "string" || !to.startsWith("/")) return null;
    try {
      const url = new URL(to, location.origin);
      return url.origin === location.origin ? url.pathname + url.search : null;
    } catch {
      return null;
    }
  };

  const checked = (entries) => {
    const found = new Map();
    for (const entry of Array.isArray(entries) ? entries : []) {
      const to = ownAddress(entry?.to);
      const name = String(entry?.name ?? "").trim().slice(0, LONGEST_NAME);
      if (to && name && !found.has(to)) found.set(to, { name, to, kind: String(entry.kind ?? "").slice(0, 40) });
    }
    return [...found.values()].slice(0, MOST);
  };

  const all = () => checked(read(KEY, []));
  const set = (entries) => write(KEY, checked(entries));

  // What the search asks, without the page, the basket and the language it was seen in.
  const here = () => {
    const url = new URL(location);
    for (const name of ["page", "p", "lang", "judged"]) url.searchParams.delete(name);
    return url.pathname + url.search;
  };

  for (const button of document.querySelectorAll("[data-save]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const saved = all();
      if (saved.some((entry) => entry.to === here())) say(words.savedBefore);
      else if (set([{ name: button.dataset.save, to: here(), kind: button.dataset.kind }, ...saved])) say(words.saved);
      else say(words.unsaved);
    });
  }

  window.plansearch.saved = { KEY, all, set, checked };
})();
