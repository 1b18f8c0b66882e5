// Authors of an initiative: one more row without a round trip, and what the shares add up to while they are typed.
// Without this script the button posts the form, and the page comes back with one row more.
(() => {
  "use strict";
  const form = document.querySelector("form[data-application]");
  const button = form?.querySelector("[data-add-author]");
  if (!button) return;
  const rowsOf = () => [...form.querySelectorAll(".q-row.is-author")];
  const total = form.querySelector("[data-share-total]");

  const count = () => {
    const shares = [...form.querySelectorAll("[data-share]")].map((input) => Number.parseInt(input.value, 10) || 0);
    const sum = shares.reduce((one, other) => one + other, 0);
    total.textContent = sum ? `Tổng tỷ lệ đóng góp: ${sum}%` : "";
    form.querySelector("[data-share-warning]")?.remove();
  };
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-share]")) count();
  });

  button.addEventListener("click", (event) => {
    const rows = rowsOf();
    if (rows.length >= Number(button.dataset.most)) return; // the server says why
    event.preventDefault();
    const last = rows[rows.length - 1];
    const number = Number(/-(\d+)-/.exec(last.querySelector("input").name)[1]) + 1;
    const row = last.cloneNode(true);
    row.classList.remove("is-wrong");
    row.setAttribute("aria-label", `Tác giả ${number}`);
    row.querySelector("[data-row-title]").textContent = `Tác giả ${number}`;
    row.querySelectorAll(".invalid-feedback").forEach((box) => box.remove());
    for (const element of row.querySelectorAll("[id], [for], [name]")) {
      for (const name of ["id", "for", "name"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(/-\d+-/, `-${number}-`));
      }
      element.removeAttribute("aria-invalid");
      element.removeAttribute("aria-describedby");
      element.classList.remove("is-invalid");
      if (element.tagName === "INPUT") element.value = element.defaultValue = "";
    }
    last.after(row);
    row.querySelector("input").focus();
  });
})();
