// Còn thiếu: keeps the list of what is missing or must be mended, the numbers of the parts, the bar and the flags beside
// the labels true while one types.
// The server decides; without this script the page says the same after each save.
(() => {
  "use strict";
  const form = document.querySelector("form.q-filing");
  if (!form) return;
  const titles = form.querySelectorAll("[data-missing-title]");
  const list = form.querySelector("[data-missing-list]");
  const parts = form.querySelectorAll("[data-part]");
  const bar = form.querySelector("svg.q-steps");
  const dock = form.querySelector(".q-dock use");
  const fields = [...form.querySelectorAll("[data-required]")];

  const isBlank = (field) => {
    if (field.type === "radio") return !form.querySelector(`input[name="${CSS.escape(field.name)}"]:checked`);
    const pair = form.querySelector(`[data-required-with="${CSS.escape(field.id)}"]`);
    return !field.value.trim() || (pair !== null && !pair.value.trim());
  };
  // What stands there but keeps the report from being sent: a message at the field, an odd number nobody has explained.
  const wrongField = (line) => {
    const reason = line.querySelector(".q-warn") && line.querySelector("textarea[name$='-explanation']");
    if (reason && !reason.value.trim()) return reason;
    return line.matches(".is-wrong") ? line.querySelector("[aria-invalid=true]") : null;
  };
  const toMend = (missing) => [...form.querySelectorAll(".q-field, .q-figure, .q-task, .q-row")]
    .filter((line) => !missing.some((field) => line.contains(field)))
    .map((line) => [wrongField(line), line])
    .filter(([field]) => field)
    .map(([field, line]) => [field, line.querySelector("[data-required]")?.dataset.required
      || field.labels?.[0]?.textContent.trim().split("\n")[0] || ""]);

  const entry = (field, name, words) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "q-mark");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#m-${name}`);
    svg.append(use);
    const item = document.createElement("li");
    const link = document.createElement("a");
    const label = document.createElement("span");
    link.href = `#${field.id}`;
    label.textContent = words;
    link.append(svg, label);
    item.append(link);
    return item;
  };
  const refresh = () => {
    const missing = fields.filter(isBlank);
    const mend = toMend(missing);
    const text = missing.length ? `Còn thiếu ${missing.length} mục`
      : mend.length ? `Còn ${mend.length} chỗ cần sửa` : "Đã đủ, có thể gửi";
    titles.forEach((title) => { if (title.textContent !== text) title.textContent = text; });
    list.replaceChildren(
      ...missing.map((field) => entry(field, "todo", field.dataset.required)),
      ...mend.map(([field, words]) => entry(field, "behind", `Sửa: ${words}`)));
    dock?.setAttribute("href", `#m-${missing.length ? "todo" : mend.length ? "behind" : "saved"}`);
    fields.forEach((field) => {
      const flag = form.querySelector(`[data-missing="${CSS.escape(field.id)}"]`);
      if (flag) flag.hidden = !missing.includes(field);
    });
    parts.forEach((told) => {
      const own = fields.filter((field) => field.closest("section")?.getAttribute("aria-labelledby") === told.dataset.part);
      told.textContent = `${own.filter((field) => !missing.includes(field)).length}/${own.length}`;
    });
    if (bar) {
      const done = fields.length - missing.length;
      bar.setAttribute("aria-label", `Đã xong ${done} trên ${fields.length} mục`);
      bar.querySelectorAll("rect").forEach((rect, at) => rect.setAttribute("class", at < done ? "on" : "off"));
    }
  };
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  form.addEventListener("q:checked", refresh);
  refresh();
})();
