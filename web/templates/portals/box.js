// A search box for pages of other sites: the element <plan-search>. What is found is put in as text, never as
// markup, and styles are made by script: the policy of the page (CSP) need allow nothing but this server.
(() => {
  "use strict";
  if (customElements.get("plan-search")) return;

  const WORDS = {{ words|tojson }};
  const HOME = new URL("..", document.currentScript?.src ?? location.href).href;
  const FIELDS = "confidence," + ["text", "start", "matches", "citation", "citation_en", "url", "document"]
    .map((name) => `results.${name}`).join();
  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(`
    :host { display: block; color: var(--plansearch-color, inherit); background: var(--plansearch-background, transparent);
      font: var(--plansearch-font, inherit); }
    :host([hidden]) { display: none; }
    form { display: flex; flex-wrap: wrap; gap: .5em; align-items: end; }
    label { flex: 1 1 100%; }
    input, button { font: inherit; color: inherit; min-height: 2.5em; padding: 0 .75em; box-sizing: border-box;
      border: 1px solid var(--plansearch-border, currentColor); border-radius: var(--plansearch-radius, .25em); }
    input { flex: 1 1 12em; min-width: 0; background: var(--plansearch-field, Field); color: var(--plansearch-field-color, FieldText); }
    button { cursor: pointer; background: var(--plansearch-button, ButtonFace); color: var(--plansearch-button-color, ButtonText); }
    :focus-visible { outline: 3px solid var(--plansearch-focus, currentColor); outline-offset: 2px; }
    [role=status] { margin: .5em 0; min-height: 1.5em; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { padding: .75em 0; border-top: 1px solid var(--plansearch-border, currentColor); }
    p, blockquote { margin: .25em 0; overflow-wrap: anywhere; white-space: pre-line; }
    [part=source] { font-weight: bold; }
    [part=citation] { font-size: .9em; }
    a { color: var(--plansearch-link, LinkText); }
    mark { background: var(--plansearch-mark, Mark); color: var(--plansearch-mark-color, MarkText); }
  `);

  const made = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  // Spans count code points, in the text of the document.
  const marked = ({ text, start, matches }) => {
    const letters = Array.from(text);
    const spans = matches.map((match) => [match.start - start, match.end - start]).sort((one, other) => one[0] - other[0]);
    const parts = [];
    let at = 0;
    for (const [begin, end] of spans) {
      if (end <= at) continue;
      const from = Math.max(begin, at);
      parts.push(letters.slice(at, from).join(""), made("mark", {}, letters.slice(from, end).join("")));
      at = end;
    }
    return [...parts, letters.slice(at).join("")];
  };

  class PlanSearch extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const words = this.words();
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [SHEET];
      this.field = made("input", { part: "field", type: "search", id: "q", maxlength: 2000, required: "",
        autocomplete: "off", placeholder: this.getAttribute("placeholder") ?? "" });
      this.status = made("p", { part: "status", role: "status" });
      this.list = made("ol", { part: "results", role: "list" });
      this.more = made("a", { part: "more", hidden: "" }, words.all);
      const form = made("form", { part: "form", role: "search" },
        made("label", { part: "label", for: "q" }, words.label), this.field,
        made("button", { part: "button" }, words.search));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.search(this.field.value.trim());
      });
      this.shadowRoot.append(form, this.status, this.list, made("p", {}, this.more));
      this.shadowRoot.addEventListener("keydown", (event) => this.walk(event));
    }

    get language() {
      const asked = (this.closest("[lang]")?.lang ?? "").slice(0, 2).toLowerCase();
      return Object.hasOwn(WORDS, asked) ? asked : {{ usual|tojson }};
    }

    words() {
      return WORDS[this.language];
    }

    address(path, asked) {
      const server = (this.getAttribute("server") ?? HOME).replace(/\/*$/, "/");
      const found = new URL(path, server);
      for (const [name, value] of Object.entries(asked)) if (value) found.searchParams.set(name, value);
      return found;
    }

    async search(q) {
      if (!q) return;
      this.asked?.abort();
      const asked = (this.asked = new AbortController());
      const province = this.getAttribute("province");
      this.status.textContent = this.words().searching;
      try {
        const limit = this.getAttribute("limit") ?? "5";
        const key = this.getAttribute("key");
        const answer = await fetch(this.address("api/v1/search", { q, province, limit, fields: FIELDS }),
          { signal: asked.signal, headers: key ? { "X-API-Key": key } : {}, credentials: "omit" });
        if (!answer.ok) throw new Error(answer.status);
        this.show(await answer.json());
        this.more.href = this.address("search", { q, province, lang: this.language });
        this.more.hidden = false;
      } catch {
        // Asked for something else meanwhile: that answer is told.
        if (asked.signal.aborted) return;
        this.show({ results: [] });
        this.status.textContent = this.words().failed;
        this.more.hidden = true;
      }
    }

    show({ results, confidence }) {
      const { found, near, unclear, nothing } = this.words();
      const count = found.replace("{n}", results.length);
      const told = { high: [count], low: [count, near], none: [count, unclear] }[confidence] ?? [];
      this.list.replaceChildren(...results.map((hit) => this.result(hit)));
      this.status.textContent = results.length ? told.join(". ") : nothing;
    }

    result(hit) {
      const { province, title } = hit.document;
      const href = this.address(hit.url, {}).href;
      const citation = this.language === "en" ? hit.citation_en : hit.citation;
      return made("li", { part: "result" },
        made("p", { part: "source", lang: "vi" }, [province, title].filter(Boolean).join(" · ")),
        made("blockquote", { part: "quote", lang: "vi", cite: href }, ...marked(hit)),
        made("p", { part: "citation" }, made("a", { href, lang: this.language }, citation)));
    }

    // The arrows lead from the field through the results and back.
    walk(event) {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [this.field, ...this.list.querySelectorAll("a")];
      const next = stops[stops.indexOf(this.shadowRoot.activeElement) + by];
      if (!by || event.isComposing || !next) return;
      event.preventDefault();
      next.focus();
    }
  }

  customElements.define("plan-search", PlanSearch);
})();
