// The page of the saved searches.
(() => {
  "use strict";
  const { say, read, write, words, saved } = window.plansearch;

  const page = document.querySelector("[data-saved-page]");
  const list = page.querySelector("[data-saved-list]");
  const item = page.querySelector("[data-saved-item]");
  const undo = page.querySelector("[data-saved-undo]");
  let before = null;

  const change = (entries) => {
    before = saved.all();
    if (!saved.set(entries)) say(words.unsaved);
    undo.hidden = false;
    show();
  };

  // A feed says what is new in a search, for feed readers and for a portal.
  const feedOf = (entry) => {
    const { searchParams } = new URL(entry.to, location.origin);
    const asked = page.dataset.asked.split(" ").filter((name) => searchParams.get(name));
    const query = new URLSearchParams(asked.map((name) => [name, searchParams.get(name)]));
    query.set("lang", document.documentElement.lang);
    return `${page.dataset.feed}?${query}`;
  };

  const announced = (entry) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "alternate", type: "application/atom+xml", title: entry.name, href: feedOf(entry) });
    return link;
  };

  const filled = (entry) => {
    const part = item.content.firstElementChild.cloneNode(true);
    const link = part.querySelector("a");
    link.href = entry.to;
    link.textContent = entry.name;
    part.querySelector("[data-saved-kind]").textContent = entry.kind;
    part.querySelector("[data-saved-feed]").href = feedOf(entry);
    const field = part.querySelector("input");
    field.value = entry.name;
    part.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = field.value.trim() || entry.name;
      change(saved.all().map((other) => (other.to === entry.to ? { ...other, name } : other)));
    });
    for (const other of part.querySelectorAll("[data-about]")) other.textContent = `: ${entry.name}`;
    part.querySelector("[data-saved-delete]").addEventListener("click", () => {
      change(saved.all().filter((other) => other.to !== entry.to));
      undo.querySelector("button").focus();
    });
    return part;
  };

  const show = () => {
    const entries = saved.all();
    list.replaceChildren(...entries.map(filled));
    for (const link of document.head.querySelectorAll("link[type='application/atom+xml']")) link.remove();
    document.head.append(...entries.map(announced));
    page.querySelector("[data-saved-none]").hidden = entries.length > 0;
    page.querySelector("[data-saved-out]").hidden = entries.length === 0;
  };

  undo.querySelector("button").addEventListener("click", () => {
    saved.set(before);
    undo.hidden = true;
    show();
  });

  // --- out and in: a file, or a link whose part after # no browser sends to a server ---

  const add = (entries) => {
    const fresh = saved.checked(entries);
    if (fresh.length) change([...saved.all(), ...fresh]);
    say(fresh.length ? `${words.imported}: ${fresh.length}` : words.nothingImported);
  };

  page.querySelector("[data-saved-file]").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(saved.all(), null, 2)], { type: "application/json" }));
    link.download = "plansearch-searches.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });

  page.querySelector("[data-saved-in]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    try {
      add(JSON.parse(await file.text()));
    } catch {
      say(words.nothingImported);
    }
    event.target.value = "";
  });

  const PREFIX = "#searches=";
  const encoded = (entries) => btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(entries))));
  const decoded = (text) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));

  const linkButton = page.querySelector("[data-saved-link]");
  linkButton.hidden = !navigator.clipboard;
  linkButton.addEventListener("click", async () => {
    const url = new URL(location);
    url.hash = PREFIX + encodeURIComponent(encoded(saved.all()));
    try {
      await navigator.clipboard.writeText(url.href);
      say(document.body.dataset.copied);
    } catch {
      say(document.body.dataset.failed);
    }
  });

  const offer = page.querySelector("[data-saved-offer]");
  const offered = () => {
    if (!location.hash.startsWith(PREFIX)) return [];
    try {
      return saved.checked(decoded(decodeURIComponent(location.hash.slice(PREFIX.length))));
    } catch {
      return [];
    }
  };
  const names = offered().map((entry) => {
    const line = document.createElement("li");
    line.textContent = entry.name;
    return line;
  });
  offer.hidden = names.length === 0;
  offer.querySelector("ul").append(...names);
  offer.querySelector("button").addEventListener("click", () => {
    add(offered());
    offer.hidden = true;
    history.replaceState(null, "", location.pathname + location.search);
  });

  document.querySelector("[data-saved-else]").hidden = true;
  page.hidden = false;
  show();
  addEventListener("storage", (event) => {
    if (event.key === saved.KEY) show();
  });
})();
