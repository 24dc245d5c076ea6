// The basket in this browser: a list of references to quotes, shared by all windows. Without storage the
// links stay, and the basket travels with the address.
(() => {
  "use strict";
  const { say, read, write, words } = window.plansearch;

  const KEY = "plansearch-basket";
  const MOST = 200;
  const home = document.querySelector("[data-basket-home]");
  const count = document.querySelector("[data-basket-count]");
  if (!write("plansearch-storage", true)) return;

  const all = () => {
    const stored = read(KEY, []);
    return Array.isArray(stored) ? stored.filter((reference) => typeof reference === "string") : [];
  };

  const address = (references, link = home.href) => {
    const url = new URL(link);
    url.searchParams.delete("p");
    for (const reference of references) url.searchParams.append("p", reference);
    return url;
  };

  const buttons = [];
  const refresh = () => {
    const references = all();
    count.textContent = references.length || "";
    home.href = address(references);
    for (const [button, label] of buttons) {
      label.textContent = references.includes(button.dataset.basket) ? words.remove : words.add;
    }
  };

  const set = (references) => {
    write(KEY, references);
    refresh();
  };

  const toggle = (reference) => {
    const references = all();
    if (references.includes(reference)) {
      set(references.filter((other) => other !== reference));
      say(words.removed);
    } else if (references.length >= MOST) {
      say(words.full);
    } else {
      set([...references, reference]);
      say(words.added);
    }
  };

  // A link that leads away becomes a button that does it here; what follows its words stays for listeners.
  for (const link of document.querySelectorAll("a[data-basket]")) {
    const button = document.createElement("button");
    const label = document.createElement("span");
    button.type = "button";
    button.className = "as-link";
    button.dataset.basket = link.dataset.basket;
    button.append(label, ...link.querySelectorAll(".hidden"));
    button.addEventListener("click", () => toggle(button.dataset.basket));
    link.replaceWith(button);
    buttons.push([button, label]);
  }

  // The basket need not travel with the address any more.
  for (const link of document.querySelectorAll(".top a[href], main a[href], .foot a[href]")) {
    const own = link.closest(".languages, [data-with-basket], [data-basket-home]");
    if (!own && link.origin === location.origin && link.search.includes("p=")) link.href = address([], link.href);
  }
  for (const kept of document.querySelectorAll('input[type="hidden"][name="p"]')) {
    if (!kept.closest("[data-basket-form], [data-judge]")) kept.remove();
  }

  refresh();
  addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    refresh();
    document.dispatchEvent(new Event("basket-changed"));
  });

  window.plansearch.basket = { all, set, address, MOST };
})();
