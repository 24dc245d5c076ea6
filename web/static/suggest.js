// Suggestions under the search box: the ARIA pattern of a combobox with a list. Without this file the
// plain box works. Earlier questions are kept in this browser and never sent.
(() => {
  "use strict";
  const { read, write, say } = window.plansearch;

  const KEY = "plansearch-asked";
  const MOST_KEPT = 50;
  const MOST_EARLIER = 3;
  const MOST_SHOWN = 8;
  const PAUSE = 120;

  const earlier = () => {
    const kept = read(KEY, []);
    return Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : [];
  };

  const forget = document.querySelector("[data-forget]");
  forget?.addEventListener("click", () => {
    write(KEY, []);
    say(forget.dataset.forget);
  });

  const field = document.querySelector("[data-suggest]");
  if (!field) return;
  const list = document.getElementById("q-list");
  let asked = null;
  let waiting;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  const options = () => [...list.children];
  const active = () => list.querySelector("[aria-selected='true']");

  const mark = (option) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const open = (isOpen) => {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(null);
  };

  const settle = () => {
    clearTimeout(waiting);
    asked?.abort();
  };

  const close = () => {
    settle();
    open(false);
  };

  const choose = ({ text, url }) => {
    close();
    if (url) {
      location.assign(url);
      return;
    }
    field.value = text;
    field.form.requestSubmit();
  };

  const optionOf = (item, place) => {
    const option = document.createElement("li");
    const words = document.createElement("span");
    const kind = document.createElement("span");
    option.id = `${list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    words.textContent = item.text;
    kind.className = "kind";
    kind.textContent = list.dataset[item.kind];
    option.append(words, " ", kind);
    option.addEventListener("click", () => choose(item));
    return option;
  };

  let items = [];
  const show = (found) => {
    items = found;
    list.replaceChildren(...found.map(optionOf));
    open(found.length > 0);
  };

  const bare = (text) => ` ${text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d")}`;
  const asEarlier = (typed, most) =>
    earlier()
      .filter((text) => text !== typed && bare(text).includes(bare(typed)))
      .slice(0, most)
      .map((text) => ({ text, kind: "earlier" }));

  const suggested = async (typed) => {
    asked?.abort();
    asked = new AbortController();
    const response = await fetch(`${field.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: asked.signal });
    return response.ok ? (await response.json()).suggestions : [];
  };

  const suggest = async () => {
    const typed = field.value.trim();
    if (!typed) {
      show(asEarlier("", MOST_SHOWN));
      return;
    }
    try {
      const found = [...asEarlier(typed, MOST_EARLIER), ...(await suggested(typed))];
      show(found.slice(0, MOST_SHOWN));
    } catch {
      // Asked again since, or the server is away: the box works all the same.
    }
  };

  const step = (by) => {
    // A list that is walked is not replaced under the reader's finger.
    settle();
    const all = options();
    const at = all.indexOf(active());
    mark(all[at < 0 && by < 0 ? all.length - 1 : (at + by + all.length) % all.length]);
  };

  const arrow = (by) => (list.hidden ? suggest() : step(by));
  const keys = {
    ArrowDown: () => arrow(1),
    ArrowUp: () => arrow(-1),
    Enter: () => choose(items[options().indexOf(active())]),
    Escape: close,
  };
  // Elsewhere these keys do what they always do: Enter sends the form.
  const applies = (key) => (key === "Enter" ? active() : key !== "Escape" || !list.hidden);

  field.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    // While an input method composes a letter with its marks, the keys are its own.
    if (!act || event.isComposing || !applies(event.key)) return;
    event.preventDefault();
    act();
  });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, PAUSE);
  });
  field.addEventListener("blur", close);
  // A press on the list leaves the focus where it is.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  field.form.addEventListener("submit", () => {
    const text = field.value.trim();
    if (text) write(KEY, [text, ...earlier().filter((other) => other !== text)].slice(0, MOST_KEPT));
  });
})();
