// Conveniences only: every page is complete without this file.
(() => {
  "use strict";

  const toast = document.querySelector("[data-toast]");
  const say = (text) => {
    toast.textContent = text;
    toast.classList.add("shown");
    setTimeout(() => toast.classList.remove("shown"), 2500);
  };

  const copy = async (button) => {
    const citation = button.parentElement.querySelector("[data-citation]");
    try {
      await navigator.clipboard.writeText(citation.textContent);
      say(document.body.dataset.copied);
    } catch {
      // No clipboard on plain http: select the text, so that one key press copies it.
      getSelection().selectAllChildren(citation);
      say(document.body.dataset.failed);
    }
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }

  // Single-key shortcuts must be possible to switch off (WCAG 2.1.4).
  const KEY = "plansearch-shortcut";
  const toggle = document.querySelector("[data-shortcut]");
  const field = document.querySelector("[data-focus]");
  const stored = () => {
    try {
      return localStorage.getItem(KEY) !== "off";
    } catch {
      return true;
    }
  };
  let enabled = stored();
  const show = () => toggle.setAttribute("aria-pressed", String(enabled));

  toggle.hidden = !field;
  show();
  toggle.addEventListener("click", () => {
    enabled = !enabled;
    show();
    try {
      localStorage.setItem(KEY, enabled ? "on" : "off");
    } catch {
      // Without storage the choice holds for this page.
    }
  });

  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key !== "/" || !enabled || !field || modified || typing(event.target)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
