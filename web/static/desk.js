// Drops files and folders on the desk, and follows jobs while they are done. Without this file the form
// sends what was chosen, and the page is loaded again to see how it stands.
(() => {
  "use strict";

  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const form = desk.querySelector("[data-drop]");
  const status = desk.querySelector("[data-status]");
  const words = desk.dataset;
  const say = (text) => {
    status.textContent = text;
  };
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // --- what is handed in ---

  // The same files sent again are the same job: what was lost was perhaps only the answer.
  let dropped = [];
  let key = "";
  const renew = () => {
    key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (part) => part.toString(16).padStart(2, "0")).join("");
  };
  renew();

  const chosen = () =>
    [...form.querySelectorAll("input[type=file]")]
      .flatMap((input) => [...input.files])
      .map((file) => [file.webkitRelativePath || file.name, file]);

  const entries = async (folder) => {
    const reader = folder.createReader();
    const found = [];
    // A reader gives a part at a time.
    for (;;) {
      const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!part.length) return found;
      found.push(...part);
    }
  };

  const filesOf = async (entry, path = "") => {
    const name = path + entry.name;
    if (entry.isFile) {
      return [[name, await new Promise((resolve, reject) => entry.file(resolve, reject))]];
    }
    const found = [];
    for (const inner of await entries(entry)) found.push(...(await filesOf(inner, `${name}/`)));
    return found;
  };

  const hint = desk.querySelector("[data-hint]");
  hint.hidden = false;
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    // Asked at once: after the event they are gone.
    const held = [...event.dataTransfer.items]
      .filter((item) => item.kind === "file")
      .map((item) => [item.webkitGetAsEntry(), item.getAsFile()]);
    const found = held.map(([entry, file]) => (entry ? filesOf(entry) : [[file.name, file]]));
    dropped = (await Promise.all(found)).flat();
    renew();
    say(filled(words.chosen, { count: dropped.length }));
  });
  form.addEventListener("change", () => {
    renew();
    say(filled(words.chosen, { count: chosen().length + dropped.length }));
  });

  const send = async () => {
    const body = new FormData();
    for (const [name, file] of [...dropped, ...chosen()]) body.append("files", file, name);
    const answer = await fetch(form.action, { method: "POST", body, headers: { "Idempotency-Key": key } });
    const page = parsed(await answer.text());
    // Why it was refused is said as the page for it says it, in the language of the reader.
    if (!answer.ok) throw new Error(page.querySelector("[data-said]")?.textContent ?? words.lost);
    return page;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    say(words.sending);
    try {
      const page = await send();
      form.reset();
      dropped = [];
      renew();
      say(words.sent);
      show(page);
      // The newest job stands first.
      document.querySelector("[data-live] .job")?.focus();
    } catch (error) {
      say(error instanceof TypeError ? words.lost : error.message);
    } finally {
      button.disabled = false;
    }
  });

  // --- jobs ---

  const followed = new Map();

  const tell = (job, text, done, total) => {
    const place = document.getElementById(job);
    if (!place?.dataset.events) return;
    place.querySelector("[data-progress]").textContent = text;
    const bar = place.querySelector("progress");
    bar.max = total || 1;
    bar.value = done;
  };

  const progress = (job, event) => {
    const { done, total } = JSON.parse(event.data);
    tell(job, done < total ? filled(words.of, { done, total }) : words.building, done, total);
  };

  const end = async (job) => {
    followed.get(job).close();
    followed.delete(job);
    await refresh();
    say(words.ended);
  };

  const follow = (place) => {
    if (followed.has(place.id)) return;
    // It goes on by itself where it was broken off.
    const source = new EventSource(place.dataset.events);
    followed.set(place.id, source);
    source.addEventListener("progress", (event) => progress(place.id, event));
    source.addEventListener("busy", () => tell(place.id, words.busy, 0, 1));
    for (const name of ["done", "failed"]) source.addEventListener(name, () => end(place.id));
  };

  const followAll = () => document.querySelectorAll("[data-events]").forEach(follow);

  // The server writes every part of the page; here they only take the place of the old ones.
  const show = (page) => {
    for (const part of document.querySelectorAll("[data-live]")) {
      const now = page.getElementById(part.id);
      if (!now || now.innerHTML === part.innerHTML) continue;
      const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
      part.replaceWith(now);
      if (focused) document.getElementById(focused)?.focus();
    }
    followAll();
  };

  const refresh = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    show(parsed(await answer.text()));
  };

  followAll();
})();
