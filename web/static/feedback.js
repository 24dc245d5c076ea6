// Judgements in place; without this file the page comes back with thanks.
(() => {
  "use strict";
  const { say, words } = window.plansearch;

  const send = async (form, button) => {
    const fields = new URLSearchParams(new FormData(form, button));
    fields.set("part", "1");
    const response = await fetch(form.action, { method: "POST", body: fields });
    if (!response.ok) throw new Error(String(response.status));
    const part = document.createElement("template");
    part.innerHTML = await response.text();
    return part.content.firstElementChild;
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-judge]")) return;
    event.preventDefault();
    try {
      const part = await send(form, event.submitter);
      form.replaceWith(part);
      part.querySelector("[role=status]").focus();
    } catch {
      say(words.unsent);
    }
  });
})();
