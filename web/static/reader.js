// A citation may name a passage that its document no longer has: it leads to the version that had it.
(() => {
  "use strict";

  const named = /^#p-([0-9a-f]+)$/.exec(window.location.hash);
  if (named && !document.getElementById(`p-${named[1]}`)) {
    window.location.replace(document.querySelector("[data-passages]").dataset.passages + named[1]);
  }
})();
