// The picture of the coverage by keyboard: one stop for the Tab key, the arrow keys from disc to disc.
// Without this script every disc is a stop of its own.

for (const picture of document.querySelectorAll("[data-matrix]")) {
  const rows = [...picture.querySelectorAll("[data-row]")].map((row) => [...row.querySelectorAll("a")]);
  const steps = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  };

  const within = (place, length) => Math.max(0, Math.min(length - 1, place));

  const enter = (disc) => {
    for (const other of rows.flat()) other.setAttribute("tabindex", other === disc ? "0" : "-1");
  };

  const target = (key, row, column) => {
    if (key === "Home") return rows[row][0];
    if (key === "End") return rows[row].at(-1);
    if (!steps[key]) return null;
    const [down, right] = steps[key];
    return rows[within(row + down, rows.length)][within(column + right, rows[0].length)];
  };

  picture.addEventListener("focusin", (event) => {
    const disc = event.target.closest("a");
    if (disc) enter(disc);
  });

  picture.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const disc = event.target.closest("a");
    const row = rows.findIndex((discs) => discs.includes(disc));
    const next = row < 0 ? null : target(event.key, row, rows[row].indexOf(disc));
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  if (rows.length) enter(rows[0][0]);
  for (const hint of document.querySelectorAll("[data-arrows]")) hint.hidden = false;
}
