// Còn thiếu: keeps the list of missing lines, the bar and the flags beside the labels true while one types.
// The server decides; without this script the page says the same after each save.
(() => {
  "use strict";
  const form = document.querySelector("form.q-filing");
  if (!form) return;
  const titles = form.querySelectorAll("[data-missing-title]");
  const list = form.querySelector("[data-missing-list]");
  const bar = form.querySelector("svg.q-steps");
  const todo = list.querySelector("svg.q-mark");
  const fields = [...form.querySelectorAll("[data-required]")];

  const isBlank = (field) => {
    if (field.type === "radio") return !form.querySelector(`input[name="${CSS.escape(field.name)}"]:checked`);
    const pair = form.querySelector(`[data-required-with="${CSS.escape(field.id)}"]`);
    return !field.value.trim() || (pair !== null && !pair.value.trim());
  };
  const mark = () => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "q-mark");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", "#m-todo");
    svg.append(use);
    return svg;
  };
  const refresh = () => {
    const missing = fields.filter(isBlank);
    const text = missing.length ? `Còn thiếu ${missing.length} mục` : "Đã đủ, có thể gửi";
    titles.forEach((title) => { if (title.textContent !== text) title.textContent = text; });
    list.replaceChildren(...missing.map((field) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const label = document.createElement("span");
      link.href = `#${field.id}`;
      label.textContent = field.dataset.required;
      link.append(todo ? todo.cloneNode(true) : mark(), label);
      item.append(link);
      return item;
    }));
    fields.forEach((field) => {
      const flag = form.querySelector(`[data-missing="${CSS.escape(field.id)}"]`);
      if (flag) flag.hidden = !missing.includes(field);
    });
    if (bar) {
      const done = fields.length - missing.length;
      bar.setAttribute("aria-label", `Đã xong ${done} trên ${fields.length} mục`);
      bar.querySelectorAll("rect").forEach((rect, at) => rect.setAttribute("class", at < done ? "on" : "off"));
    }
  };
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  refresh();
})();
