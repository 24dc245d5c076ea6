// The page of the basket: order, notes and copies in place.
(() => {
  "use strict";
  const { say, read, write, words, basket } = window.plansearch;
  if (!basket) return;

  const NOTES = "plansearch-notes";
  const BEFORE = "plansearch-basket-before";
  const list = document.querySelector(".entries");
  const undo = document.querySelector("[data-basket-undo]");

  const order = () => [...(list?.children ?? [])].map((item) => item.dataset.entry);
  const isMine = () => order().join(" ") === basket.all().join(" ");
  const before = () => read(BEFORE, null, "sessionStorage");
  const open = (references, at = "") => {
    const address = basket.address(references);
    address.hash = at;
    location.replace(address);
  };

  if (!list && basket.all().length) {
    open(basket.all());
    return;
  }
  const mine = isMine();

  // --- changes, each of which can be undone ---

  const change = (references) => {
    write(BEFORE, basket.all(), "sessionStorage");
    basket.set(references);
    undo.hidden = false;
  };

  undo.hidden = !before() || !mine;
  undo.querySelector("button").addEventListener("click", () => {
    const references = before();
    write(BEFORE, null, "sessionStorage");
    basket.set(references);
    open(references);
  });

  const move = (button) => {
    const item = button.closest("[data-entry]");
    const step = Number(button.dataset.step);
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (step < 0) other.before(item);
    else other.after(item);
    change(order());
    history.replaceState(null, "", basket.address(order()));
    refreshLinks();
    // An element that is moved loses the focus.
    button.focus();
    item.scrollIntoView({ block: "nearest" });
    say(`${words.moved}: ${order().indexOf(item.dataset.entry) + 1} / ${order().length}`);
  };

  const remove = (button) => {
    const item = button.closest("[data-entry]");
    const near = item.nextElementSibling ?? item.previousElementSibling;
    change(order().filter((reference) => reference !== item.dataset.entry));
    open(basket.all(), near?.id);
  };

  const press = (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button.dataset.step) move(button);
    else if ("remove" in button.dataset) remove(button);
    else if ("clear" in button.dataset) {
      change([]);
      open([]);
    }
  };

  const refreshLinks = () => {
    for (const link of document.querySelectorAll("[data-with-basket]")) {
      link.href = basket.address(order(), link.href);
    }
  };

  if (mine) {
    list?.closest("form").addEventListener("submit", press);
    document.addEventListener("basket-changed", () => open(basket.all()));
  }

  // --- a basket from a link ---

  const foreign = document.querySelector("[data-basket-foreign]");
  foreign.hidden = mine || !list;
  for (const button of foreign.querySelectorAll("[data-take]")) {
    button.addEventListener("click", () => {
      const kept = button.dataset.take === "add" ? basket.all() : [];
      const taken = [...new Set([...kept, ...order()])];
      if (taken.length > basket.MOST) {
        say(words.full);
        return;
      }
      change(taken);
      open(taken);
    });
  }

  // --- notes, which never leave this browser ---

  const notes = read(NOTES, {});
  const noteOf = (item) => (mine && notes[item.dataset.entry]) || "";
  for (const area of mine ? document.querySelectorAll("[data-own-note]") : []) {
    const item = area.closest("[data-entry]");
    const shown = area.closest(".own-note");
    shown.hidden = false;
    shown.dataset.note = area.value = noteOf(item);
    area.addEventListener("input", () => {
      shown.dataset.note = notes[item.dataset.entry] = area.value;
      if (!area.value) delete notes[item.dataset.entry];
      write(NOTES, notes);
    });
  }
  for (const told of document.querySelectorAll("[data-scripted]")) told.hidden = !mine;

  // --- copies ---

  const joined = (form) => {
    const parts = [...list.children].map((item) => {
      const note = noteOf(item);
      return item.querySelector(`[data-form="${form}"]`).textContent + (note && `\n\n${words.note}: ${note}`);
    });
    return parts.join("\n\n");
  };

  const rich = () => {
    const whole = document.createElement("div");
    for (const item of list.children) {
      const form = item.querySelector('[data-form="rich"]');
      if (form) whole.append(...form.cloneNode(true).children);
      if (noteOf(item)) {
        const line = document.createElement("p");
        line.textContent = `${words.note}: ${noteOf(item)}`;
        whole.append(line);
      }
    }
    return whole.innerHTML;
  };

  const put = (kind) => {
    if (kind === "link") return navigator.clipboard.writeText(basket.address(order()).href);
    if (kind !== "rich") return navigator.clipboard.writeText(joined(kind));
    const as = (type, text) => new Blob([text], { type });
    const forms = { "text/html": as("text/html", rich()), "text/plain": as("text/plain", joined("plain")) };
    return navigator.clipboard.write([new ClipboardItem(forms)]);
  };

  // Without a clipboard (plain http) the files do the same.
  const rows = { "[data-copies]": Boolean(navigator.clipboard), "[data-paper]": true };
  for (const [name, visible] of Object.entries(rows)) {
    for (const row of document.querySelectorAll(name)) row.hidden = !visible;
  }
  for (const button of document.querySelectorAll("[data-copy-all]")) {
    button.addEventListener("click", async () => {
      try {
        await put(button.dataset.copyAll);
        say(document.body.dataset.copied);
      } catch {
        say(document.body.dataset.failed);
      }
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => print());
  }
})();
