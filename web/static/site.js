// What the scripts of these pages share, and copying. Conveniences only: every page is complete
// without them.
window.plansearch = (() => {
  "use strict";

  const toast = document.querySelector("[data-toast]");
  let hiding;
  const say = (text) => {
    clearTimeout(hiding);
    toast.textContent = text;
    toast.classList.add("shown");
    hiding = setTimeout(() => toast.classList.remove("shown"), 2500);
  };

  // Storage may be switched off: then reading gives the fallback, and writing says false.
  const read = (key, fallback, store = "localStorage") => {
    try {
      return JSON.parse(window[store].getItem(key)) ?? fallback;
    } catch {
      return fallback;
    }
  };
  const write = (key, value, store = "localStorage") => {
    try {
      window[store].setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  };

  // No clipboard on plain http: the text is shown and selected, so that one key press copies it.
  const select = (button) => {
    const block = button.parentElement;
    const shown = block.querySelector(".copied") ?? document.createElement("span");
    shown.className = "copied";
    shown.textContent = button.dataset.copy;
    block.append(shown);
    getSelection().selectAllChildren(shown);
  };

  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      say(document.body.dataset.copied);
    } catch {
      select(button);
      say(document.body.dataset.failed);
    }
  };

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }

  const words = document.querySelector("[data-words]").dataset;
  return { say, read, write, copy, words };
})();
