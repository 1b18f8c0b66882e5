// Lists of the form: when the last row has words, another blank one follows. Without this script a save gives one more.
(() => {
  "use strict";
  const form = document.querySelector("form.q-filing");
  if (!form) return;
  const MOST = 20;
  const rowsOf = (list) => [...list.querySelectorAll(".q-row")];
  const numberOf = (row) => Number(/-(\d+)-/.exec(row.querySelector("textarea").name)[1]);

  const add = (list) => {
    const rows = rowsOf(list);
    if (rows.length >= MOST) return false;
    const last = rows[rows.length - 1];
    const number = numberOf(last) + 1;
    const row = last.cloneNode(true);
    row.classList.remove("is-wrong");
    row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+$/, number));
    row.querySelectorAll(".invalid-feedback, .q-aside-box").forEach((box) => box.remove());
    for (const element of row.querySelectorAll("[id], [for], [name]")) {
      for (const name of ["id", "for", "name"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/-\d+-/, `-${number}-`));
      }
      element.removeAttribute("aria-invalid");
      element.removeAttribute("aria-describedby");
      element.classList.remove("is-invalid");
      if (element.matches("textarea, input")) element.value = element.defaultValue = "";
      if (element.tagName === "SELECT") element.selectedIndex = 0;
    }
    last.after(row);
    return true;
  };
  form.addEventListener("input", (event) => {
    const row = event.target.closest?.(".q-row");
    const list = row?.closest("[data-list]");
    if (!list) return;
    const rows = rowsOf(list);
    if (row === rows[rows.length - 1] && row.querySelector("textarea").value.trim()) add(list);
  });
  // Somebody puts a text back into a row that this page does not have yet.
  form.addEventListener("q:row", (event) => {
    const [, kind, number] = /^(item|proposal)-(\d+)-/.exec(event.detail);
    const list = form.querySelector(`[data-list=${kind}]`);
    while (!form.elements[`${kind}-${number}-text`]) if (!add(list)) return;
  });
})();
