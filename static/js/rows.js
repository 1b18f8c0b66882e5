// Lists of the form: when the last row has words, another blank one follows. Without this script a save gives one more.
(() => {
  "use strict";
  const form = document.querySelector("form.q-filing, form[data-rows]");
  if (!form) return;
  const MOST = Number(form.dataset.rows) || 20;
  const rowsOf = (list) => [...list.querySelectorAll(":scope > .q-row")];
  // What a row begins with: with words in it the row is in use.
  const leadOf = (row) => row.querySelector("textarea, input:not([type=hidden])");
  const numberOf = (row) => Number(/-(\d+)-/.exec(leadOf(row).name)[1]);

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
      element.removeAttribute("autofocus");
      if (element.tagName === "TEXTAREA" || element.tagName === "INPUT") element.value = element.defaultValue = "";
      if (element.tagName === "SELECT") element.selectedIndex = Math.max(0, [...element.options].findIndex((one) => one.defaultSelected));
    }
    last.after(row);
    return true;
  };
  form.addEventListener("input", (event) => {
    const row = event.target.closest?.(".q-row");
    const list = row?.closest("[data-list]");
    if (!list) return;
    const rows = rowsOf(list);
    if (row === rows[rows.length - 1] && leadOf(row).value.trim()) add(list);
  });
  // Somebody puts a text back into a row that this page does not have yet.
  form.addEventListener("q:row", (event) => {
    const [, kind, number] = /^(item|proposal)-(\d+)-/.exec(event.detail);
    const list = form.querySelector(`[data-list=${kind}]`);
    while (!form.elements[`${kind}-${number}-text`]) if (!add(list)) return;
  });
})();
